using Trust.Crypto.Certificates;
using Trust.Documents.Packaging;
using Trust.Documents.Pdf.Syntax;
using Trust.Documents.Verification;

namespace Trust.Documents.Pdf;

/// <summary>
/// Reads signed PDF files that anybody made, and judges form, coverage, digest and value of each signature (ISO 32000-1 clause 12.8, ETSI EN 319 142-1,
/// ETSI EN 319 102-1 clauses 5.2.2 and 5.2.7). Bounded in size, depth, number and time; nothing in a file makes it throw. Files are never repaired.
/// </summary>
public static class PdfSignatureCheck
{
    /// <summary>Reads and judges a file.</summary>
    /// <param name="pdf">The whole file.</param>
    /// <param name="limits">Bounds of file size, pages and time; the defaults when null.</param>
    /// <param name="time">Source of the time that bounds the work; the system's when null.</param>
    /// <param name="candidates">Certificates from elsewhere, for signatures that bring none.</param>
    public static PdfSignatureReport Check(ReadOnlyMemory<byte> pdf, DocumentLimits? limits = null, TimeProvider? time = null, IReadOnlyList<Certificate>? candidates = null)
    {
        try
        {
            return Judge(pdf, new(limits ?? DocumentLimits.Default, time), candidates ?? []);
        }
        catch (PdfFormatException e)
        {
            return new() { Unreadable = e.Fault, Fault = e.Fault, Indication = Indication.TotalFailed, SubIndication = SubIndications.FormatFailure };
        }
    }

    private static PdfSignatureReport Judge(ReadOnlyMemory<byte> pdf, PdfBudget budget, IReadOnlyList<Certificate> candidates)
    {
        var file = PdfFile.Read(pdf, budget);
        var pages = PdfTree.Pages(file);
        var fields = PdfTree.Fields(file).Signed;
        if (fields.Count > PdfBudget.MaxSignatures)
        {
            throw new PdfFormatException(PdfFaults.TooMany, $"The file has more than {PdfBudget.MaxSignatures} signatures.");
        }

        var judging = new PdfSignatureJudging(file, pages, fields, candidates);
        var signatures = fields.Select(judging.Judge).OrderBy(End).ToList();
        var report = new PdfSignatureReport { Signatures = signatures, Pages = pages.Count, Indication = Indication.Indeterminate, SubIndication = SubIndications.SignedDataNotFound };
        report = report with { UnlistedSignatures = Math.Max(0, pdf.Span.Count("/ByteRange"u8) - signatures.Count) };
        if (signatures.Count == 0)
        {
            return report with { Fault = new(PdfFaults.NotSigned, "The file has no signature.") };
        }

        var after = pdf.Length - signatures.Where(signature => signature.CoverageHolds).Select(End).DefaultIfEmpty(0).Max();
        var worst = signatures.Where(signature => !signature.IsIntact).OrderByDescending(signature => signature.Indication).FirstOrDefault();
        report = report with { BytesAfterLastSignature = after, SubIndication = SubIndications.NoCertificateChainFound };
        if (worst is not null)
        {
            return report with { Fault = worst.Fault, Indication = worst.Indication, SubIndication = worst.SubIndication };
        }

        var change = after > 0 ? $"{after} bytes stand after the last signed revision." : signatures.Find(signature => signature.ForeignChange is not null)?.ForeignChange;
        return change is null ? report : report with { Fault = new(PdfFaults.ChangedAfterSigning, change), SubIndication = SubIndications.SignatureConstraintsFailure };
    }

    private static long End(PdfSignature signature) => signature.ByteRange is [_, _, var second, var length] ? second + length : 0;
}
