using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Contracts.Codes;

namespace Trust.Hosting.Messaging;

/// <summary>
/// Applies one kind of event in a module. It works on the module's context of its scope, inside a transaction that also holds the inbox row: its changes and the receipt are
/// one commit, once. It must not commit, and needs no memory of its own for repetitions. What it does outside the database may happen twice.
/// </summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface IHandleEvent<in TEvent>
    where TEvent : IModuleEvent
{
    /// <summary>Applies an event. An exception undoes everything, and the event comes again later.</summary>
    /// <param name="news">The event.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task HandleAsync(TEvent news, EventOrigin origin, CancellationToken cancellationToken);
}

/// <summary>One registered handler.</summary>
internal sealed record EventSubscription(string Module, string EventType, Func<IServiceProvider, EventEnvelope, CancellationToken, Task> HandleAsync);

/// <summary>Registers handlers.</summary>
public static class EventHandlerRegistration
{
    /// <summary>Lets a module take an event. Several handlers of one event in one module share the transaction.</summary>
    /// <typeparam name="TEvent">The event.</typeparam>
    /// <typeparam name="THandler">Its handler, made anew for each event.</typeparam>
    /// <param name="services">Services of the process.</param>
    /// <param name="module">Module that takes it.</param>
    public static IServiceCollection AddEventHandler<TEvent, THandler>(this IServiceCollection services, string module)
        where TEvent : class, IModuleEvent
        where THandler : class, IHandleEvent<TEvent>
    {
        services.AddTransient<THandler>();
        return services.AddSingleton(new EventSubscription(module, TEvent.EventType, HandleAsync<TEvent, THandler>));
    }

    private static Task HandleAsync<TEvent, THandler>(IServiceProvider scope, EventEnvelope envelope, CancellationToken cancellationToken)
        where TEvent : class, IModuleEvent
        where THandler : class, IHandleEvent<TEvent>
    {
        var news = envelope.Payload.Deserialize<TEvent>(ContractJson.Options) ?? throw new JsonException("The payload is null.");
        return scope.GetRequiredService<THandler>().HandleAsync(news, new(envelope.Id, envelope.Source, envelope.Sequence), cancellationToken);
    }
}
