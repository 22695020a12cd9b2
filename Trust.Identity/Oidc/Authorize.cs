using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Identity.Data;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Trust.Identity.Oidc;

/// <summary>
/// The authorization endpoint. A new request, validated by the library, is kept and goes to our pages; one that comes back with its ticket ends with a code or an error
/// at the application.
/// </summary>
internal static class Authorize
{
    public static async Task<IResult> HandleAsync(
        HttpContext context, IdentityDbContext db, PendingRequests pending, TokenPrincipals principals, IOpenIddictApplicationManager applications, IOpenIddictTokenManager tokens,
        CancellationToken cancellationToken)
    {
        if (context.GetOpenIddictServerResponse() is { Error: { } error })
        {
            // Never a redirect: the address that it would go to is part of what is wrong.
            return TypedResults.Redirect($"/account/request-refused?reason={Uri.EscapeDataString(error)}");
        }

        if (context.GetOpenIddictServerRequest() is not { } request)
        {
            return TypedResults.NotFound();
        }

        var transaction = context.Features.Get<OpenIddictServerAspNetCoreFeature>()!.Transaction!;
        if (transaction.Properties.GetValueOrDefault(OidcHandlers.FinishedRequest) is PendingRequest finished)
        {
            return finished.Record.Error is { } refusal ? Refuse(refusal) : await FinishAsync(db, principals, finished, cancellationToken);
        }

        var presented = transaction.Properties.GetValueOrDefault(typeof(ProcessAuthenticationContext).FullName!) as ProcessAuthenticationContext;
        if (presented?.RequestTokenPrincipal?.GetTokenId() is { } pushed && !await RedeemAsync(tokens, pushed, cancellationToken))
        {
            return TypedResults.Redirect("/account/request-refused?reason=ended");
        }

        var application = (ApplicationRecord)(await applications.FindByClientIdAsync(request.ClientId!, cancellationToken))!;
        var begun = await pending.BeginAsync(context, application, request, presented?.IdentityTokenPrincipal?.GetClaim(Claims.Subject), cancellationToken);
        return TypedResults.Redirect(begun.ContinueAddress);
    }

    /// <summary>Between two of our pages: what the request needs next.</summary>
    public static async Task<IResult> ContinueAsync(string id, HttpContext context, PendingRequests pending, AuthorizeFlow flow, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Guid.TryParseExact(id, "N", out var guid) && await pending.FindAsync(context, guid, cancellationToken) is { } request
            ? TypedResults.Redirect(await flow.NextAsync(context, request, cancellationToken))
            : TypedResults.Redirect("/account/request-refused?reason=ended");
    }

    // A pushed request counts once (RFC 9126 section 4): whoever finds its address later begins nothing with it.
    private static async Task<bool> RedeemAsync(IOpenIddictTokenManager tokens, string id, CancellationToken cancellationToken) =>
        await tokens.FindByIdAsync(id, cancellationToken) is { } token && await tokens.TryRedeemAsync(token, cancellationToken);

    private static async Task<IResult> FinishAsync(IdentityDbContext db, TokenPrincipals principals, PendingRequest finished, CancellationToken cancellationToken)
    {
        var record = finished.Record;
        var session = await db.Sessions.SingleOrDefaultAsync(row => row.Sid == record.Sid && row.EndedAt == null, cancellationToken);
        if (session is null)
        {
            return Refuse(Errors.LoginRequired);
        }

        var person = await db.Persons.AsNoTracking().SingleAsync(row => row.Id == session.PersonId, cancellationToken);
        var scopes = record.Scopes!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var actor = new Actor { Kind = ActorKind.Person, AccountId = session.AccountId, PersonId = session.PersonId, SessionId = session.Sid, ClientId = record.ClientId };
        db.Audit(actor, "identity.code-issued", session.Sid, payload: new { record.ClientId, record.Scopes });
        var principal = await principals.GrantAsync(finished.Application, Sector(finished.Parameters.RedirectUri!), session, person, scopes, cancellationToken);
        return TypedResults.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>Sector of a pairwise subject: the host of the redirect address.</summary>
    public static string Sector(string redirectUri) => new Uri(redirectUri).Host;

    public static IResult Refuse(string error, string? description = null) => TypedResults.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description ?? Describe(error),
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

    private static string Describe(string error) => error switch
    {
        Errors.LoginRequired => "The person is not signed in.",
        Errors.ConsentRequired => "The person has not consented.",
        Errors.InteractionRequired => "The person has to do something.",
        Errors.AccessDenied => "The person said no.",
        AuthorizeFlow.UnmetAuthentication => "The level that was asked for cannot be reached.",
        _ => "The request was refused.",
    };
}
