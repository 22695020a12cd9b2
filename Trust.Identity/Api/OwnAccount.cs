using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Consents;
using Trust.Identity.Sessions;
using Trust.Identity.SignIn;

namespace Trust.Identity.Api;

/// <summary>Own profile and level, sessions, consents and sign-ins; persons of the citizen realm only.</summary>
internal static class OwnAccount
{
    private static readonly TrustError PersonsOnly = new("identity.persons-only", ErrorKind.Forbidden, "Only a person reads their own account.");
    private static readonly TrustError SessionUnknown = new("identity.session-unknown", ErrorKind.NotFound, "You have no such session.");
    private static readonly TrustError ConsentUnknown = new("identity.consent-unknown", ErrorKind.NotFound, "You have given no such consent.");

    /// <summary>Own profile; numbers are masked.</summary>
    internal sealed record Profile(string Name, string? IdNumberMasked, string? MobileMasked, int Level, DateTimeOffset? LevelExpiresAt, string Registry);

    /// <summary>One session.</summary>
    internal sealed record Session(string Sid, string Device, string Place, IReadOnlyList<string> Amr, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, bool IsThis);

    /// <summary>One consent.</summary>
    internal sealed record Consent(string ClientId, string Name, string Owner, IReadOnlyList<string> Scopes, DateTimeOffset GivenAt, DateTimeOffset ExpiresAt, DateTimeOffset? WithdrawnAt);

    /// <summary>Sign-ins, newest first; <c>next</c> is the value of <c>before</c> for the page after this one.</summary>
    internal sealed record SignIns(IReadOnlyList<OwnSignIn> Items, DateTimeOffset? Next);

    public static void Map(RouteGroupBuilder own)
    {
        var persons = own.MapGroup("").AddEndpointFilter(PersonsAsync);
        persons.MapGet("", ProfileAsync).WithSummary("Own profile and level").Produces<Profile>();
        persons.MapGet("/sessions", SessionsAsync).WithSummary("Own sessions").Produces<Session[]>();
        persons.MapDelete("/sessions/{sid}", EndSessionAsync).WithSummary("End one session with everything granted in it").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
        persons.MapGet("/consents", ConsentsAsync).WithSummary("Own consents").Produces<Consent[]>();
        persons.MapDelete("/consents/{clientId}", WithdrawAsync).WithSummary("Withdraw the consent to one application").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
        persons.MapGet("/sign-ins", SignInsAsync).WithSummary("Own sign-in history, failed tries included").Produces<SignIns>();
    }

    // An application has no account, and staff look at people's data in their consoles.
    private static ValueTask<object?> PersonsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Hosting.Actors.CurrentActor.GetActor(context.HttpContext) is { Kind: ActorKind.Person, Capacity.Kind: CapacityKind.Natural } ? next(context) : ValueTask.FromResult<object?>(Problems.From(PersonsOnly));

    private static async Task<IResult> ProfileAsync(Actor actor, ReadOwnProfile profiles, CancellationToken cancellationToken)
    {
        var own = await profiles.ReadAsync(actor, cancellationToken);
        return TypedResults.Ok(new Profile(own.Name, own.IdNumber?.ToString(), own.Mobile?.ToString(), own.Level, own.LevelExpiresAt, own.Registry.ToString().ToLowerInvariant()));
    }

    private static async Task<IResult> SessionsAsync(Actor actor, OwnSessions sessions, CancellationToken cancellationToken) => TypedResults.Ok((await sessions.ListAsync(actor, cancellationToken))
        .Select(session => new Session(session.Sid, session.Device, session.Place, session.Methods, session.CreatedAt, session.LastSeenAt, session.IsThis)).ToArray());

    private static async Task<IResult> EndSessionAsync(string sid, Actor actor, OwnSessions sessions, CancellationToken cancellationToken) =>
        await sessions.EndAsync(actor, sid, cancellationToken) ? TypedResults.NoContent() : Problems.From(SessionUnknown);

    private static async Task<IResult> ConsentsAsync(Actor actor, OwnConsents consents, CancellationToken cancellationToken) => TypedResults.Ok((await consents.ListAsync(actor, cancellationToken))
        .Select(consent => new Consent(consent.ClientId, consent.Name, consent.Owner, consent.Scopes, consent.GivenAt, consent.ExpiresAt, consent.WithdrawnAt)).ToArray());

    private static async Task<IResult> WithdrawAsync(string clientId, Actor actor, ConsentStore consents, CancellationToken cancellationToken) =>
        clientId.Length <= 100 && await consents.WithdrawAsync(actor, actor.AccountId!.Value, clientId, cancellationToken) ? TypedResults.NoContent() : Problems.From(ConsentUnknown);

    private static async Task<IResult> SignInsAsync(DateTimeOffset? before, int? limit, Actor actor, OwnSignIns signIns, CancellationToken cancellationToken)
    {
        var page = await signIns.ListAsync(actor, before?.ToUniversalTime(), Math.Clamp(limit ?? 20, 1, OwnSignIns.Most), cancellationToken);
        return TypedResults.Ok(new SignIns(page.Items, page.Next));
    }
}
