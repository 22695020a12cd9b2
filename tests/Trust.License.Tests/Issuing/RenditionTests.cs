using System.Diagnostics;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Documents.Pdf;
using Trust.Documents.Rendering;
using Trust.Documents.Seals;
using Trust.Testing;

namespace Trust.License.Tests.Issuing;

/// <summary>The PDF of a licence says and looks like its OFD, to programs that are not ours.</summary>
public sealed class RenditionTests : IAsyncLifetime, IDisposable
{
    private readonly LicenseApp app = LicenseApp.Start();
    private readonly TemporaryFolder folder = new();
    private byte[] ofd = [];
    private byte[] pdf = [];

    public async Task InitializeAsync()
    {
        using var machine = await app.MachineAsync();
        var issued = await machine.IssueAsync();
        ofd = await machine.FileAsync(issued.LicenceId);
        pdf = await machine.GetByteArrayAsync($"/api/license/v1/licences/{issued.LicenceId}/file?form=pdf");
        await File.WriteAllBytesAsync(folder.At("licence.pdf"), pdf);
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [ProgramFact("qpdf")]
    public async Task Qpdf_finds_no_fault_and_the_signature_is_intact()
    {
        var (code, output) = await RunAsync("qpdf", "--check", "licence.pdf");
        Assert.True(code == 0 && output.Contains("No syntax or stream encoding errors", StringComparison.Ordinal), output);
        var report = PdfSignatureCheck.Check(pdf);
        Assert.True(report.IsIntact, report.Fault?.ToString());
        Assert.Equal(0, report.BytesAfterLastSignature);
        Assert.True(PdfRendition.TryReadOfdDigest(pdf, out var digest));
        Assert.Equal(Crypto.Sm3.HashData(ofd), digest.ToArray());
    }

    [ProgramFact("pdftotext")]
    public async Task Text_of_both_is_the_same()
    {
        var (code, text) = await RunAsync("pdftotext", "-raw", "-enc", "UTF-8", "licence.pdf", "-");
        Assert.Equal(0, code);
        Assert.Equal(Letters(string.Concat(Draw().TextBoxes.Select(box => box.Text))), Letters(text));
    }

    [ProgramFact("pdftoppm")]
    [Requirement("LIC-16")]
    public async Task Pictures_of_both_differ_in_less_than_a_twentieth()
    {
        Assert.Equal(0, (await RunAsync("pdftoppm", "-r", "100", "-png", "-singlefile", "licence.pdf", "page")).Code);
        var drawn = Draw();
        if (Environment.GetEnvironmentVariable("TRUST_PDF_PICTURES") is { Length: > 0 } target)
        {
            await File.WriteAllBytesAsync(Path.Combine(target, "licence-ofd.png"), drawn.Png.ToArray());
            File.Copy(folder.At("page.png"), Path.Combine(target, "licence-pdf.png"), overwrite: true);
        }

        var theirs = await File.ReadAllBytesAsync(folder.At("page.png"));
        var share = PagePictures.Difference(drawn.Png.Span, theirs);
        Assert.True(share < 0.05, $"{share:P2} of the pixels differ.");
    }

    // The same characters in any order: readers of PDF put lines in an order of their own.
    private static string Letters(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character) && !char.IsControl(character)).Order());

    private RenderedPage Draw()
    {
        Assert.True(OfdPackage.TryOpen(ofd, DocumentLimits.Default, out var package, out var fault), fault?.ToString());
        Assert.True(OfdFile.TryRead(package, out var file, out fault), fault?.ToString());
        return OfdRenderer.Render(file, 0, 0, new RenderOptions { Dpi = 100, UseMachineFonts = false, SealPictures = signature => SealOf(package, signature) });
    }

    private static SealPicture? SealOf(OfdPackage package, OfdSignatureFile signature) =>
        package.Find(signature.SignedValueEntryName!)!.TryRead(out var value) && SesSignature.TryParse(value.Span, out var parsed, out _)
            ? new SealPicture(parsed.Seal.Picture.Type, parsed.Seal.Picture.Data) : null;

    private async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder.Path, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
