namespace Trust.Documents.Seals;

/// <summary>Edition of the seal structures; numbers are those of the header where the edition fixes one.</summary>
public enum SesVersion
{
    /// <summary>GM/T 0031-2014.</summary>
    V1 = 1,

    /// <summary>GB/T 38540-2020.</summary>
    V4 = 4,

    /// <summary>GM/T 0031-2025, as far as it is known: that of <see cref="V4"/> with a time stamp on the seal.</summary>
    V5 = 5,
}

/// <summary>Why bytes are no seal or no seal signature.</summary>
/// <param name="Code">One of <see cref="SesFaults"/>.</param>
/// <param name="Detail">For people: where the reading stopped.</param>
public sealed record SesFault(string Code, string Detail);

/// <summary>Codes of <see cref="SesFault"/>. They never change meaning.</summary>
public static class SesFaults
{
    /// <summary>Larger than is read.</summary>
    public const string TooLarge = "ses.too-large";

    /// <summary>The ASN.1 structure is broken, or a field is missing or of another type.</summary>
    public const string Structure = "ses.structure";

    /// <summary>header.ID is not <c>ES</c>.</summary>
    public const string HeaderId = "ses.header-id";

    /// <summary>Number of elements and header.version fit no known edition.</summary>
    public const string Version = "ses.version";

    /// <summary>A signature of one edition holds a seal of another.</summary>
    public const string MixedVersions = "ses.mixed-versions";
}

/// <summary>Something that is read, but is not written as the standard says.</summary>
/// <param name="Code">One of <see cref="SesRemarks"/>.</param>
/// <param name="Detail">For people.</param>
public sealed record SesRemark(string Code, string Detail);

/// <summary>Codes of <see cref="SesRemark"/>. They never change meaning.</summary>
public static class SesRemarks
{
    /// <summary>critical FALSE, the default, is written out: no DER.</summary>
    public const string DefaultEncoded = "default-encoded";

    /// <summary>An entry of the certificate list is text in place of a certificate.</summary>
    public const string CertificateAsText = "certificate-as-text";

    /// <summary>An OCTET STRING stands in place of a BIT STRING.</summary>
    public const string OctetStringForBitString = "octet-string-for-bit-string";

    /// <summary>extDatas of the seal carry a context tag.</summary>
    public const string ExtensionsTagged = "extensions-tagged";

    /// <summary>The time stamp is not [0] EXPLICIT.</summary>
    public const string TimeStampTag = "time-stamp-tag";

    /// <summary>An extension's type is text in place of an object identifier.</summary>
    public const string ExtensionTypeAsText = "extension-type-as-text";

    /// <summary>A time is of another ASN.1 type, or in another notation, than the edition says.</summary>
    public const string TimeNotation = "time-notation";

    /// <summary>A time has no zone; it was read as China Standard Time (UTC+8).</summary>
    public const string TimeWithoutZone = "time-without-zone";

    /// <summary>A text of the ASCII kind holds other characters.</summary>
    public const string TextNotAscii = "text-not-ascii";

    /// <summary>header.version of a seal of the 2014 edition is not 1.</summary>
    public const string HeaderVersion = "header-version";
}

/// <summary>SES_Header (GB/T 38540-2020 clause 6.1.1, GM/T 0031-2014 clause 5.1.2).</summary>
/// <param name="Id">Always <c>ES</c>.</param>
/// <param name="Version">Version number as written.</param>
/// <param name="VendorId">Who made the seal system.</param>
public sealed record SesHeader(string Id, int Version, string VendorId);

/// <summary>SES_ESPictrueInfo (sic).</summary>
/// <param name="Type">Format as written, any case: GIF, BMP, JPG, PNG, ofd, svg.</param>
/// <param name="Data">The image file; hostile until decoded under limits.</param>
/// <param name="WidthInMillimetres">Width on the page.</param>
/// <param name="HeightInMillimetres">Height on the page.</param>
public sealed record SesPicture(string Type, ReadOnlyMemory<byte> Data, int WidthInMillimetres, int HeightInMillimetres);

/// <summary>ExtData.</summary>
/// <param name="Type">OID, or <c>text:</c> and the text where a maker wrote text in its place.</param>
/// <param name="IsCritical">critical.</param>
/// <param name="Value">Contents of extnValue.</param>
public sealed record SesExtension(string Type, bool IsCritical, ReadOnlyMemory<byte> Value);

/// <summary>A time as it stands in a seal: a claim.</summary>
/// <param name="Text">The characters as written.</param>
/// <param name="Instant">The moment, or null where the text is no known notation.</param>
public sealed record SesTime(string Text, DateTimeOffset? Instant);

/// <summary>Kinds of entries of a certificate list.</summary>
public enum SesCertificateEntryKind
{
    /// <summary>A whole certificate, DER.</summary>
    Certificate,

    /// <summary>Digest of a certificate (certListType 2).</summary>
    Digest,

    /// <summary>Text of a maker; names no certificate that can be compared.</summary>
    Text,
}

/// <summary>One entry of a certificate list.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The certificate, the digest, or the text's bytes.</param>
/// <param name="Label">Digest algorithm as written, or the text; else empty.</param>
public sealed record SesCertificateEntry(SesCertificateEntryKind Kind, ReadOnlyMemory<byte> Value, string Label);

/// <summary>Whether a certificate is in a seal's list.</summary>
public enum SesListing
{
    /// <summary>It is: binary equal, or of the listed digest.</summary>
    Listed,

    /// <summary>It is not.</summary>
    NotListed,

    /// <summary>It is not among those that can be compared, and the list has entries that can't be.</summary>
    Undecidable,
}
