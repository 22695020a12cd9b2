using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Http;
using Trust.Identity.Api;
using Trust.Identity.Consents;
using Trust.Identity.Data;
using Trust.Identity.Sessions;
using Trust.Identity.SignIn;

namespace Trust.Identity.Accounts;

/// <summary>A person's own account through an application that they gave the scope <c>account</c>.</summary>
internal static class OwnAccountEndpoints
{
    private static readonly TrustError SessionUnknown = new("identity.session-unknown", ErrorKind.NotFound, "You have no such session.");
    private static readonly TrustError ConsentUnknown = new("identity.consent-unknown", ErrorKind.NotFound, "There is no consent to withdraw.");

    /// <param name="Name">Name as verified, or as typed while <c>registry</c> is <c>pending</c>.</param>
    /// <param name="IdNumberMasked">Identity number, its middle hidden.</param>
    /// <param name="MobileMasked">Telephone, its middle hidden.</param>
    /// <param name="Level">Verification level: 0 none, 1 basic, 2 middle.</param>
    /// <param name="LevelExpiresAt">When the level ends.</param>
    /// <param name="SessionLevel">Level that this token can use.</param>
    /// <param name="Registry">What the population registry has said: <c>pending</c>, <c>confirmed</c>, <c>refused</c>.</param>
    /// <param name="RegistryFaults">What it refused.</param>
    internal sealed record ProfileBody(
        string Name, string? IdNumberMasked, string? MobileMasked, int Level, DateTimeOffset? LevelExpiresAt, int SessionLevel, string Registry, IReadOnlyList<string> RegistryFaults);

    /// <param name="Sid">Name of the session.</param>
    /// <param name="Device">Browser and system, as far as they are known.</param>
    /// <param name="Place">Network, its last part cut off; empty for this machine's own.</param>
    /// <param name="Amr">How it was authenticated (RFC 8176).</param>
    /// <param name="CreatedAt">When it began.</param>
    /// <param name="LastSeenAt">When it was last used in a browser.</param>
    /// <param name="IsThis">Whether the token belongs to it.</param>
    /// <param name="IsOpen">Whether its browser is still signed in; if not, an application still holds a grant of it.</param>
    internal sealed record SessionBody(
        string Sid, string Device, string Place, IReadOnlyList<string> Amr, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, bool IsThis, bool IsOpen);

    /// <param name="ClientId">Application.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Owner">Who runs it.</param>
    /// <param name="Purpose">What the information is used for.</param>
    /// <param name="Scopes">What it may know.</param>
    /// <param name="GivenAt">When it was given.</param>
    /// <param name="ExpiresAt">Until when.</param>
    /// <param name="WithdrawnAt">When it was taken back.</param>
    /// <param name="State"><c>active</c>, <c>expired</c> or <c>withdrawn</c>.</param>
    internal sealed record ConsentBody(
        string ClientId, string Name, string Owner, string Purpose, IReadOnlyList<string> Scopes, DateTimeOffset GivenAt, DateTimeOffset ExpiresAt, DateTimeOffset? WithdrawnAt,
        string State);

    /// <param name="Time">When.</param>
    /// <param name="Method">How (RFC 8176).</param>
    /// <param name="Result"><c>ok</c>, or why not: <c>wrong-secret</c>, <c>throttled</c>, <c>stale-mobile</c>.</param>
    /// <param name="ClientId">Application that asked for it.</param>
    /// <param name="Device">Browser and system, as far as they are known.</param>
    /// <param name="Place">Network, its last part cut off.</param>
    internal sealed record SignInBody(DateTimeOffset Time, string Method, string Result, string? ClientId, string Device, string Place);

