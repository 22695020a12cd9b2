namespace Trust.Contracts.License;

/// <summary>Error codes of Trust.License.</summary>
public static class LicenseErrors
{
    /// <summary>No such licence within the reach of the caller.</summary>
    public static readonly TrustError NotFound = new("license.not-found", ErrorKind.NotFound, "There is no such licence within your reach.");

    /// <summary>The catalogue has no such type.</summary>
    public static readonly TrustError TypeUnknown = new("license.type-unknown", ErrorKind.Invalid, "The catalogue has no such licence type.");

    /// <summary>The authority is not entitled to the type, or the caller does not act for it.</summary>
    public static readonly TrustError NotEntitled = new("license.not-entitled", ErrorKind.Forbidden, "You do not act for an authority that issues this licence.");

    /// <summary>Something in the data breaks a rule of the type; the detail says which item.</summary>
    public static readonly TrustError DataInvalid = new("license.data-invalid", ErrorKind.Invalid, "Something in the data of the licence is missing or breaks a rule.");

    /// <summary>A text does not fit its place on the face, or holds a character that no font has.</summary>
    public static readonly TrustError FaceRefused = new("license.face-refused", ErrorKind.Invalid, "The licence cannot be drawn with this data.");

    /// <summary>The authority has no seal that this module may use.</summary>
    public static readonly TrustError SealMissing = new("license.seal-missing", ErrorKind.Conflict, "The authority has no seal in use that licences may be sealed with.");

    /// <summary>The making was given up; a new call with a new key begins again.</summary>
    public static readonly TrustError Voided = new("license.voided", ErrorKind.Conflict, "The making of this licence was given up. Begin again with a new key.");

    /// <summary>The state of the licence does not allow the change.</summary>
    public static readonly TrustError StateForbids = new("license.state-forbids", ErrorKind.Conflict, "The state of the licence does not allow this.");

    /// <summary>A second person has to confirm; an application, and who proposed, cannot.</summary>
    public static readonly TrustError SamePerson = new("license.same-person", ErrorKind.Forbidden, "Another official has to confirm this.");

    /// <summary>A change of this licence waits for its second person already.</summary>
    public static readonly TrustError ProposalPending = new("license.proposal-pending", ErrorKind.Conflict, "A change of this licence waits for confirmation already.");

    /// <summary>Somebody changed the licence in between; look at it and decide again.</summary>
    public static readonly TrustError ChangedMeanwhile = new("license.changed-meanwhile", ErrorKind.Conflict, "The licence was changed in between.");

    /// <summary>The upload is not a multipart form with one field <c>file</c>, or is empty.</summary>
    public static readonly TrustError UploadInvalid = new("license.upload-invalid", ErrorKind.Invalid, "Send one file in the multipart field 'file'.");

    /// <summary>The file is larger than the limit.</summary>
    public static readonly TrustError TooLarge = new("license.too-large", ErrorKind.TooLarge, "The file is larger than the limit.");

    /// <summary>Reports are kept for minutes.</summary>
    public static readonly TrustError ReportGone = new("license.report-gone", ErrorKind.NotFound, "There is no such report, or it has been deleted.");
}
