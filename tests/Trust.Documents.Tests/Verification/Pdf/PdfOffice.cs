using System.Globalization;
using System.Text;
using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;
using Trust.Documents.Pdf;
using Trust.Documents.Pdf.Syntax;
using Trust.Documents.Tests.Pdf;
using Trust.Documents.Verification;

namespace Trust.Documents.Tests.Verification.Pdf;

/// <summary>Signs PDF files with what a <see cref="SealingOffice"/> has, and appends revisions that somebody wrote by hand.</summary>
internal static class PdfOffice
{
    internal static readonly SealingOffice Office = new();

    private static readonly Lazy<byte[]> GoodFile = new(() => Sign());

    /// <summary>A good file: two pages, the seal's picture on the second.</summary>
    internal static byte[] Good => GoodFile.Value;

    internal static byte[] Sign(
        byte[]? pdf = null, DateTimeOffset? claimed = null, DateTimeOffset? stampedAt = null, bool isStamped = true, ISigningKey? key = null, Certificate? certificate = null,
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? stamp = null, bool isVisible = true)
    {
        key ??= Office.SignerKey;
        var request = new PdfSignatureRequest
        {
            Format = key.Algorithm == KeyAlgorithm.Sm2 ? PdfSignatureFormat.Sm2 : PdfSignatureFormat.Cades,
            SigningTime = claimed ?? SealingOffice.Signed,
            Name = "澜江市民政局",
            Reason = "准予许可通知书",
            Stamp = isVisible ? PdfMaking.Stamp : null,
        };
        stamp ??= value => Office.Stamp(value, stampedAt ?? (claimed ?? SealingOffice.Signed).AddSeconds(1));
        Assert.True(
            PdfSigner.TrySign(pdf ?? PdfMaking.Sample, request, key, certificate ?? Office.Signer, out var signed, out var fault, [Office.Issuing], isStamped ? stamp : null), fault?.ToString());
        return signed;
    }

    internal static VerificationReport Verify(byte[] file, VerificationInput? input = null) => SealVerifier.Verify(file, input ?? Office.Input());

    /// <summary>One more revision.</summary>
    internal static byte[] Revise(byte[] file, Action<PdfObjectWriter, PdfFile> write, string trailer = "")
    {
        var read = PdfFile.Read(file, new(new()));
        var writer = new PdfObjectWriter("", file.Length);
        write(writer, read);
        var root = Encoding.Latin1.GetString(read.Xref.Trailer["Root"]!.Source.Span);
        return [.. file, .. writer.FinishTable(trailer.Length > 0 ? trailer : $"/Root {root} {Info(read)}", read.Xref.Start, read.NextNumber)];
    }

    private static string Info(PdfFile file) => file.Xref.Trailer["Info"] is { } info ? $"/Info {Encoding.Latin1.GetString(info.Source.Span)} " : "";

    /// <summary>The first page, or another, with other entries.</summary>
    internal static void Page(PdfObjectWriter writer, PdfFile file, int index, string key, Func<string, string> change)
    {
        var page = PdfTree.Pages(file)[index];
        var old = page.Value[key] is { } value ? Encoding.Latin1.GetString(value.Source.Span) : "";
        writer.Add(page.Number, page.Generation, PdfDictionaryText.With(page.Value, (key, change(old))));
    }

    internal static void Catalog(PdfObjectWriter writer, PdfFile file, string key, string value)
    {
        var root = file.Xref.Trailer["Root"]!.Target;
        writer.Add(root.Number, root.Generation, PdfDictionaryText.With(file.Catalog, (key, value)));
    }

    internal static int SignatureNumber(PdfFile file) => PdfTree.Fields(file).Signed[0].SignatureNumber;

    /// <summary>A file whose last signature is made a document time stamp.</summary>
    internal static byte[] TimeStamped(byte[] pdf)
    {
        var request = new PdfSignatureRequest { Format = PdfSignatureFormat.Cades, SigningTime = SealingOffice.Signed };
        Assert.True(PdfSignatureDraft.TryPrepare(pdf, request, out var draft, out var fault), fault?.ToString());
        var file = draft.Complete([1]);
        var name = "/SubFilter /ETSI.CAdES.detached"u8;
        "/SubFilter /ETSI.RFC3161".PadRight(name.Length).Select(letter => (byte)letter).ToArray().CopyTo(file, file.AsSpan().LastIndexOf(name));
        var (covered, _) = PdfMaking.Cut(file);
        var token = Convert.ToHexString(Office.Stamp(covered, SealingOffice.Signed.AddMinutes(1)).Span);
        Encoding.ASCII.GetBytes(token, file.AsSpan(draft.ByteRange[1] + 1));
        return file;
    }

    /// <summary>The same bytes with other numbers in the last ByteRange, as long as the old ones.</summary>
    internal static byte[] WithRange(byte[] file, Func<long[], long[]> change)
    {
        var changed = (byte[])file.Clone();
        var at = file.AsSpan().LastIndexOf("/ByteRange ["u8) + 12;
        var end = at + file.AsSpan(at).IndexOf((byte)']');
        var numbers = Encoding.ASCII.GetString(file.AsSpan(at, end - at)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        Encoding.ASCII.GetBytes(string.Join(' ', change(numbers).Select(number => number.ToString(CultureInfo.InvariantCulture))).PadRight(end - at), changed.AsSpan(at));
        return changed;
    }
}
