using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Data;
using Trust.Hosting.Http;

namespace Trust.Hosting.Messaging;

/// <summary>
/// The receiving side of events, for the modules of this process. Each id of a source is applied once: inbox row and effect are one commit. Order is the sender's work
/// (of an aggregate only the oldest undelivered event travels), so the receiver applies what comes and does not judge by numbers: they have gaps wherever a
/// transaction was undone.
/// </summary>
/// <param name="services">Services of the process.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
public sealed partial class EventReceiver(IServiceProvider services, TimeProvider time, ILogger<EventReceiver> logger)
{
    private readonly Dictionary<string, ModuleDatabase> databases = services.GetServices<ModuleDatabase>().ToDictionary(database => database.Module);
    private readonly ILookup<(string Module, string Type), EventSubscription> subscriptions =
        services.GetServices<EventSubscription>().ToLookup(subscription => (subscription.Module, subscription.EventType));

    /// <summary>Whether the module runs in this process.</summary>
    /// <param name="module">Receiving module.</param>
    public bool Serves(string module) => databases.ContainsKey(module);

    /// <summary>Applies an event, or finds that it was applied before.</summary>
    /// <param name="module">Receiving module.</param>
    /// <param name="envelope">The event.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The receipt, or <see cref="EventErrors.UnknownType"/> or <see cref="EventErrors.Unreadable"/>.</returns>
    public async Task<Result<EventReceipt>> ReceiveAsync(string module, EventEnvelope envelope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var handlers = subscriptions[(module, envelope.Type)];
        if (!databases.TryGetValue(module, out var database) || !handlers.Any())
        {
            return EventErrors.UnknownType;
        }

        try
        {
            return await ApplyAsync(database, envelope, handlers, cancellationToken);
        }
        catch (JsonException exception)
        {
            EventUnreadable(exception, envelope.Type, envelope.Id, envelope.Source);
            return EventErrors.Unreadable;
        }
    }

    private async Task<EventReceipt> ApplyAsync(
        ModuleDatabase database, EventEnvelope envelope, IEnumerable<EventSubscription> handlers, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = database.Of(scope.ServiceProvider);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var row = new InboxMessage { Source = envelope.Source, Id = envelope.Id, Type = envelope.Type, ReceivedAt = time.GetUtcMicroseconds() };
        if (!await db.InsertIfAbsentAsync(row, cancellationToken))
        {
            return EventReceipt.Duplicate;
        }

        foreach (var handler in handlers)
        {
            await handler.HandleAsync(scope.ServiceProvider, envelope, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return EventReceipt.Applied;
    }

    [LoggerMessage(1540, LogLevel.Error, "Event {Type} {Id} from {Source} cannot be read.")]
    private partial void EventUnreadable(Exception exception, string type, Guid id, string source);
}

/// <summary>The receiver as an endpoint.</summary>
public static class EventEndpoint
{
    /// <summary>
    /// Maps <c>POST events</c> in the group <c>/internal/{module}/v1</c>: 204 when the event need not come again, 403 when the caller does not run the module that the
    /// event names as its source, else the status of the refusal. The body alone proves no source: without the check every peer could speak for every module, and use up
    /// another one's message ids in the inbox. The endpoint changes something: its operation is declared so.
    /// </summary>
    /// <param name="operations">The group.</param>
    /// <param name="module">Receiving module.</param>
    /// <param name="mayCome">Whether an event of this source may come with this request: the calling peer runs that module.</param>
    /// <returns>For rules of the endpoint.</returns>
    public static RouteHandlerBuilder MapEvents(this IEndpointRouteBuilder operations, string module, Func<HttpContext, string, bool> mayCome)
    {
        ArgumentNullException.ThrowIfNull(mayCome);
        return operations.MapPost("/events", async (HttpContext context, EventReceiver receiver, CancellationToken cancellationToken) =>
        {
            if (await ReadAsync(context.Request, cancellationToken) is not { } envelope)
            {
                return Problems.From(EventErrors.Unreadable);
            }

            if (!mayCome(context, envelope.Source))
            {
                return Problems.From(HostErrors.CallForbidden);
            }

            var receipt = await receiver.ReceiveAsync(module, envelope, cancellationToken);
            return receipt.ToHttp(_ => TypedResults.NoContent());
        });
    }

    private static async Task<EventEnvelope?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var envelope = await JsonSerializer.DeserializeAsync<EventEnvelope>(request.Body, ContractJson.Options, cancellationToken);
            return envelope is { Source: not null, Type: not null } ? envelope : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
