using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Trust.Contracts;
using Trust.Hosting.Http;

namespace Trust.Hosting.Actors;

/// <summary>The actor of a request. The front sets it from a session or bearer token, another process from the actor token.</summary>
public static class CurrentActor
{
    private sealed record Slot(Actor Actor);

    /// <summary>Who makes this request; anonymous unless something has said otherwise.</summary>
    /// <param name="context">The request.</param>
    public static Actor GetActor(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<Slot>()?.Actor ?? Actor.Anonymous;
    }

    /// <summary>Says who makes this request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="actor">Who it is.</param>
    public static void SetActor(this HttpContext context, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Features.Set(new Slot(actor));
    }
}

/// <summary>Shows the actor to ASP.NET Core's authorisation. Nobody is authenticated by anything else.</summary>
internal sealed class ActorAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Trust.Actor";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var actor = Context.GetActor();
        if (actor.Kind == ActorKind.Anonymous)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var identity = new ClaimsIdentity([new Claim("actor", actor.ToString())], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    // Somebody who looks at a page signs in and comes back to it; a program is told.
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Context.SpeaksToPeople())
        {
            Response.Redirect(SignInAddresses.Login(Request));
            return Task.CompletedTask;
        }

        Response.Headers.WWWAuthenticate = Request.Headers.Authorization.Count > 0 ? "Bearer error=\"invalid_token\"" : "Bearer";
        return Problems.AnswerAsync(Context, HostErrors.NotSignedIn);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.AnswerAsync(Context, HostErrors.Forbidden);
}
