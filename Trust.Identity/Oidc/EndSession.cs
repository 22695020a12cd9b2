using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Trust.Contracts;
using Trust.Hosting.Actors;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Sessions;

namespace Trust.Identity.Oidc;

/// <summary>
/// RP-initiated logout. An application that shows the ID token of this very session ends it at once; without one the person is asked, because any page can send a browser
/// here.
/// </summary>
internal static class EndSession
{
    public static async Task<IResult> HandleAsync(
        HttpContext context, IdentityDbContext db, BrowserSessions sessions, LogoutQuestions questions, CancellationToken cancellationToken)
    {
        if (context.GetOpenIddictServerResponse() is { Error: { } error })
        {
            return TypedResults.Redirect($"/account/request-refused?reason={Uri.EscapeDataString(error)}");
        }

        if (context.GetOpenIddictServerRequest() is not { } request)
        {
            return TypedResults.NotFound();
        }

        var actor = context.GetActor();
        var hint = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal?.GetClaim(TokenPrincipals.SessionId);
        var session = hint is null ? null : await db.Sessions.AsNoTracking().SingleOrDefaultAsync(row => row.Sid == hint, cancellationToken);
        if (session is not null)
        {
            // The token was given for this session and to nobody else; whoever holds it may end the session, and nothing more.
            var wasAlive = session.EndedAt is null;
            var holder = actor.Kind == ActorKind.Person ? actor : new Actor { Kind = ActorKind.Person, AccountId = session.AccountId, PersonId = session.PersonId, SessionId = session.Sid };
            await sessions.EndAsync(holder, session.Sid, "logout", cancellationToken);
            if (actor.SessionId == session.Sid)
            {
                sessions.ForgetCookie(context, session.Realm);
            }

            // A browser that went on in another session would be told that it is signed out: there the person is asked. The cookie of staff is not seen here.
            var isOther = session.Realm == Realm.Staff ? !wasAlive : actor.SessionId is { } present && present != session.Sid;
            if (!isOther)
            {
                return Finish();
            }
        }

        // The cookie of staff is seen at their own addresses only.
        var isStaff = await db.Applications.AnyAsync(application => application.ClientId == request.ClientId && application.Realm == Realm.Staff, cancellationToken);
        return isStaff || actor.Kind == ActorKind.Person
            ? TypedResults.Redirect($"{(isStaff ? "/account/staff/logout" : "/account/logout")}?question={Uri.EscapeDataString(questions.Keep(request))}")
            : Finish();
    }

    private static Microsoft.AspNetCore.Http.HttpResults.SignOutHttpResult Finish() => TypedResults.SignOut(
        new AuthenticationProperties { RedirectUri = "/account/signed-out" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}

/// <summary>Keeps where a logout goes on while the person is asked; sealed, so that a page of ours redirects nowhere a stranger chose.</summary>
internal sealed class LogoutQuestions(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("trust.logout-question").ToTimeLimitedDataProtector();

    public string Keep(OpenIddictRequest request) => protector.Protect(
        request.PostLogoutRedirectUri is { } address ? request.State is { } state ? $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}state={Uri.EscapeDataString(state)}" : address : "",
        Lifetime);

    /// <summary>Address that the library had validated, or null for our own page.</summary>
    public string? Open(string? question)
    {
        try
        {
            return question is { Length: > 0 and <= 4096 } && protector.Unprotect(question) is { Length: > 0 } address ? address : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
