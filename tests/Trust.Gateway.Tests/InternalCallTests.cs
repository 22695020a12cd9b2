using System.Net;
using System.Text;
using System.Text.Json;
using Trust.Contracts;
using Trust.Crypto.Keys;
using Trust.Hosting.Actors;
using Trust.Hosting.Keys;
using Trust.Testing;

namespace Trust.Gateway.Tests;

/// <summary>Calls at the internal listener of a running process, with the front's real node key.</summary>
public sealed class InternalCallTests(RunningPlatform platform) : IClassFixture<RunningPlatform>
{
    private const string Path = "/internal/identity/v1/resolve-person";
    private const string Body = "{}";

    private static readonly CallBinding Good = new("identity", "POST", Path, CallBinding.Digest(Encoding.UTF8.GetBytes(Body)));

    [Fact]
    public async Task Call_with_a_good_token_is_answered()
    {
        using var answer = await SendAsync(platform.Sign(Actor.Anonymous, Good));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task Call_without_a_token_is_refused() => await AssertRefusedAsync(null);

    [Fact]
    public async Task Token_for_another_module_is_refused() => await AssertRefusedAsync(platform.Sign(Actor.Anonymous, Good with { Module = "seal" }));

    [Fact]
    public async Task Token_for_another_path_is_refused() => await AssertRefusedAsync(platform.Sign(Actor.Anonymous, Good with { Path = "/internal/identity/v1/preview-person" }));

    [Fact]
    public async Task Token_for_another_query_is_refused() => await AssertRefusedAsync(platform.Sign(Actor.Anonymous, Good), path: Path + "?as=admin");

    [Fact]
    public async Task Token_for_another_body_is_refused() => await AssertRefusedAsync(platform.Sign(Actor.Anonymous, Good), body: "{ }");

    [Fact]
    public async Task Token_for_another_method_is_refused() => await AssertRefusedAsync(platform.Sign(Actor.Anonymous, Good with { Method = "PUT" }));

    [Fact]
    public async Task Token_older_than_a_minute_is_refused() =>
        await AssertRefusedAsync(platform.Sign(Actor.Anonymous, Good, age: TimeSpan.FromSeconds(61)));

    [Fact]
    public async Task Token_from_the_future_is_refused() =>
        await AssertRefusedAsync(platform.Sign(Actor.Anonymous, Good, age: TimeSpan.FromSeconds(-30)));

    [Fact]
    public async Task Replayed_token_is_refused()
    {
        var token = platform.Sign(Actor.Anonymous, Good);
        using var first = await SendAsync(token);
        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        await AssertRefusedAsync(token);
    }

    [Fact]
    public async Task Token_of_a_process_that_is_no_peer_is_refused() => await AssertRefusedAsync(platform.Sign(Actor.Anonymous, Good, process: "license"));

    [Fact]
    public async Task Token_that_names_another_process_than_its_key_is_refused() =>
        await AssertRefusedAsync(platform.Sign(Actor.Anonymous, Good, process: "license", claims: "front"));

    [Fact]
    public async Task Person_whose_statement_the_caller_signed_itself_is_refused()
    {
        var person = new Actor
        {
            Kind = ActorKind.Person,
            AccountId = Guid.NewGuid(),
            PersonId = Guid.NewGuid(),
            Capacity = new Capacity(CapacityKind.Natural, null),
            Level = 3,
            SessionId = "made-up",
        };
        using var front = platform.OpenNodeKey("front");
        var forged = PersonStatement.Sign(person, front, TimeProvider.System.GetUtcNow());
        await AssertRefusedAsync(platform.Sign(forged, Good));
    }

    [Fact]
    public async Task Person_stated_by_Identity_is_accepted_and_a_stale_statement_is_not()
    {
        var person = new Actor
        {
            Kind = ActorKind.Person,
            AccountId = Guid.NewGuid(),
            PersonId = Guid.NewGuid(),
            Capacity = new Capacity(CapacityKind.Natural, null),
            Level = 1,
            SessionId = "session-1",
        };
        using var evidence = platform.OpenEvidenceKey();
        var stated = PersonStatement.Sign(person, evidence, TimeProvider.System.GetUtcNow());
        using var answer = await SendAsync(platform.Sign(stated, Good));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("identity.person-unknown", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var stale = PersonStatement.Sign(person, evidence, TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(70));
        await AssertRefusedAsync(platform.Sign(stale, Good));
    }

    [Fact]
    public async Task Operation_for_processes_refuses_a_caller_without_that_mark()
    {
        const string preview = "/internal/identity/v1/preview-person";
        const string body = """{"displayName":"林清和"}""";
        var binding = new CallBinding("identity", "POST", preview, CallBinding.Digest(Encoding.UTF8.GetBytes(body)));
        using var answer = await SendAsync(platform.Sign(Actor.Anonymous, binding), preview, body);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("seal")]
    public async Task Event_that_claims_the_source_of_another_module_is_refused(string source)
    {
        const string events = "/internal/identity/v1/events";
        var body = JsonSerializer.Serialize(new { id = Guid.CreateVersion7(), source, type = "seal.lost", aggregate = "a", sequence = 1, payload = new { } });
        var binding = new CallBinding("identity", "POST", events, CallBinding.Digest(Encoding.UTF8.GetBytes(body)));
        using var answer = await SendAsync(platform.Sign(Actor.Process("front"), binding), events, body);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Good_token_at_the_outside_address_finds_nothing()
    {
        using var answer = await SendAsync(platform.Sign(Actor.Anonymous, Good), address: platform.PublicAddress);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task AssertRefusedAsync(string? token, string path = Path, string body = Body)
    {
        using var answer = await SendAsync(token, path, body);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("request.call-refused", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(string? token, string path = Path, string body = Body, Uri? address = null)
    {
        using var client = new HttpClient { BaseAddress = address ?? platform.InternalAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (token is not null)
        {
            request.Headers.Add(ActorToken.HeaderName, token);
        }

        return await client.SendAsync(request);
    }
}

/// <summary>One process with all modules that listens for people and for other processes.</summary>
public sealed class RunningPlatform : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly KeyFolder keys = new(System.IO.Path.Combine(GatewayProcess.RepositoryRoot, "keys-dev"), new Secret(KeyOptions.DevelopmentMasterKey));
    private GatewayProcess process = null!;

    public Uri PublicAddress { get; } = new($"http://localhost:{GatewayProcess.FreePort()}");

    public Uri InternalAddress { get; } = new($"http://localhost:{GatewayProcess.FreePort()}");

    public string Output => process.Output;

    public async Task InitializeAsync()
    {
        process = GatewayProcess.Start([$"--urls={PublicAddress}", $"--Trust:Internal:Urls={InternalAddress}", $"--Trust:DataDirectory={folder.Path}"]);
        await process.WaitForAsync(new Uri(PublicAddress, "/health/ready"));
    }

    public ISigningKey OpenNodeKey(string name) => keys.OpenSigningKey(KeyPurpose.Node, KeyAlgorithm.EcdsaP256, name);

    public ISigningKey OpenEvidenceKey() => keys.OpenSigningKey(KeyPurpose.Evidence, KeyAlgorithm.EcdsaP256);

    /// <summary>A token as a process of the node would make it, with one thing changed.</summary>
    public string Sign(Actor actor, CallBinding call, TimeSpan age = default, string process = "front", string? claims = null)
    {
        using var key = OpenNodeKey(process);
        return ActorToken.Sign(actor, call, claims ?? process, key, TimeProvider.System.GetUtcNow() - age);
    }

    public Task DisposeAsync() => process.DisposeAsync().AsTask();

    public void Dispose()
    {
        keys.Dispose();
        folder.Dispose();
    }
}
