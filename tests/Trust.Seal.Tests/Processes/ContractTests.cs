using System.Text.Json;
using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Documents.Verification;
using Trust.Testing;

namespace Trust.Seal.Tests.Processes;

/// <summary>The contract as another module of the node calls it: the same answers in process and from a process of its own.</summary>
[Requirement("ARC-29")]
public abstract class ContractTests(ISealHolder holder)
{
    private static readonly Actor License = Actor.Process("license");
    private static readonly Actor Stranger = Actor.Anonymous;

    [Fact]
    public async Task Seals_with_a_grant_of_the_caller_are_listed_and_no_others()
    {
        var seals = (await holder.CallAsync(seal => seal.ListUsableAsync(License, default))).Value;
        Assert.Equal(["9900000000018", "9901000012386"], seals.Select(seal => seal.Number).Order(StringComparer.Ordinal));
        Assert.All(seals, seal => Assert.Equal(42, seal.WidthMm));
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(1_500_000)]
    [InlineData(5_000_000)]
    public async Task Document_of_any_allowed_size_is_sealed_once_for_one_key(int bytes)
    {
        var call = await CallAsync(LargeDocument.Of(bytes));
        var key = Key();
        var first = await SealAsync(call, key);
        Assert.True(first.Succeeded, first.Error?.Code);
        Assert.True(first.Value.Document.Length > bytes);
        var again = await SealAsync(call, key);
        Assert.Equal((first.Value.UseId, first.Value.SignatureDigest, first.Value.SealedAt), (again.Value.UseId, again.Value.SignatureDigest, again.Value.SealedAt));
        Assert.True(first.Value.Document.Span.SequenceEqual(again.Value.Document.Span));

        // One word more is another call.
        Assert.Equal("request.idempotency-key-reused", (await SealAsync(call with { Purpose = "另一用途" }, key)).Error?.Code);
    }

    [Fact]
    public async Task Pdf_is_sealed_once_for_one_key_and_checked_with_what_the_node_knows()
    {
        var call = await CallAsync(SampleDocument.NoticePdf()) with { FileName = "licence.pdf" };
        var key = Key();
        var first = await SealAsync(call, key);
        Assert.True(first.Succeeded, first.Error?.Detail);
        Assert.Equal(first.Value.Document.ToArray(), (await SealAsync(call, key)).Value.Document.ToArray());
        var report = await CheckAsync(first.Value.Document, "licence.pdf");
        Assert.Equal((VerifiedKind.Pdf, Indication.TotalPassed), (report.Kind, report.Indication));
        Assert.Equal((first.Value.SignatureDigest, "licence.pdf"), (report.Signatures[0].Facts.SignatureDigest, report.Facts.FileName));
        Assert.Equal("seal.place-invalid", (await SealAsync(call with { Places = [], RidingSeam = true })).Error?.Code);
    }

    [Fact]
    public async Task Documents_of_any_kind_and_size_are_checked_for_who_is_known()
    {
        var document = (await SealAsync(await CallAsync(LargeDocument.Of(1_500_000)))).Value.Document;
        Assert.Equal(Indication.TotalPassed, (await CheckAsync(document)).Indication);
        Assert.Equal(("document.unknown-kind", Indication.Indeterminate), ((await CheckAsync("no package"u8.ToArray())).Code, (await CheckAsync(default)).Indication));
        Assert.Equal(SubIndications.SignedDataNotFound, (await CheckAsync(SampleDocument.Notice())).SubIndication);
        Assert.Equal("seal.too-large", (await VerifyAsync(License, new byte[65 * 1024 * 1024])).Error?.Code);
        Assert.Equal("seal.form-invalid", (await holder.CallAsync(seal => seal.VerifyDocumentAsync(License, new VerifyDocumentCall(new string('a', 201), document), default))).Error?.Code);
        Assert.False((await VerifyAsync(Stranger, document)).Succeeded);
    }

    [Fact]
    public async Task Refusals_keep_their_codes()
    {
        var call = await CallAsync(SampleDocument.Notice());
        Assert.Equal("seal.grant-missing", (await SealAsync(call with { GrantId = Guid.NewGuid() })).Error?.Code);
        Assert.Equal("seal.purpose-missing", (await SealAsync(call with { Purpose = " " })).Error?.Code);
        Assert.Equal("seal.place-invalid", (await SealAsync(call with { Places = [new StampPlace(9, 10, 10)] })).Error?.Code);
        Assert.Equal("seal.upload-invalid", (await SealAsync(call with { Document = default })).Error?.Code);
        Assert.Equal("seal.too-large", (await SealAsync(call with { Document = new byte[65 * 1024 * 1024] })).Error?.Code);
        Assert.Equal("seal.document-refused", (await SealAsync(call with { Document = "no package"u8.ToArray() })).Error?.Code);
        Assert.True((await SealAsync(call)).Succeeded);
    }

