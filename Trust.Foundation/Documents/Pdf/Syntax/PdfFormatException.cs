namespace Trust.Documents.Pdf.Syntax;

/// <summary>Ends the reading of a file. Never leaves the public entry points, which answer its fault.</summary>
internal sealed class PdfFormatException(string code, string detail) : Exception(detail)
{
    public PdfFault Fault { get; } = new(code, detail);
}
