namespace Trust.Contracts.Seal;

/// <summary>Error codes of Trust.Seal.</summary>
public static class SealErrors
{
    /// <summary>No such seal within the reach of the caller.</summary>
    public static readonly TrustError NotFound = new("seal.not-found", ErrorKind.NotFound, "There is no such seal within your reach.");

    /// <summary>The role does not reach this organisation, or is not the one that does this.</summary>
    public static readonly TrustError OutOfReach = new("seal.out-of-reach", ErrorKind.Forbidden, "Your role does not reach this organisation or this act.");

    /// <summary>Something filled in breaks a rule; the detail says which.</summary>
    public static readonly TrustError FormInvalid = new("seal.form-invalid", ErrorKind.Invalid, "Something in the application is missing or breaks a rule.");

    /// <summary>The state of the seal does not allow the act.</summary>
    public static readonly TrustError StateForbids = new("seal.state-forbids", ErrorKind.Conflict, "The state of the seal does not allow this.");

    /// <summary>The person who applied may not review: four eyes.</summary>
    public static readonly TrustError SamePerson = new("seal.same-person", ErrorKind.Forbidden, "Whoever applied may not review: another person has to.");

    /// <summary>Somebody else changed the seal meanwhile.</summary>
    public static readonly TrustError ChangedMeanwhile = new("seal.changed-meanwhile", ErrorKind.Conflict, "The seal was changed meanwhile; look again.");

    /// <summary>A seal that was reported lost does not sign.</summary>
    public static readonly TrustError Lost = new("seal.lost", ErrorKind.Conflict, "The seal has been reported lost and cannot sign.");

    /// <summary>A destroyed seal does not sign.</summary>
    public static readonly TrustError Destroyed = new("seal.destroyed", ErrorKind.Conflict, "The seal has been destroyed and cannot sign.");

    /// <summary>The seal was not handed over yet.</summary>
    public static readonly TrustError NotActive = new("seal.not-active", ErrorKind.Conflict, "The seal is not in use.");

    /// <summary>The seal's validity has not begun or has ended.</summary>
    public static readonly TrustError OutOfValidity = new("seal.out-of-validity", ErrorKind.Conflict, "The seal is not within its validity.");

    /// <summary>No grant of this seal names the caller.</summary>
    public static readonly TrustError GrantMissing = new("seal.grant-missing", ErrorKind.Forbidden, "No grant of this seal names you.");

    /// <summary>The grant was revoked, has ended or has not begun.</summary>
    public static readonly TrustError GrantEnded = new("seal.grant-ended", ErrorKind.Forbidden, "The grant has been revoked or is not within its dates.");

    /// <summary>The grant's uses are used up.</summary>
    public static readonly TrustError GrantUsedUp = new("seal.grant-used-up", ErrorKind.Conflict, "The uses of this grant are used up.");

    /// <summary>A purpose is missing or says nothing.</summary>
    public static readonly TrustError PurposeMissing = new("seal.purpose-missing", ErrorKind.Invalid, "The purpose has 2 to 200 characters and says what for.");

    /// <summary>The places do not lie on pages of the document.</summary>
    public static readonly TrustError PlaceInvalid = new("seal.place-invalid", ErrorKind.Invalid, "A place names a page that is not there, or does not lie on it.");

    /// <summary>The document cannot be sealed; the detail says why.</summary>
    public static readonly TrustError DocumentRefused = new("seal.document-refused", ErrorKind.Unprocessable, "The document cannot be sealed.");

    /// <summary>The file is larger than the limit.</summary>
    public static readonly TrustError TooLarge = new("seal.too-large", ErrorKind.TooLarge, "The file is larger than the limit.");

    /// <summary>The upload is not a multipart form with one field <c>file</c>, or is empty.</summary>
    public static readonly TrustError UploadInvalid = new("seal.upload-invalid", ErrorKind.Invalid, "Send one file in the multipart field 'file'.");

    /// <summary>The clock of this machine is not to be relied on.</summary>
    public static readonly TrustError ClockDiffers = new("seal.clock-differs", ErrorKind.Unavailable, "The clock differs from its source by more than a second: nothing is signed.");

    /// <summary>The seal would outlive the authority, or the maker's or time stamp authority's certificate has ended.</summary>
    public static readonly TrustError AuthorityEnds = new("seal.authority-ends", ErrorKind.Unavailable, "A certificate of the authority does not last long enough: nothing is made or signed.");

    /// <summary>The act was begun and never finished; it was voided, and a signature may have been computed. Use a new key.</summary>
    public static readonly TrustError UseVoided = new("seal.use-voided", ErrorKind.Conflict, "This act was begun and not finished; it has been voided. Repeat it with a new key.");

    /// <summary>A report is kept for a short time only.</summary>
    public static readonly TrustError ReportGone = new("seal.report-gone", ErrorKind.NotFound, "There is no such report, or it has been deleted.");
}
