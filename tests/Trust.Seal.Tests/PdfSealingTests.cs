using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;
using Trust.Seal.LifeCycle;
using Trust.Seal.Tests.Processes;
using Trust.Testing;

namespace Trust.Seal.Tests;

/// <summary>Sealing PDF documents: by the same call, in the same steps, with the same promises as OFD. On both databases.</summary>
public abstract class PdfSealingTests : IAsyncLifetime
{
    private SealApp app = null!;
    private HttpClient machine = null!;

    public async Task InitializeAsync()
    {
        app = await StartAsync();
        machine = await app.MachineAsync();
    }

    public async Task DisposeAsync()
    {
        machine?.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    protected abstract Task<SealApp> StartAsync();

    [DatabaseFact]
    public async Task Sealed_pdf_begins_with_the_document_and_a_repeated_call_gives_the_same_bytes()
    {
        var seal = await machine.UsableAsync();
        var key = SealCalls.NewKey();
        var document = SampleDocument.NoticePdf();
        var first = await machine.SealAsync(seal, document, key);
        Assert.True(first.Status == HttpStatusCode.OK, Encoding.UTF8.GetString(first.Content));
        Assert.True(first.Content.AsSpan().StartsWith(document));
        Assert.Equal(first.Content, (await machine.SealAsync(seal, document, key)).Content);
        Assert.Equal(1, await app.LookAsync(db => db.Uses.CountAsync()));
        Assert.Equal("request.idempotency-key-reused", (await machine.SealAsync(seal, document, key, "1,100,200")).Code);

        // Years later the seal is gone, and what was handed out can still be handed out again.
        await app.LookAsync(db => db.Seals.Where(row => row.Id == seal.SealId).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, SealState.Destroyed)));
        ((ShiftedTime)app.Time).Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(first.Content, (await machine.SealAsync(seal, document, key)).Content);
        Assert.Equal("seal.destroyed", (await machine.SealAsync(seal, document)).Code);
    }

    [DatabaseFact]
    public async Task Use_names_the_signature_by_what_the_time_stamp_stamps()
    {
        var document = await machine.SealedAsync(SampleDocument.NoticePdf());
        var signature = Assert.Single(Documents.Pdf.PdfSignatureCheck.Check(document).Signatures);
        Assert.True(signature.IsIntact, signature.Fault?.Detail);
        var use = await app.LookAsync(db => db.Uses.SingleAsync());
        Assert.Equal(use.SignatureDigest, signature.TimeStamp!.Imprint.ToArray());
        Assert.True(signature.TimeStampCheck!.IsValid);
        Assert.Equal(("GM.PKILite", "GM.SM2"), (signature.Filter, signature.SubFilter));
        Assert.Equal(use.IntendedAt.ToUnixTimeSeconds(), signature.ClaimedTime!.Value.ToUnixTimeSeconds());
        Assert.Contains("云川省", signature.Certificate!.Subject.ToString(), StringComparison.Ordinal);
    }

    [DatabaseFact]
    public async Task Pdf_that_cannot_be_sealed_is_refused_before_anything_is_signed()
    {
        var seal = await machine.UsableAsync();
        var good = SampleDocument.NoticePdf();
        var once = await machine.SealedAsync(good);
        var changed = (byte[])once.Clone();
        changed[changed.AsSpan().IndexOf("/Title"u8) + 9] ^= 1;
        foreach (var document in new[] { good[..^40], "%PDF-1.7"u8.ToArray(), changed, [.. once, .. "% more\n"u8] })
        {
            var answer = await machine.SealAsync(seal, document);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "seal.document-refused"), (answer.Status, answer.Code));
        }

        foreach (var place in new[] { "2,10,10", "0,10,10", "1,200,200", "1,-1,10", "1,NaN,10", "1,10,256" })
        {
            Assert.Equal("seal.place-invalid", (await machine.SealAsync(seal, good, place: place)).Code);
        }

        Assert.Equal("seal.place-invalid", (await machine.SealAsync(seal, good, seam: true)).Code);
        Assert.Equal(1, await app.LookAsync(db => db.Uses.CountAsync()));
        Assert.Equal(1, await app.LookAsync(db => db.Grants.Where(grant => grant.Id == seal.GrantId).Select(grant => grant.Uses).SingleAsync()));
    }

    [DatabaseFact]
    public async Task Lost_seal_signs_no_pdf()
    {
        var seal = await machine.UsableAsync();
        await app.LookAsync(db => db.Seals.Where(row => row.Id == seal.SealId).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, SealState.Lost)));
        Assert.Equal("seal.lost", (await machine.SealAsync(seal, SampleDocument.NoticePdf())).Code);
    }

    [DatabaseFact]
    public async Task Other_programs_open_the_sealed_pdf_and_show_the_seal_at_its_place()
    {
        using var tool = new MachineTool();
        var once = await machine.SealedAsync(SampleDocument.NoticePdf());
        var twice = await machine.SealAsync(await machine.UsableAsync("9901000012386"), once, place: "1,30,230");
        Assert.Equal(HttpStatusCode.OK, twice.Status);
        tool.Write("a.pdf", twice.Content);
        Assert.Contains("No syntax or stream encoding errors", tool.Run("qpdf", "--check", "a.pdf"), StringComparison.Ordinal);

        // Poppler does not know the Chinese formats' algorithms; it sees both signatures and what they cover.
        var (_, signatures) = tool.Try("pdfsig", "-nocert", "a.pdf");
        Assert.Contains("Signature #2", signatures, StringComparison.Ordinal);
        Assert.Contains("Total document signed", signatures, StringComparison.Ordinal);
        tool.Run("pdftoppm", "-r", "127", "-png", "-singlefile", "a.pdf", "page");
        using var page = SKBitmap.Decode(tool.At("page.png"));
        foreach (var left in new[] { 140, 30 })
        {
            Assert.True(Red(page, left, 230, 42) > 1000);
            Assert.Equal(0, Red(page, left + 50, 230, 40));
        }
    }

    // Red pixels of a square of the page, five pixels a millimetre.
    private static int Red(SKBitmap page, int left, int top, int size) =>
        Enumerable.Range(left * 5, size * 5).Sum(x => Enumerable.Range(top * 5, size * 5).Count(y => page.GetPixel(x, y) is { Red: > 120, Green: < 110, Blue: < 110 }));
}

public sealed class SqlitePdfSealingTests : PdfSealingTests
{
    protected override Task<SealApp> StartAsync() => Task.FromResult(SealApp.Start(new ShiftedTime()));
}

[NeedsPostgres]
public sealed class PostgresPdfSealingTests : PdfSealingTests
{
    protected override Task<SealApp> StartAsync() => SealApp.StartOnPostgresAsync(new ShiftedTime());
}
