using Microsoft.Extensions.Logging;
using Trust.Contracts;
using Trust.Contracts.Identity;

namespace Trust.Portal.Home;

/// <summary>Whom a page greets.</summary>
/// <param name="Person">Who Identity says it is, or null for nobody.</param>
/// <param name="IdentityIsAway">Whether Identity did not answer, or refused the call: the page says so instead of pretending that nobody is there.</param>
internal sealed record Greeted(ResolvedPerson? Person, bool IdentityIsAway);

/// <summary>Asks Identity who makes the request; once a request.</summary>
internal sealed partial class Greeting(IIdentity identity, Actor actor, PortalOptions options, ILogger<Greeting> logger)
{
    // The page is worth more than the name on it: it does not wait long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private Task<Greeted>? asked;

    public Task<Greeted> AskAsync(CancellationToken cancellationToken) => asked ??= ResolveAsync(cancellationToken);

    private async Task<Greeted> ResolveAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var who = await WhoAsync(patience.Token);
            var person = who.Succeeded ? await identity.ResolvePersonAsync(who.Value, patience.Token) : who.Error;
            if (!person.Succeeded)
            {
                NotResolved(person.Error.Code);
            }

            return new Greeted(person.Succeeded ? person.Value : null, person.Error is not null && person.Error != IdentityErrors.PersonUnknown);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            NotResolved("identity.slow");
            return new Greeted(null, IdentityIsAway: true);
        }
    }

    private async Task<Result<Actor>> WhoAsync(CancellationToken cancellationToken) =>
        actor.Kind != ActorKind.Person && options.PreviewPerson is { } name ? await identity.PreviewPersonAsync(Actor.Process("portal"), name, cancellationToken) : actor;

    [LoggerMessage(5001, LogLevel.Warning, "The person could not be resolved: {Code}.")]
    private partial void NotResolved(string code);
}
