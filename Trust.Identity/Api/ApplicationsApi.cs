using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Hosting.Idempotency;
using Trust.Identity.Accounts;
using Trust.Identity.Applications;
using Trust.Identity.Data;
using Trust.Identity.Oidc;
using Trust.Identity.Sessions;
using Trust.Identity.Staff;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Api;

/// <summary>Applications by token of staff: list, register, new secret, disable, enable. The rules are those of the console.</summary>
internal static class ApplicationsApi
{
    private const int Most = 100;
    private static readonly TimeSpan KeyChangeAge = TimeSpan.FromMinutes(5);

    /// <summary>A registered application.</summary>
    internal sealed record Application(
        string ClientId, string Name, string Owner, string OwnerCode, string Realm, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> PostLogoutRedirectUris, IReadOnlyList<string> Scopes,
        int MinimumLevel, string IdTokenAlgorithm, DateTimeOffset RegisteredAt, DateTimeOffset? DisabledAt);

    /// <summary>What to register. <c>kind</c> is <c>web</c>, <c>public</c> or <c>machine</c>, <c>realm</c> <c>citizen</c> or <c>staff</c>.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Registration(
        string Name, string Kind = "web", string Realm = "citizen", string[]? RedirectUris = null, string[]? PostLogoutRedirectUris = null, string[]? Scopes = null, string[]? OptionalScopes = null,
        string Purpose = "", int MinimumLevel = 1, string IdTokenAlgorithm = "RS256", JsonElement? JsonWebKeySet = null, string? OutsideResource = null);

    /// <summary>The secret is told once: to a repeated request it is null and <c>alreadyAnswered</c> true.</summary>
    internal sealed record Issued(string ClientId, string? Secret, bool AlreadyAnswered);

    public static void Map(RouteGroupBuilder applications)
    {
        var staff = applications.MapGroup("").NeedsRole(ApplicationRules.Readers);
        staff.MapGet("", ListAsync).WithSummary("Applications within reach of your roles").Produces<Application[]>();
        staff.MapGet("/{clientId}", GetAsync).WithSummary("One application").Produces<Application>().ProducesProblem(StatusCodes.Status404NotFound);
        var changes = applications.MapGroup("").NeedsRole(ApplicationRules.Role);
        changes.MapPost("", RegisterAsync).RequireIdempotencyKey().WithSummary("Register an application of your office").Produces<Issued>(StatusCodes.Status201Created);
        changes.MapPost("/{clientId}/secret", RotateAsync).RequireIdempotencyKey().WithSummary("New secret; the old one stops at once").Produces<Issued>().ProducesProblem(StatusCodes.Status404NotFound);
        changes.MapPost("/{clientId}/disable", (string clientId, Actor actor, HttpContext context, Guard guard, ChangeApplication change, CancellationToken cancellationToken) =>
            SetDisabledAsync(clientId, true, actor, context, guard, change, cancellationToken)).WithSummary("Disable, with everything granted").Produces(StatusCodes.Status204NoContent);
        changes.MapPost("/{clientId}/enable", (string clientId, Actor actor, HttpContext context, Guard guard, ChangeApplication change, CancellationToken cancellationToken) =>
            SetDisabledAsync(clientId, false, actor, context, guard, change, cancellationToken)).WithSummary("Enable again").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(Actor actor, IdentityDbContext db, [FromQuery] int? skip, [FromQuery] int? limit, CancellationToken cancellationToken) =>
        TypedResults.Ok((await ApplicationRules.Visible(db, actor, toChange: false).AsNoTracking().OrderBy(application => application.ClientId)
            .Skip(Math.Clamp(skip ?? 0, 0, 1_000_000)).Take(Math.Clamp(limit ?? 50, 1, Most)).ToListAsync(cancellationToken)).Select(Describe).ToArray());

    private static async Task<IResult> GetAsync(string clientId, Actor actor, IdentityDbContext db, CancellationToken cancellationToken) =>
        await ApplicationRules.Visible(db, actor, toChange: false).AsNoTracking().SingleOrDefaultAsync(application => application.ClientId == clientId, cancellationToken) is { } found
            ? TypedResults.Ok(Describe(found))
            : Problems.From(ApplicationErrors.NotFound);

    private static async Task<IResult> RegisterAsync(
        Registration body, IdempotentRequest request, Actor actor, HttpContext context, Guard guard, IdentityDbContext db, RegisterApplication register, CancellationToken cancellationToken)
    {
        if (await guard.RefusesAsync(context, actor, ActKind.Act, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (Read(body) is not { } form)
        {
            return Problems.From(ApplicationErrors.Kind);
        }

        return await OnceAsync(db, request, token => register.RegisterAsync(actor, form, token), issued => TypedResults.Created($"{IdentityApi.Root}/applications/{issued.ClientId}", issued), cancellationToken);
    }

    private static async Task<IResult> RotateAsync(
        string clientId, IdempotentRequest request, Actor actor, HttpContext context, Guard guard, IdentityDbContext db, ChangeApplication change, CancellationToken cancellationToken) =>
        await guard.RefusesAsync(context, actor, ActKind.Confirm, cancellationToken)
            ?? await OnceAsync(db, request, token => change.RotateSecretAsync(actor, clientId, token), TypedResults.Ok, cancellationToken);

    private static async Task<IResult> SetDisabledAsync(string clientId, bool disabled, Actor actor, HttpContext context, Guard guard, ChangeApplication change, CancellationToken cancellationToken) =>
        await guard.RefusesAsync(context, actor, ActKind.Act, cancellationToken)
            ?? (await change.SetDisabledAsync(actor, clientId, disabled, cancellationToken)).ToHttp(_ => TypedResults.NoContent());

    // What is kept for a repeated request has no secret in it.
    private static async Task<IResult> OnceAsync(
        IdentityDbContext db, IdempotentRequest request, Func<CancellationToken, Task<Result<RegisteredApplication>>> change, Func<Issued, IResult> answer, CancellationToken cancellationToken)
    {
        string? secret = null;
        var done = false;
        var result = await db.ExecuteIdempotentAsync<Issued>(
            request,
            async token =>
            {
                var changed = await change(token);
                if (!changed.Succeeded)
                {
                    return changed.Error;
                }

                (secret, done) = (changed.Value.Secret, true);
                return new Issued(changed.Value.ClientId, null, AlreadyAnswered: true);
            },
            cancellationToken);
        return result.ToHttp(kept => answer(done ? kept with { Secret = secret, AlreadyAnswered = false } : kept));
    }

    private static ApplicationForm? Read(Registration body) =>
        Enum.TryParse<ApplicationKind>(body.Kind, ignoreCase: true, out var kind) && Enum.IsDefined(kind) && Enum.TryParse<Realm>(body.Realm, ignoreCase: true, out var realm) && Enum.IsDefined(realm)
            ? new ApplicationForm(
                body.Name, kind, realm, body.RedirectUris ?? [], body.PostLogoutRedirectUris ?? [], body.Scopes ?? [], body.OptionalScopes ?? [], body.Purpose, body.MinimumLevel, body.IdTokenAlgorithm,
                body.JsonWebKeySet?.GetRawText(), body.OutsideResource)
            : null;

    private static Application Describe(ApplicationRecord application) => new(
        application.ClientId!, application.DisplayName ?? "", application.OwnerName, application.OwnerCode, application.Realm == Realm.Staff ? "staff" : "citizen", Texts(application.RedirectUris),
        Texts(application.PostLogoutRedirectUris),
        [.. Texts(application.Permissions).Where(permission => permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal)).Select(permission => permission[Permissions.Prefixes.Scope.Length..])],
        application.MinimumLevel, application.IdTokenAlgorithm, application.RegisteredAt, application.DisabledAt);

    private static string[] Texts(string? json) => json is null ? [] : JsonSerializer.Deserialize<string[]>(json)!;

    /// <summary>A token cannot be asked for a fresh assertion: where acts need a passkey, the sign-in behind it must have one, for a key change one of the last minutes.</summary>
    internal sealed class Guard(StaffOptions options, BrowserSessions sessions, TimeProvider time)
    {
        public async Task<IResult?> RefusesAsync(HttpContext context, Actor actor, ActKind kind, CancellationToken cancellationToken)
        {
            if (!options.NeedsPasskey(kind))
            {
                return null;
            }

            var session = await sessions.FindAsync(actor, cancellationToken);
            var age = kind == ActKind.Confirm ? KeyChangeAge : TimeSpan.FromMinutes(options.PasskeyMinutes);
            if (actor.Level >= 2 && session is not null && Factors.Parse(session.Factors).Any(factor => factor.IsPasskey && time.GetUtcNow() - factor.Time < age))
            {
                return null;
            }

            context.Response.Headers.WWWAuthenticate =
                $"Bearer error=\"insufficient_user_authentication\", error_description=\"This act needs a passkey of the last minutes\", acr_values=\"urn:gov-trust:acr:staff:l2\", max_age=\"{(int)age.TotalSeconds}\"";
            return Problems.From(HostErrors.LevelNeeded);
        }
    }
}
