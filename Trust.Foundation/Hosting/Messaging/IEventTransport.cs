using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Modules;

namespace Trust.Hosting.Messaging;

/// <summary>Carries an event to a module, at least once.</summary>
internal interface IEventTransport
{
    /// <summary>Null when the receiver acknowledged the event.</summary>
    Task<TrustError?> DeliverAsync(string destination, EventEnvelope envelope, CancellationToken cancellationToken);
}

/// <summary>To a module of this process.</summary>
internal sealed partial class InProcessTransport(EventReceiver receiver, ILogger<EventTransports> logger) : IEventTransport
{
    public async Task<TrustError?> DeliverAsync(string destination, EventEnvelope envelope, CancellationToken cancellationToken)
    {
        try
        {
            return (await receiver.ReceiveAsync(destination, envelope, cancellationToken)).Error;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            HandlerFailed(exception, destination, envelope.Type, envelope.Id);
            return EventErrors.NotDelivered;
        }
    }

    [LoggerMessage(1541, LogLevel.Warning, "{Module} failed to apply event {Type} {Id}.")]
    private partial void HandlerFailed(Exception exception, string module, string type, Guid id);
}

/// <summary>To a module in another process, through the client <c>internal:{module}</c>.</summary>
internal sealed partial class HttpTransport(IHttpClientFactory clients, ILogger<EventTransports> logger) : IEventTransport
{
    public async Task<TrustError?> DeliverAsync(string destination, EventEnvelope envelope, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(ModuleHttpClients.NameOf(destination));
            using var body = JsonContent.Create(envelope, options: ContractJson.Options);
            using var response = await client.PostAsync(new Uri($"/internal/{destination}/v1/events", UriKind.Relative), body, cancellationToken);
            return response.IsSuccessStatusCode ? null : EventErrors.NotDelivered with { Detail = $"The receiver answered {(int)response.StatusCode}." };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            CallFailed(exception, destination, envelope.Type, envelope.Id);
            return EventErrors.Unreachable;
        }
    }

    [LoggerMessage(1542, LogLevel.Warning, "Module {Module} did not take event {Type} {Id}.")]
    private partial void CallFailed(Exception exception, string module, string type, Guid id);
}

/// <summary>Chooses the way to a module: in process where it is served, else over HTTP.</summary>
/// <param name="services">Services of the process.</param>
/// <param name="receiver">Modules of this process.</param>
/// <param name="logger">Log.</param>
public sealed class EventTransports(IServiceProvider services, EventReceiver receiver, ILogger<EventTransports> logger)
{
    private readonly InProcessTransport local = new(receiver, logger);
    private readonly Lazy<HttpTransport> remote = new(() => new HttpTransport(services.GetRequiredService<IHttpClientFactory>(), logger));

    internal IEventTransport To(string destination) => receiver.Serves(destination) ? local : remote.Value;
}
