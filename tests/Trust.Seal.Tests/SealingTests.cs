using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Hosting.Data;
using Trust.Seal.Data;
using Trust.Seal.LifeCycle;
using Trust.Seal.Signing;
using Trust.Testing;

namespace Trust.Seal.Tests;

/// <summary>Sealing documents: who may, what is refused, and what a repetition gives. On both databases.</summary>
public abstract class SealingTests : IAsyncLifetime
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
    [Requirement("SEA-07")]
    public async Task Repeated_call_gives_the_same_document_and_counts_once()
    {
        var seal = await machine.UsableAsync();
        var key = SealCalls.NewKey();
        var first = await machine.SealAsync(seal, SampleDocument.Notice(), key);
        var again = await machine.SealAsync(seal, SampleDocument.Notice(), key);
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(first.Content, again.Content);
        Assert.Equal(1, await app.LookAsync(db => db.Uses.CountAsync()));
        Assert.Equal(1, await app.LookAsync(db => db.Grants.Where(grant => grant.Id == seal.GrantId).Select(grant => grant.Uses).SingleAsync()));

        // The same key for another document, place or purpose is another act.
        foreach (var other in new[]
        {
            await machine.SealAsync(seal, SampleDocument.Notice(2), key), await machine.SealAsync(seal, SampleDocument.Notice(), key, "1,100,200"),
            await machine.SealAsync(seal, SampleDocument.Notice(), key, purpose: "别的用途"),
        })
        {
            Assert.Equal((HttpStatusCode.Conflict, "request.idempotency-key-reused"), (other.Status, other.Code));
        }

        var use = await machine.GetStringAsync(new Uri(first.UseAddress!, UriKind.Relative));
        Assert.Equal("sealed", JsonDocument.Parse(use).RootElement.GetProperty("state").GetString());
    }

    [DatabaseFact]
    public async Task Of_twenty_calls_with_one_key_at_once_one_signs()
    {
        var seal = await machine.UsableAsync();
        var key = SealCalls.NewKey();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => machine.SealAsync(seal, SampleDocument.Notice(), key)));
        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.OK || answer.Code == "request.in-progress", answer.Code));
        Assert.Single(answers.Where(answer => answer.Status == HttpStatusCode.OK).Select(answer => Convert.ToHexString(answer.Content)).Distinct());
        Assert.Equal(1, await app.LookAsync(db => db.Uses.CountAsync()));
    }

    [DatabaseFact]
    public async Task Grant_bounds_its_uses_its_dates_and_its_holder()
    {
        var seal = await machine.UsableAsync();
        await ChangeGrantAsync(seal.GrantId, grant => grant.Uses = grant.MostUses - 1);
        Assert.Equal(HttpStatusCode.OK, (await machine.SealAsync(seal, SampleDocument.Notice())).Status);
        Assert.Equal("seal.grant-used-up", (await machine.SealAsync(seal, SampleDocument.Notice())).Code);
        await ChangeGrantAsync(seal.GrantId, grant => (grant.Uses, grant.RevokedAt) = (0, app.Time.GetUtcMicroseconds()));
        Assert.Equal("seal.grant-ended", (await machine.SealAsync(seal, SampleDocument.Notice())).Code);

        // Another's grant, a grant of another seal, and none at all read alike.
        var foreign = await app.LookAsync(db => db.Grants.Where(grant => grant.Kind == GranteeKind.Process).Select(grant => new { grant.Id, grant.SealId }).FirstAsync());
        foreach (var wrong in new[] { (foreign.SealId, foreign.Id), (Guid.NewGuid(), seal.GrantId), (seal.SealId, Guid.NewGuid()) })
        {
            var answer = await machine.SealAsync(wrong, SampleDocument.Notice());
            Assert.Equal((HttpStatusCode.Forbidden, "seal.grant-missing"), (answer.Status, answer.Code));
        }

        Assert.Equal(1, await app.LookAsync(db => db.Uses.CountAsync()));
    }

    [DatabaseFact]
    public async Task Without_token_key_purpose_or_place_nothing_is_sealed()
    {
        var seal = await machine.UsableAsync();
        using var stranger = app.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.SealAsync(seal, SampleDocument.Notice())).Status);
        Assert.Equal("request.idempotency-key-missing", (await machine.SealAsync(seal, SampleDocument.Notice(), "short")).Code);
        Assert.Equal("seal.purpose-missing", (await machine.SealAsync(seal, SampleDocument.Notice(), purpose: " ")).Code);
        foreach (var place in new[] { "2,10,10", "0,10,10", "1,200,200", "1,-1,10", "1,NaN,10" })
        {
            Assert.Equal("seal.place-invalid", (await machine.SealAsync(seal, SampleDocument.Notice(), place: place)).Code);
        }

        Assert.Equal("seal.form-invalid", (await machine.SealAsync(seal, SampleDocument.Notice(), place: "anywhere")).Code);
        Assert.Equal("seal.place-invalid", (await machine.SealAsync(seal, SampleDocument.Notice(), seam: true)).Code);
        Assert.Equal(0, await app.LookAsync(db => db.Uses.CountAsync()));
    }

    [DatabaseFact]
    public async Task Document_that_is_none_is_refused_before_anything_is_signed()
    {
        var seal = await machine.UsableAsync();
        var good = SampleDocument.Notice();
        byte[][] documents = [[1, 2, 3], good[..^40], [.. good, 0], [0, .. good], System.Text.Encoding.UTF8.GetBytes("%PDF-1.7")];
        foreach (var document in documents)
        {
            var answer = await machine.SealAsync(seal, document);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "seal.document-refused"), (answer.Status, answer.Code));
        }

        Assert.Equal("seal.upload-invalid", (await machine.SealAsync(seal, [])).Code);
        Assert.Equal(0, await app.LookAsync(db => db.Uses.CountAsync()));
        Assert.Equal(documents.Length, await app.LookAsync(db => db.Set<Hosting.Audit.AuditRow>().CountAsync(row => row.Event == "seal.use-refused")));
    }

    [DatabaseFact]
    public async Task Second_seal_keeps_the_first_valid_and_a_riding_seam_is_one_signature()
    {
        var once = await machine.SealedAsync(SampleDocument.Notice(5));
        var market = await machine.UsableAsync("9901000012386");
        var twice = await machine.SealAsync(market, once, seam: true);
        Assert.Equal(HttpStatusCode.OK, twice.Status);
        var report = await machine.VerifyAsync(twice.Content);
        Assert.Equal("TOTAL_PASSED", report.GetProperty("indication").GetString());
        var signatures = report.GetProperty("signatures").EnumerateArray().ToList();
        Assert.Equal(2, signatures.Count);
        Assert.Equal([1, 2, 3, 4, 5], signatures[1].GetProperty("facts").GetProperty("stampedPages").EnumerateArray().Select(page => page.GetInt32()));
    }

    [DatabaseFact]
    [Requirement("SEA-08")]
    public async Task Loss_between_intent_and_outcome_leaves_nothing_that_a_caller_gets()
    {
        var (_, intents, seal, use, signed, draft) = await BeginAsync();
        await app.LookAsync(db => db.Seals.Where(row => row.Id == seal.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, SealState.Lost)));
        Assert.Equal("seal.lost", (await intents(i => i.CommitAsync(Caller, use, seal, draft.Digest.ToArray(), signed, new byte[32], CancellationToken.None)))?.Code);
        Assert.Equal(SealUseState.Voided, await app.LookAsync(db => db.Uses.Where(row => row.Id == use.Id).Select(row => row.State).SingleAsync()));
        Assert.Null(await app.LookAsync(db => db.Uses.Where(row => row.Id == use.Id).Select(row => row.SignatureValue).SingleAsync()));
    }

    [DatabaseFact]
    public async Task Use_that_is_not_finished_is_voided_and_a_slow_signer_hands_nothing_out()
    {
        var (time, intents, seal, use, signed, draft) = await BeginAsync();
        Assert.Equal(0, await app.Services.GetRequiredService<RecoverUses>().RecoverAsync(CancellationToken.None));
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(1, await app.Services.GetRequiredService<RecoverUses>().RecoverAsync(CancellationToken.None));
        Assert.Equal("seal.use-voided", (await intents(i => i.CommitAsync(Caller, use, seal, draft.Digest.ToArray(), signed, new byte[32], CancellationToken.None)))?.Code);
        Assert.Equal(SealUseState.Voided, await app.LookAsync(db => db.Uses.Where(row => row.Id == use.Id).Select(row => row.State).SingleAsync()));

        // The caller learns it, and a new key seals.
        var usable = await machine.UsableAsync();
        Assert.Equal("seal.use-voided", (await machine.SealAsync(usable, SampleDocument.Notice(), use.Key)).Code);
        Assert.Equal(1, await app.LookAsync(db => db.Set<Hosting.Audit.AuditRow>().CountAsync(row => row.Event == "seal.use-voided")));
    }

    [DatabaseFact]
    public async Task What_was_stamped_in_time_stays_valid_after_seal_and_certificate_have_ended()
    {
        var document = await machine.SealedAsync();
        var lists = app.Services.GetRequiredService<Pki.IssueRevocationList>();
        var time = (ShiftedTime)app.Time;

        // Years go by, and lists with them: they keep what has expired, and say so.
        time.Advance(TimeSpan.FromDays(1400));
        Assert.True((await lists.CurrentAsync(CancellationToken.None)).KeepsExpiredSince < time.GetUtcNow().AddDays(-1400));
        var report = await machine.VerifyAsync(document);
        Assert.True(report.GetProperty("indication").GetString() == "TOTAL_PASSED", report.ToString());
        Assert.Equal("seal.out-of-validity", (await (await app.MachineAsync()).SealAsync(await AnyGrantAsync(), SampleDocument.Notice())).Code);
    }

    private Task<(Guid, Guid)> AnyGrantAsync() => app.LookAsync(async db =>
    {
        var grant = await db.Grants.FirstAsync(row => row.Kind == GranteeKind.Client);
        return (grant.SealId, grant.Id);
    });

    private static Actor Caller { get; } = new() { Kind = ActorKind.Client, ClientId = "demo-machine" };

    private delegate Task<TrustError?> WithIntents(Func<UseIntents, Task<TrustError?>> act);

    // A use as it stands when its process has signed and not yet committed.
    private async Task<(ShiftedTime Time, WithIntents Intents, SealRecord Seal, SealUseRecord Use, SignedValue Signed, SealingDraft Draft)> BeginAsync()
    {
        var usable = await machine.UsableAsync();
        var seal = await app.LookAsync(db => db.Seals.AsNoTracking().SingleAsync(row => row.Id == usable.SealId));
        var call = new SealDocumentCall(usable.SealId, usable.GrantId, "准予许可通知书", "notice.ofd", SampleDocument.Notice(), [new StampPlace(1, 140, 230)]);
        var now = app.Time.GetUtcMicroseconds();
        var draft = SealingPlan.Prepare(seal, call, app.Services.GetRequiredService<SealOptions>(), now).Value;
        var use = new SealUseRecord
        {
            Id = Guid.CreateVersion7(now),
            SealId = usable.SealId,
            GrantId = usable.GrantId,
            Caller = "Client:demo-machine",
            Key = SealCalls.NewKey(),
            CallDigest = CallDigest.Of(call),
            Purpose = call.Purpose,
            FileName = call.FileName,
            DocumentDigest = new byte[32],
            State = SealUseState.Intended,
            IntendedAt = now,
        };
        await app.ScopeAsync(services => services.GetRequiredService<UseIntents>().BeginAsync(Caller, use, CancellationToken.None));
        var signed = app.Services.GetRequiredService<SealSigner>().Sign(seal, draft);
        return ((ShiftedTime)app.Time, act => app.ScopeAsync(services => act(services.GetRequiredService<UseIntents>())), seal, use, signed, draft);
    }

    private Task<bool> ChangeGrantAsync(Guid id, Action<SealGrantRecord> change) => app.LookAsync(async db =>
    {
        change(await db.Grants.SingleAsync(grant => grant.Id == id));
        await db.SaveChangesAsync();
        return true;
    });
}

/// <summary>The machine's clock, set forward.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);
}

public sealed class SqliteSealingTests : SealingTests
{
    protected override Task<SealApp> StartAsync() => Task.FromResult(SealApp.Start(new ShiftedTime()));
}

[NeedsPostgres]
public sealed class PostgresSealingTests : SealingTests
{
    protected override Task<SealApp> StartAsync() => SealApp.StartOnPostgresAsync(new ShiftedTime());
}
