using System.Buffers;
using Trust.Documents.Pdf.Syntax;

namespace Trust.Documents.Pdf;

/// <summary>What ByteRange covers (ISO 32000-1 clause 12.8.1), compared with where things really stand.</summary>
/// <param name="ByteRange">Its whole numbers.</param>
/// <param name="Contents">The value of Contents.</param>
/// <param name="Revision">The file up to the end of the range, where that is a revision.</param>
/// <param name="Fault">The first rule that is broken, or null.</param>
internal sealed record PdfCoverage(IReadOnlyList<long> ByteRange, PdfValue? Contents, PdfFile? Revision, PdfFault? Fault)
{
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    public static PdfCoverage Of(PdfFile file, PdfSignatureField field)
    {
        var signature = field.Signature;
        var range = signature["ByteRange"];

        // Digits alone, an even number of them: blanks inside the value or a half byte at its end are bytes that nobody signed and readers read differently.
        if (range is not { Kind: PdfKind.Array } || signature["Contents"] is not { Kind: PdfKind.Text, IsHex: true } contents || !IsPlainHex(contents.Source.Span)
            || signature.HasDuplicates || !field.IsPlain)
        {
            return new([], null, null, new(PdfFaults.SignatureInvalid, "ByteRange or Contents are missing, twice there, or not written in place."));
        }

        var numbers = range.Items.Take(8).Select(item => item.Kind == PdfKind.Number ? item.Integer ?? -1 : -1).ToArray();
        long length = file.Data.Length;
        if (range.Items.Count != 4 || numbers is not [0, var first, var second, var rest]
            || first <= 0 || second <= first || second > length || rest <= 0 || rest > length - second)
        {
            return new(numbers, contents, null, new(PdfFaults.ByteRangeInvalid, "ByteRange is not two ranges in order that begin at 0 and lie within the file."));
        }

        var (revision, end) = RevisionAt(file, (int)(second + rest), field);
        var gap = first == contents.Start && second == contents.End
            ? null
            : new PdfFault(PdfFaults.ByteRangeGap, "What ByteRange leaves out is not exactly the value of Contents.");
        return new(numbers, contents, revision, gap ?? end);
    }

    private static bool IsPlainHex(ReadOnlySpan<byte> value) => value.Length % 2 == 0 && !value[1..^1].ContainsAnyExcept(HexDigits);

    // The bytes up to there must be a file of their own, in whose form this very signature stands.
    private static (PdfFile? Revision, PdfFault? Fault) RevisionAt(PdfFile file, int end, PdfSignatureField field)
    {
        var data = file.Data[..end];
        var line = data.Span.TrimEnd("\r\n"u8);
        if (!line.EndsWith("%%EOF"u8) || data.Length - line.Length > 2)
        {
            return (null, new(PdfFaults.ByteRangeEnd, "ByteRange does not end at an end of file mark."));
        }

        try
        {
            var revision = end == file.Data.Length ? file : PdfFile.Read(data, file.Budget);
            var stands = ReferenceEquals(revision, file) || PdfTree.Fields(revision).Signed.Any(signed =>
                signed.Name == field.Name && signed.IsPlain && signed.Signature.Start == field.Signature.Start && signed.Signature.End == field.Signature.End);
            return (revision, stands ? null : new(PdfFaults.ByteRangeEnd, "The revision at the end of ByteRange does not hold this signature."));
        }
        catch (PdfFormatException e) when (e.Fault.Code is not (PdfFaults.Time or PdfFaults.TooMany))
        {
            return (null, new(PdfFaults.ByteRangeEnd, $"The bytes up to the end of ByteRange are no file: {e.Fault.Detail}"));
        }
    }
}
