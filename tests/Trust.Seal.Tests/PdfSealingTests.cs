using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Data;
using Trust.Seal.LifeCycle;
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
    public async Task Sealed_pdf_passes_and_a_changed_one_does_not()
    {
        var document = await machine.SealedAsync(SampleDocument.NoticePdf(3));
        var report = await machine.VerifyAsync(document, "notice.pdf");
        Assert.True(report.GetProperty("indication").GetString() == "TOTAL_PASSED", report.ToString());
        var facts = report.GetProperty("signatures")[0].GetProperty("facts");
        Assert.Equal(("TimeStamp", 3), (facts.GetProperty("provedBy").GetString(), report.GetProperty("facts").GetProperty("pages").GetInt32()));
        Assert.Equal([1], facts.GetProperty("stampedPages").EnumerateArray().Select(page => page.GetInt32()));
        Assert.Equal(await app.LookAsync(db => db.Uses.Select(use => use.SignatureDigest!).SingleAsync()), Convert.FromHexString(facts.GetProperty("signatureDigest").GetString()!));

        var changed = (byte[])document.Clone();
        changed[changed.AsSpan().IndexOf("/Title"u8) + 9] ^= 1;
        Assert.Equal(("TOTAL_FAILED", "HASH_FAILURE"), Verdict(await machine.VerifyAsync(changed)));
        var start = Encoding.Latin1.GetString(document).Split("startxref\n")[^1].Split('\n')[0];
        Assert.Equal(("INDETERMINATE", "SIG_CONSTRAINTS_FAILURE"), Verdict(await machine.VerifyAsync([.. document, .. Encoding.ASCII.GetBytes($"% more\nstartxref\n{start}\n%%EOF\n")])));
        Assert.Equal(("INDETERMINATE", "SIGNED_DATA_NOT_FOUND"), Verdict(await machine.VerifyAsync(SampleDocument.NoticePdf())));
        foreach (var length in new[] { document.Length - 1, document.Length - 100, document.Length / 2 })
        {
            Assert.NotEqual("TOTAL_PASSED", Verdict(await machine.VerifyAsync(document[..length])).Indication);
        }
    }

    [DatabaseFact]
    public async Task Revoked_seal_is_judged_by_the_time_of_its_signature()
    {
        var before = await machine.SealedAsync(SampleDocument.NoticePdf());
        var time = (ShiftedTime)app.Time;
        time.Advance(TimeSpan.FromMinutes(1));
        var lost = time.GetUtcMicroseconds();
        await RevokeAsync(lost);
        time.Advance(TimeSpan.FromMinutes(1));
        var report = await machine.VerifyAsync(before);
        Assert.True(report.GetProperty("indication").GetString() == "TOTAL_PASSED", report.ToString());

        // The same certificate, lost before it was stamped.
        await RevokeAsync(lost.AddHours(-1));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(("TOTAL_FAILED", "REVOKED"), Verdict(await machine.VerifyAsync(before)));
    }

    [DatabaseFact]
    public async Task Our_own_record_proves_the_time_where_the_stamp_was_cut_out()
    {
        var document = await machine.SealedAsync(SampleDocument.NoticePdf());
        var time = (ShiftedTime)app.Time;
        time.Advance(TimeSpan.FromMinutes(1));
        await RevokeAsync(time.GetUtcMicroseconds());
        time.Advance(TimeSpan.FromMinutes(1));
        var report = await machine.VerifyAsync(PdfValues.WithoutTimeStamp(document));
        Assert.True(report.GetProperty("indication").GetString() == "TOTAL_PASSED", report.ToString());
        Assert.Equal("RecordedOutcome", report.GetProperty("signatures")[0].GetProperty("facts").GetProperty("provedBy").GetString());
    }

    [DatabaseFact]
    public async Task Second_seal_keeps_the_first_valid()
    {
        var once = await machine.SealedAsync(SampleDocument.NoticePdf());
        var twice = await machine.SealAsync(await machine.UsableAsync("9901000012386"), once, place: "1,30,230");
        var report = await machine.VerifyAsync(twice.Content);
        Assert.True(report.GetProperty("indication").GetString() == "TOTAL_PASSED", report.ToString());
        Assert.Equal(2, report.GetProperty("signatures").GetArrayLength());
    }

    private async Task RevokeAsync(DateTimeOffset at)
    {
        await app.LookAsync(db => db.Certificates.ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, at).SetProperty(row => row.RevocationReason, 1)));
        await app.LookAsync(db => db.RevocationLists.ExecuteDeleteAsync());
    }

    private static (string? Indication, string? SubIndication) Verdict(JsonElement report) =>
        (report.TryGetProperty("indication", out var indication) ? indication.GetString() : null, report.TryGetProperty("subIndication", out var reason) ? reason.GetString() : null);
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
