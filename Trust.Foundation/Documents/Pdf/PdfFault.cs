namespace Trust.Documents.Pdf;

/// <summary>Why a PDF file, or a signature in it, cannot be read, signed or accepted.</summary>
/// <param name="Code">Stable code, one of <see cref="PdfFaults"/>.</param>
/// <param name="Detail">What was met and where, in English; nothing of the file's text is quoted.</param>
public sealed record PdfFault(string Code, string Detail);

/// <summary>The codes of <see cref="PdfFault"/>. They never change meaning. Clauses are those of ISO 32000-1.</summary>
public static class PdfFaults
{
    /// <summary>Does not begin with <c>%PDF-</c> (7.5.2). Nothing may stand before it: a signature covers the file from its first byte.</summary>
    public const string NotPdf = "pdf.not-a-pdf";

    /// <summary>Larger than allowed, packed or unpacked.</summary>
    public const string TooLarge = "pdf.too-large";

    /// <summary>More tokens, objects, revisions, fields or pages than are read.</summary>
    public const string TooMany = "pdf.too-many";

    /// <summary>Objects nested deeper than is read.</summary>
    public const string TooDeep = "pdf.too-deep";

    /// <summary>The time allowed is used up.</summary>
    public const string Time = "pdf.time";

    /// <summary>A token or object that breaks the syntax (7.2, 7.3).</summary>
    public const string SyntaxInvalid = "pdf.syntax-invalid";

    /// <summary>startxref, cross-reference data or trailer are missing, wrong or circular (7.5.4 to 7.5.8).</summary>
    public const string XrefInvalid = "pdf.xref-invalid";

    /// <summary>An object is not where the cross-reference data say, or catalog or pages are not what they must be (7.5, 7.7).</summary>
    public const string StructureInvalid = "pdf.structure-invalid";

    /// <summary>A stream does not unpack, or with a filter that structure never needs (7.4).</summary>
    public const string StreamInvalid = "pdf.stream-invalid";

    /// <summary>The file is encrypted (7.6).</summary>
    public const string Encrypted = "pdf.encrypted";

    /// <summary>The file uses something that is not signed here: XFA forms, hybrid cross-references, turned pages for a visible signature.</summary>
    public const string Unsupported = "pdf.unsupported";

    /// <summary>A certification forbids every change (DocMDP level 1, 12.8.2.2).</summary>
    public const string ChangesForbidden = "pdf.changes-forbidden";

    /// <summary>A value of the request is absent or has the wrong form.</summary>
    public const string ValueInvalid = "pdf.value-invalid";

    /// <summary>The page of the request does not exist, or its picture does not lie on it as a whole.</summary>
    public const string PlaceInvalid = "pdf.place-invalid";

    /// <summary>The picture of a visible signature is no PNG, or is too large.</summary>
    public const string ImageUnreadable = "pdf.image-unreadable";

    /// <summary>The signature value is larger than the place that was kept for it.</summary>
    public const string ContentsTooLarge = "pdf.contents-too-large";

    /// <summary>A signature dictionary is missing entries, has one twice, or lies in an object stream (12.8.1, table 252).</summary>
    public const string SignatureInvalid = "pdf.signature-invalid";

    /// <summary>ByteRange is not four whole numbers of which the first is 0, in order, within the file (12.8.1).</summary>
    public const string ByteRangeInvalid = "pdf.byte-range-invalid";

    /// <summary>What ByteRange leaves out is not exactly the value of Contents of the same dictionary.</summary>
    public const string ByteRangeGap = "pdf.byte-range-gap";

    /// <summary>ByteRange does not end where a revision ends that holds this very signature.</summary>
    public const string ByteRangeEnd = "pdf.byte-range-end";

    /// <summary>Contents holds no signature value that is understood, or something behind it that is not zero.</summary>
    public const string ContentsInvalid = "pdf.contents-invalid";

    /// <summary>SubFilter names a format that is not judged here.</summary>
    public const string SubFilterUnsupported = "pdf.subfilter-unsupported";

    /// <summary>SignedData has not exactly one SignerInfo (EN 319 142-1 clause 6.3), or brings content of its own.</summary>
    public const string SignersInvalid = "pdf.signers-invalid";

    /// <summary>Digest or signature algorithm is not accepted.</summary>
    public const string AlgorithmUnsupported = "pdf.algorithm-unsupported";

    /// <summary>The digest does not fit: covered bytes were changed.</summary>
    public const string DigestMismatch = "pdf.digest-mismatch";

    /// <summary>The signature value is not that of the certificate's key.</summary>
    public const string ValueMismatch = "pdf.value-mismatch";

    /// <summary>The signer's certificate is not in the file, or not the one that the signed attributes name.</summary>
    public const string CertificateMissing = "pdf.certificate-missing";

    /// <summary>No signed attribute names the certificate although the format demands it (EN 319 142-1 clause 6.3).</summary>
    public const string SigningCertificateMissing = "pdf.signing-certificate-missing";

    /// <summary>A time stamp is malformed, stamps something else, or does not verify.</summary>
    public const string TimeStampInvalid = "pdf.time-stamp-invalid";

    /// <summary>No signature at all.</summary>
    public const string NotSigned = "pdf.not-signed";

    /// <summary>Bytes stand after the last signed revision.</summary>
    public const string ChangedAfterSigning = "pdf.changed-after-signing";
}