    public static void Map(RouteGroupBuilder me)
    {
        me.MapGet("", ReadAsync).WithName("readAccount").WithSummary("Own profile, numbers masked.").Produces<ProfileBody>();
        me.MapGet("/sessions", ListSessionsAsync).WithName("listSessions").WithSummary("Where one is signed in.").Produces<ApiPage<SessionBody>>();
        me.MapDelete("/sessions/{sid}", EndSessionAsync).WithName("endSession").WithSummary("Ends a session with everything granted in it; also the one of this token.")
            .Produces(StatusCodes.Status204NoContent).Refuses(SessionUnknown);
        me.MapGet("/consents", ListConsentsAsync).WithName("listConsents").WithSummary("What was given to which application.").Produces<ApiPage<ConsentBody>>();
        me.MapDelete("/consents/{clientId}", WithdrawConsentAsync).WithName("withdrawConsent").WithSummary("Withdraws a consent with everything granted under it.")
            .Produces(StatusCodes.Status204NoContent).Refuses(ConsentUnknown);
        me.MapGet("/sign-ins", ListSignInsAsync).WithName("listSignIns").WithSummary("Tries to sign in, failed ones included, newest first.").Produces<ApiPage<SignInBody>>().Refuses(Paging.Invalid);
    }

    private static async Task<IResult> ReadAsync(Actor actor, ReadOwnProfile profiles, ConsentStore consents, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var profile = await profiles.ReadAsync(actor, cancellationToken);
        var consent = await consents.FindAsync(actor.AccountId!.Value, actor.ClientId!, cancellationToken);
        db.Audit(actor, "identity.claims-released", actor.AccountId.Value.ToString("N"), payload: new { actor.ClientId, Claims = "name id_number_masked phone_number_masked", Consent = consent?.Id });
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(new ProfileBody(
            profile.Name, profile.IdNumber?.ToString(), profile.Mobile?.ToString(), profile.Level, profile.LevelExpiresAt, actor.Level, Lower(profile.Registry), profile.RegistryFaults));
    }

    private static async Task<IResult> ListSessionsAsync(Actor actor, OwnSessions sessions, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ApiPage<SessionBody>([.. (await sessions.ListAsync(actor, cancellationToken)).Select(session => new SessionBody(
            session.Sid, session.Device, session.Place, session.Methods, session.CreatedAt, session.LastSeenAt, session.IsThis, session.IsOpen))]));

    private static async Task<IResult> EndSessionAsync(string sid, Actor actor, OwnSessions sessions, CancellationToken cancellationToken) =>
        await sessions.EndAsync(actor, sid, cancellationToken) ? TypedResults.NoContent() : Problems.From(SessionUnknown);

    private static async Task<IResult> ListConsentsAsync(Actor actor, OwnConsents consents, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ApiPage<ConsentBody>([.. (await consents.ListAsync(actor, cancellationToken)).Select(consent => new ConsentBody(
            consent.ClientId, consent.Name, consent.Owner, consent.Purpose, consent.Scopes, consent.GivenAt, consent.ExpiresAt, consent.WithdrawnAt, Lower(consent.State)))]));

    private static async Task<IResult> WithdrawConsentAsync(string clientId, Actor actor, ConsentStore consents, CancellationToken cancellationToken) =>
        await consents.WithdrawAsync(actor, actor.AccountId!.Value, clientId, cancellationToken) ? TypedResults.NoContent() : Problems.From(ConsentUnknown);

    private static async Task<IResult> ListSignInsAsync(Actor actor, OwnSignIns signIns, CancellationToken cancellationToken, string? before = null, int limit = Paging.Usual)
    {
        if (limit is < 1 or > Paging.Most || !Paging.TryRead(before, out var since))
        {
            return Problems.From(Paging.Invalid);
        }

        var page = await signIns.ListAsync(actor, since, limit, cancellationToken);
        return TypedResults.Ok(new ApiPage<SignInBody>(
            [.. page.Items.Select(row => new SignInBody(row.Time, row.Method, row.Result, row.ClientId, row.Device, row.Place))], Paging.Of(page.Next)));
    }

    private static string Lower<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();
}
