using System.Net;
using System.Text;
using SkiaSharp;
using Trust.Seal.Tests.Processes;
using Trust.Seal.Tests.Proof;
using Trust.Testing;

namespace Trust.Seal.Tests;

/// <summary>Sealed PDF files as other programs see them, and the page on which anybody checks them.</summary>
public sealed class PdfProgramTests : IAsyncLifetime, IDisposable
{
    private readonly SealApp app = SealApp.Start();
    private readonly MachineTool tool = new();
    private byte[] document = [];

    public async Task InitializeAsync()
    {
        using var machine = await app.MachineAsync();
        var once = await machine.SealedAsync(SampleDocument.NoticePdf());
        var twice = await machine.SealAsync(await machine.UsableAsync("9901000012386"), once, place: "1,30,230");
        Assert.Equal(HttpStatusCode.OK, twice.Status);
        document = twice.Content;
        tool.Write("a.pdf", document);
    }

    public Task DisposeAsync() => app.DisposeAsync().AsTask();

    public void Dispose() => tool.Dispose();

    [ProgramFact("qpdf")]
    public void Qpdf_finds_no_fault() => Assert.Contains("No syntax or stream encoding errors", tool.Run("qpdf", "--check", "a.pdf"), StringComparison.Ordinal);

    [ProgramFact("pdfsig")]
    public void Poppler_sees_both_signatures_and_what_they_cover()
    {
        // The names of the Chinese format are unknown to it; it reads structure, signer and coverage.
        var (_, output) = tool.Try("pdfsig", "-nocert", "a.pdf");
        Assert.Contains("Signature #2", output, StringComparison.Ordinal);
        Assert.Equal(1, output.Split("Total document signed").Length - 1);
    }

    [ProgramFact("pdftoppm")]
    public void Seals_stand_where_they_were_asked_for()
    {
        tool.Run("pdftoppm", "-r", "127", "-png", "-singlefile", "a.pdf", "page");
        using var page = SKBitmap.Decode(tool.At("page.png"));
        foreach (var left in new[] { 140, 30 })
        {
            Assert.True(Red(page, left, 230, 42) > 1000);
            Assert.Equal(0, Red(page, left + 43, 230, 20));
            Assert.Equal(0, Red(page, left, 187, 42));
        }
    }

    [Fact]
    public void OpenSsl_verifies_the_values_with_the_certificates_that_came_along()
    {
        foreach (var (signature, index) in Documents.Pdf.PdfSignatureCheck.Check(document).Signatures.Select((signature, index) => (signature, index)))
        {
            var (covered, signer) = PdfValues.Cut(document, index);
            tool.Write("covered", covered);
            tool.Write("attributes", signer.SignedAttributeBytes.ToArray());
            tool.Write("value", signer.Signature.ToArray());
            tool.Write("signer.cer", signature.Certificate!.Encoded.ToArray());
            Assert.True(tool.Verifies("signer.cer", "value", "attributes"));
            Assert.False(tool.Verifies("signer.cer", "value", tool.Twin("attributes")));
            Assert.Contains(tool.Sm3("covered"), Convert.ToHexStringLower(signer.SignedAttributeBytes.Span), StringComparison.Ordinal);
            Assert.DoesNotContain(tool.Sm3(tool.Twin("covered")), Convert.ToHexStringLower(signer.SignedAttributeBytes.Span), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Page_takes_a_pdf_says_one_sentence_and_why_it_shows_no_pages()
    {
        var visitor = await app.VisitAsync();
        Assert.Contains(".pdf", (await visitor.GetAsync("/verify/seal")).Text, StringComparison.Ordinal);
        var answer = await visitor.UploadAsync("/verify/seal", "notice.pdf", document);
        var report = (await visitor.GetAsync(answer.Location!)).Text;
        Assert.Contains("这份文件是真的，签章以后没有改动过。", report, StringComparison.Ordinal);
        Assert.Contains("PDF的页面我们不在这里画出来", report, StringComparison.Ordinal);
        Assert.DoesNotContain("/page/1.png", report, StringComparison.Ordinal);
        Assert.Contains("云川省", report, StringComparison.Ordinal);

        var changed = (byte[])document.Clone();
        changed[changed.AsSpan().IndexOf("/Title"u8) + 9] ^= 1;
        answer = await visitor.UploadAsync("/verify/seal", "changed.pdf", changed);
        Assert.Contains("这份文件签章后被改动过，不可信。", (await visitor.GetAsync(answer.Location!)).Text, StringComparison.Ordinal);
        answer = await visitor.UploadAsync("/verify/seal", "broken.pdf", Encoding.ASCII.GetBytes("%PDF-1.7\n"));
        Assert.Contains("这个文件打不开，没法核验。", (await visitor.GetAsync(answer.Location!)).Text, StringComparison.Ordinal);
    }

    // Red pixels of a square of the page, five pixels a millimetre.
    private static int Red(SKBitmap page, int left, int top, int size) =>
        Enumerable.Range(left * 5, size * 5).Sum(x => Enumerable.Range(top * 5, size * 5).Count(y => page.GetPixel(x, y) is { Red: > 120, Green: < 110, Blue: < 110 }));
}
