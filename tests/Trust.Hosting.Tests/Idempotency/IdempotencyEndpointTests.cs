using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Trust.Contracts;
using Trust.Hosting.Actors;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Http;
using Trust.Hosting.Idempotency;
using Trust.Hosting.Tests.Data;
using Trust.Testing;
using Trust.TestNode.Data;

namespace Trust.Hosting.Tests.Idempotency;

public sealed class SqliteIdempotencyEndpointTests() : IdempotencyEndpointTests(DatabaseProvider.Sqlite);

[NeedsPostgres]
public sealed class PostgresIdempotencyEndpointTests() : IdempotencyEndpointTests(DatabaseProvider.Postgres);

/// <summary>A changing endpoint behind a real listener. The header <c>Caller</c> stands for a session: account, and optionally organisation and client.</summary>
public abstract class IdempotencyEndpointTests(DatabaseProvider provider) : StorageTests(provider), IAsyncLifetime
{
    private const string Alice = "0193a000000070008000000000000001";
    private const string Bob = "0193a000000070008000000000000002";
    private readonly string key = IdempotencyKey.New().Value;
    private WebApplication app = null!;

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Use((context, next) =>
        {
            context.SetActor(ActorOf(context.Request.Headers["Caller"].ToString()));
            return next(context);
        });
        app.MapPost("/raises", RaiseAsync).RequireIdempotencyKey();
        app.MapPost("/keys", ([FromHeader(Name = IdempotencyEndpoints.HeaderName)] IdempotencyKey key, Body body) => $"{key} {body.Name}").RequireIdempotencyKey(bodyLimit: 64);
        app.MapGroup("/group").RequireIdempotencyKey().MapPost("/", (HttpContext context) => context.GetIdempotency().Key.Value);
        await app.StartAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await (app?.DisposeAsync() ?? default);
        await DisposeAsync();
    }

    [DatabaseFact]
    public async Task Same_request_twice_has_one_effect_and_the_same_answer()
    {
        var first = await PostAsync("a");
        var second = await PostAsync("a");
        Assert.Equal((HttpStatusCode.Created, """{"name":"a","value":1}"""), first);
        Assert.Equal(first, second);
        Assert.Equal(1, await EffectsAsync());
    }

    [DatabaseFact]
    public async Task Key_used_again_for_another_body_or_query_is_a_conflict()
    {
        await PostAsync("a");
        AssertProblem(HttpStatusCode.Conflict, "request.idempotency-key-reused", await PostAsync("b"));
        AssertProblem(HttpStatusCode.Conflict, "request.idempotency-key-reused", await PostAsync("a", path: "/raises?by=2"));
        Assert.Equal(1, await EffectsAsync());
    }

    [DatabaseFact]
    public async Task Another_caller_with_the_same_key_has_an_effect_of_their_own_and_never_gets_the_answer()
    {
        string[] callers = [Alice, Bob, $"{Alice}|91110000000000000X", $"{Alice}||app-one", $"{Alice}||app-two", ""];
        for (var number = 0; number < callers.Length; number++)
            Assert.Equal((HttpStatusCode.Created, $$"""{"name":"a","value":{{number + 1}}}"""), await PostAsync("a", caller: callers[number]));
        Assert.Equal(callers.Length, await EffectsAsync());
    }

    [DatabaseFact]
    public async Task Concurrent_duplicates_have_one_effect_and_one_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync("a")));
        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Created, """{"name":"a","value":1}"""), answer));
        Assert.Equal(1, await EffectsAsync());
    }

    [DatabaseFact]
    public async Task Missing_or_malformed_key_is_refused_before_anything_is_read()
    {
        string[][] bad = [[], [""], ["short"], [new string('k', 15)], [new string('k', 65)], ["0123456789abcde/"], [new string('k', 16), new string('l', 16)]];
        foreach (var keys in bad)
        {
            AssertProblem(HttpStatusCode.BadRequest, "request.idempotency-key-missing", await PostAsync("a", keys: keys));
            AssertProblem(HttpStatusCode.BadRequest, "request.idempotency-key-missing", await PostAsync("a", keys: keys, path: "/keys"));
            AssertProblem(HttpStatusCode.BadRequest, "request.idempotency-key-missing", await PostAsync("a", keys: keys, path: "/group"));
        }

        Assert.Equal(0, await EffectsAsync());
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("a", keys: [new string('k', 64)])).Status);
    }

    [DatabaseFact]
    public async Task Handler_takes_the_key_alone_and_its_body_as_usual() =>
        Assert.Equal((HttpStatusCode.OK, $"{key} a"), await PostAsync("a", path: "/keys"));

    [DatabaseFact]
    public async Task Group_may_require_the_key() =>
        Assert.Equal((HttpStatusCode.OK, key), await PostAsync("a", path: "/group"));

    [DatabaseFact]
    public async Task Body_over_the_limit_is_refused_with_and_without_a_stated_length()
    {
        AssertProblem(HttpStatusCode.RequestEntityTooLarge, "request.too-large", await PostAsync(new string('a', 100), path: "/keys"));
        AssertProblem(HttpStatusCode.RequestEntityTooLarge, "request.too-large", await PostAsync(new string('a', 100), path: "/keys", chunked: true));
    }

    [DatabaseFact]
    public async Task Large_body_is_digested_to_its_last_byte()
    {
        var name = new string('a', 1_000_000);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("a", padding: name)).Status);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("a", padding: name, chunked: true)).Status);
        AssertProblem(HttpStatusCode.Conflict, "request.idempotency-key-reused", await PostAsync("a", padding: name[1..] + "b"));
        Assert.Equal(1, await EffectsAsync());
    }

    private async Task<IResult> RaiseAsync(IdempotentRequest request, Body body, HttpContext context, CancellationToken cancellationToken)
    {
        await using var db = Node.Sender();
        var result = await db.ExecuteIdempotentAsync<Answer>(
            request,
            async stop =>
            {
                var counter = await db.Counters.SingleOrDefaultAsync(candidate => candidate.Name == body.Name, stop) ?? db.Counters.Add(new Counter { Name = body.Name }).Entity;
                counter.Value++;
                db.Audit(context.GetActor(), "sender.counter-raised", body.Name);
                return new Answer(counter.Name, counter.Value);
            },
            cancellationToken);
        return result.ToHttp(answer => TypedResults.Created($"/raises/{answer.Name}", answer));
    }

    private static Actor ActorOf(string caller)
    {
        var parts = caller.Split('|');
        return caller.Length == 0 ? Actor.Anonymous : new Actor
        {
            Kind = ActorKind.Person,
            AccountId = Guid.Parse(parts[0]),
            Capacity = parts.Length > 1 && parts[1].Length > 0 ? new(CapacityKind.Legal, parts[1]) : new(CapacityKind.Natural, null),
            ClientId = parts.Length > 2 ? parts[2] : null,
        };
    }

    private async Task<(HttpStatusCode Status, string Text)> PostAsync(
        string name, string caller = Alice, string[]? keys = null, string path = "/raises", string? padding = null, bool chunked = false)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(JsonSerializer.Serialize(new Body(name, padding), JsonSerializerOptions.Web), Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        request.Headers.Add("Caller", caller);
        foreach (var value in keys ?? [key])
            request.Headers.TryAddWithoutValidation(IdempotencyEndpoints.HeaderName, value);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static void AssertProblem(HttpStatusCode status, string code, (HttpStatusCode Status, string Text) answer)
    {
        Assert.Equal(status, answer.Status);
        using var problem = JsonDocument.Parse(answer.Text);
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
        Assert.Equal($"urn:trust:error:{code}", problem.RootElement.GetProperty("type").GetString());
    }

    private async Task<int> EffectsAsync()
    {
        await using var db = Node.Sender();
        return await db.Set<AuditRow>().CountAsync();
    }

    internal sealed record Body(string Name, string? Padding);

    internal sealed record Answer(string Name, int Value);
}
