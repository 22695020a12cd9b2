using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trust.Contracts.Codes;
using Trust.Hosting.Data;
using Trust.Hosting.Messaging;
using Trust.Hosting.Tests.Data;
using Trust.Testing;
using Trust.TestNode;

namespace Trust.Hosting.Tests.Messaging;

public sealed class SqliteEventEndpointTests() : EventEndpointTests(DatabaseProvider.Sqlite);

[NeedsPostgres]
public sealed class PostgresEventEndpointTests() : EventEndpointTests(DatabaseProvider.Postgres);

/// <summary>The receiver over HTTP. The header <c>Peer</c> stands for the name in the actor token; each peer runs the module of its own name.</summary>
public abstract class EventEndpointTests(DatabaseProvider provider) : StorageTests(provider)
{
    [DatabaseFact]
    public async Task Event_of_a_module_that_the_peer_runs_is_applied_once()
    {
        await using var app = await StartAsync();
        var id = Guid.CreateVersion7();
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(app, "sender", Envelope("sender", id)));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(app, "sender", Envelope("sender", id)));
        Assert.Equal((1, 1), await CountAsync());
    }

    [DatabaseFact]
    public async Task Event_in_the_name_of_another_module_is_refused_and_leaves_nothing()
    {
        await using var app = await StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(app, "portal", Envelope("sender", Guid.CreateVersion7())));
        Assert.Equal((0, 0), await CountAsync());
    }

    [DatabaseFact]
    public async Task Message_id_cannot_be_used_up_in_the_name_of_its_sender()
    {
        await using var app = await StartAsync();
        var id = Guid.CreateVersion7();
        await SendAsync(app, "portal", Envelope("sender", id));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(app, "sender", Envelope("sender", id)));
        Assert.Equal((1, 1), await CountAsync());
    }

    [DatabaseFact]
    public async Task Event_without_a_source_or_readable_body_is_refused_and_leaves_nothing()
    {
        await using var app = await StartAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SendAsync(app, "sender", Envelope(null!, Guid.CreateVersion7())));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SendAsync(app, "sender", "nonsense"));
        Assert.Equal((0, 0), await CountAsync());
    }

    private static EventEnvelope Envelope(string source, Guid id) => new(
        id, source, CounterRaised.EventType, "a", 1, JsonSerializer.SerializeToElement(new CounterRaised("a", 1), JsonSerializerOptions.Web));

    private static async Task<HttpStatusCode> SendAsync(WebApplication app, string peer, object body)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/internal/receiver/v1/events") { Content = JsonContent.Create(body, options: ContractJson.Options) };
        request.Headers.Add("Peer", peer);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(Node.Receiver);
        var app = builder.Build();
        app.MapGroup("/internal/receiver/v1").MapEvents("receiver", (context, source) => context.Request.Headers["Peer"] == source);
        await app.StartAsync();
        return app;
    }

    private async Task<(int Messages, int Effects)> CountAsync()
    {
        await using var db = Node.ReceiverDb();
        return (await db.Set<InboxMessage>().CountAsync(), await db.Applied.CountAsync());
    }
}