    [Fact]
    public async Task Standing_of_a_seal_is_told_to_who_is_known()
    {
        var seal = (await holder.CallAsync(candidate => candidate.ListUsableAsync(License, default))).Value[0].SealId;
        var standing = await holder.CallAsync(candidate => candidate.ReadStandingAsync(License, new SealStandingCall(seal), default));
        Assert.Equal(new SealStanding(seal, "active", true), standing.Value);
        Assert.Equal("seal.not-found", (await holder.CallAsync(candidate => candidate.ReadStandingAsync(License, new SealStandingCall(Guid.NewGuid()), default))).Error?.Code);
        Assert.False((await holder.CallAsync(candidate => candidate.ReadStandingAsync(Stranger, new SealStandingCall(seal), default))).Succeeded);
        Assert.False((await holder.CallAsync(candidate => candidate.SealDocumentAsync(Stranger, new SealDocumentCall(seal, Guid.NewGuid(), "用途", "a.ofd", SampleDocument.Notice(), [new StampPlace(1, 10, 10)]), Key(), default))).Succeeded);
    }

    private Task<Result<VerifiedDocument>> VerifyAsync(Actor actor, ReadOnlyMemory<byte> document, string name = "a.ofd") =>
        holder.CallAsync(seal => seal.VerifyDocumentAsync(actor, new VerifyDocumentCall(name, document), default));

    private async Task<VerificationReport> CheckAsync(ReadOnlyMemory<byte> document, string name = "a.ofd")
    {
        var checkedDocument = await VerifyAsync(License, document, name);
        Assert.True(checkedDocument.Succeeded, checkedDocument.Error?.Code);
        return JsonSerializer.Deserialize<VerificationReport>(checkedDocument.Value.Report, JsonSerializerOptions.Web)!;
    }

    private static IdempotencyKey Key() => IdempotencyKey.TryParse(SealCalls.NewKey(), out var key) ? key : throw new InvalidOperationException();

    private async Task<SealDocumentCall> CallAsync(byte[] document)
    {
        var seal = (await holder.CallAsync(candidate => candidate.ListUsableAsync(License, default))).Value[0];
        return new SealDocumentCall(seal.SealId, seal.GrantId, "电子证照", "licence.ofd", document, [new StampPlace(1, 140, 230)]);
    }

    private Task<Result<SealedDocument>> SealAsync(SealDocumentCall call, IdempotencyKey? key = null) => holder.CallAsync(seal => seal.SealDocumentAsync(License, call, key ?? Key(), default));
}

/// <summary>Where the contract is asked.</summary>
public interface ISealHolder
{
    Task<T> CallAsync<T>(Func<ISeal, Task<T>> call);
}

/// <summary>The module in the calling process.</summary>
public sealed class SealHere : ISealHolder, IAsyncLifetime
{
    private readonly SealApp app = SealApp.Start("Trust:Node:Process=license");

    public Task<T> CallAsync<T>(Func<ISeal, Task<T>> call) => app.ScopeAsync(services => call((ISeal)services.GetService(typeof(ISeal))!));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => app.DisposeAsync().AsTask();
}

/// <summary>The module in an operating-system process of its own; the caller is the process of licences, and may call Seal only.</summary>
public sealed class SealElsewhere : ISealHolder, IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder data = new();
    private SealNode node = null!;
    private SealApp caller = null!;

    public async Task InitializeAsync()
    {
        var port = GatewayProcess.FreePort();
        node = await SealNode.StartTwoAsync(
            data.Path, port, "--Trust:Internal:Peers:front:Operations:0=*", "--Trust:Internal:Peers:license:Operations:0=seal.*", "--Trust:Internal:Peers:license:Modules:0=license");
        caller = SealApp.Start("Trust:Node:Process=license", $"Trust:Modules:Seal:Url=http://localhost:{port}");
    }

    public Task<T> CallAsync<T>(Func<ISeal, Task<T>> call) => caller.ScopeAsync(services =>
    {
        var seal = (ISeal)services.GetService(typeof(ISeal))!;
        Assert.IsType<SealClient>(seal);
        return call(seal);
    });

    public async Task DisposeAsync()
    {
        await caller.DisposeAsync();
        await node.DisposeAsync();
    }

    public void Dispose() => data.Dispose();
}

public sealed class InProcessContractTests(SealHere holder) : ContractTests(holder), IClassFixture<SealHere>;

public sealed class TwoProcessContractTests(SealElsewhere holder) : ContractTests(holder), IClassFixture<SealElsewhere>;
