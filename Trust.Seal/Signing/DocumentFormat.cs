namespace Trust.Seal.Signing;

/// <summary>Which of the two formats a document that is to be sealed has.</summary>
internal static class DocumentFormat
{
    public const string OfdType = "application/ofd";
    public const string PdfType = "application/pdf";

    /// <summary>Whether it is to be read as PDF (ISO 32000-1 clause 7.5.2).</summary>
    public static bool IsPdf(ReadOnlySpan<byte> document) => document.StartsWith("%PDF-"u8);

    /// <summary>Its media type.</summary>
    public static string TypeOf(ReadOnlySpan<byte> document) => IsPdf(document) ? PdfType : OfdType;
}
