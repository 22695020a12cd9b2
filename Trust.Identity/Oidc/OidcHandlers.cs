using Microsoft.AspNetCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Trust.Hosting.Data;
using Trust.Identity.Data;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Trust.Identity.Oidc;

/// <summary>Where our rules enter the steps of the OpenID library.</summary>
internal static class OidcHandlers
{
    /// <summary>Property of a transaction: the pending request that its ticket finishes.</summary>
    public const string FinishedRequest = "trust.finished-request";

    private const string ClientAssertionType = "client-authentication+jwt";
    private static readonly TimeSpan LongestAssertion = TimeSpan.FromMinutes(5);

    public static void Add(OpenIddictServerBuilder server)
    {
        server.AddEventHandler<ExtractAuthorizationRequestContext>(handler => handler.UseScopedHandler<TakeTicket>().SetOrder(int.MaxValue - 1_000));
        RequestRules.Add(server);
        server.AddEventHandler<GenerateTokenContext>(handler => handler.UseScopedHandler<ChooseKey>()
            .SetOrder(OpenIddictServerHandlers.Protection.AttachSecurityCredentials.Descriptor.Order + 500));
        server.AddEventHandler<ValidateTokenContext>(handler => handler.UseInlineHandler(TakeUntypedAssertion)
            .SetOrder(OpenIddictServerHandlers.Protection.ResolveTokenValidationParameters.Descriptor.Order + 500));
        server.AddEventHandler<ValidateTokenContext>(handler => handler.UseScopedHandler<UsedUserCode>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidateTokenEntry.Descriptor.Order - 500));
        server.AddEventHandler<ValidateTokenContext>(handler => handler.UseScopedHandler<TokenReplays>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidateTokenEntry.Descriptor.Order - 400));
        server.RemoveEventHandler(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor);
        server.AddEventHandler<HandleRevocationRequestContext>(handler => handler.UseScopedHandler<RevokeOneToken>()
            .SetOrder(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor.Order));
        server.AddEventHandler<ProcessAuthenticationContext>(handler => handler.UseScopedHandler<OnceOnlyAssertion>()
            .SetOrder(OpenIddictServerHandlers.ValidateClientAssertion.Descriptor.Order + 500));
        server.AddEventHandler<GenerateTokenContext>(handler => handler.UseInlineHandler(NameIssuer)
            .SetOrder(OpenIddictServerHandlers.Protection.AttachSecurityCredentials.Descriptor.Order + 600));
        server.AddEventHandler<ApplyAuthorizationResponseContext>(handler => handler.UseInlineHandler(NameIssuer)
            .SetOrder(OpenIddictServerHandlers.Authentication.AttachIssuer.Descriptor.Order + 500));
        server.AddEventHandler<ApplyIntrospectionResponseContext>(handler => handler.UseInlineHandler(NameIssuer).SetOrder(int.MinValue + 1_000));
        server.AddEventHandler<HandleIntrospectionRequestContext>(handler => handler.UseInlineHandler(AddAuthentication).SetOrder(int.MaxValue - 1_000));
        server.AddEventHandler<HandleDeviceAuthorizationRequestContext>(handler => handler.UseInlineHandler(DeviceRequests.NoteTrace).SetOrder(int.MinValue + 1_000));
    }

    // The library asks for the explicit type of a draft (rfc7523bis); libraries of today send JWT or none, as RFC 7523 has it. Other types stay refused.
    private static ValueTask TakeUntypedAssertion(ValidateTokenContext context)
    {
        if (context.ValidTokenTypes.SetEquals([TokenTypeIdentifiers.Private.ClientAssertion]))
        {
            context.TokenValidationParameters!.TypeValidator = (type, _, _) => type is null or "" or "JWT" or ClientAssertionType or "application/" + ClientAssertionType
                ? ClientAssertionType
                : throw new SecurityTokenInvalidTypeException("The client assertion is typed as something else.") { InvalidType = type };
        }

        return default;
    }

    // The library writes an origin with a slash at its end; metadata and clients compare the issuer as text.
    private static ValueTask NameIssuer(GenerateTokenContext context)
    {
        context.Principal.SetClaim(Claims.Private.Issuer, IssuerOf(context.Options));
        return default;
    }

    private static ValueTask NameIssuer(ApplyAuthorizationResponseContext context)
    {
        if (context.Response.Iss is not null)
        {
            context.Response.Iss = IssuerOf(context.Options);
        }

        return default;
    }

    private static ValueTask NameIssuer(ApplyIntrospectionResponseContext context)
    {
        if (context.Response.Iss is not null)
        {
            context.Response.Iss = IssuerOf(context.Options);
        }

        return default;
    }

    private static string IssuerOf(OpenIddictServerOptions options) => options.Issuer!.AbsoluteUri.TrimEnd('/');

    // RFC 9470 section 6.2: a resource server that introspects decides by these two.
    private static ValueTask AddAuthentication(HandleIntrospectionRequestContext context)
    {
        if (context.GenericTokenPrincipal?.GetClaim(Claims.AuthenticationContextReference) is { } acr)
        {
            context.Claims[Claims.AuthenticationContextReference] = acr;
        }

        if (long.TryParse(context.GenericTokenPrincipal?.GetClaim(Claims.AuthenticationTime), out var time))
        {
            context.Claims[Claims.AuthenticationTime] = time;
        }

        return default;
    }

    /// <summary>A request that comes back with its ticket takes its parameters from the row, not from the address.</summary>
    internal sealed class TakeTicket(PendingRequests pending) : IOpenIddictServerHandler<ExtractAuthorizationRequestContext>
    {
        public async ValueTask HandleAsync(ExtractAuthorizationRequestContext context)
        {
            if (context.Request is not { } request || !request.HasParameter(PendingRequests.IdParameter))
            {
                return;
            }

            var http = context.Transaction.GetHttpRequest()!.HttpContext;
            var id = (string?)request.GetParameter(PendingRequests.IdParameter);
            var ticket = (string?)request.GetParameter(PendingRequests.TicketParameter);
            if (await pending.TakeAsync(http, id, ticket, http.RequestAborted) is { } taken)
            {
                context.Request = taken.Parameters;
                context.Transaction.Properties[FinishedRequest] = taken;
                return;
            }

            context.Reject(Errors.InvalidRequest, "This sign-in has ended, was finished before, or began in another browser.");
        }
    }

    /// <summary>Access tokens and ID tokens are signed as each application registered; tokens for an outside resource server get no row.</summary>
    internal sealed class ChooseKey(OidcKeys keys, IOpenIddictApplicationManager applications) : IOpenIddictServerHandler<GenerateTokenContext>
    {
        public async ValueTask HandleAsync(GenerateTokenContext context)
        {
            if (context.TokenType is not (TokenTypeIdentifiers.AccessToken or TokenTypeIdentifiers.IdentityToken) || context.ClientId is not { } client
                || await applications.FindByClientIdAsync(client) is not ApplicationRecord application)
            {
                return;
            }

            var isAccess = context.TokenType == TokenTypeIdentifiers.AccessToken;
            context.SigningCredentials = keys.Signing(isAccess ? application.AccessTokenAlgorithm : application.IdTokenAlgorithm);
            if (isAccess && application.OutsideResource is { } outside && context.Principal.GetAudiences() is [var audience] && audience == outside)
            {
                context.CreateTokenEntry = false;
            }
        }
    }

    /// <summary>
    /// A used user code means nothing any more. The library would take it for a stolen one and end the device's grant: so would a second press of the button, or anybody who saw the code.
    /// </summary>
    internal sealed class UsedUserCode(IOpenIddictTokenManager tokens) : IOpenIddictServerHandler<ValidateTokenContext>
    {
        public async ValueTask HandleAsync(ValidateTokenContext context)
        {
            if (context.TokenId is { } id && context.Principal?.GetTokenType() == TokenTypeIdentifiers.Private.UserCode
                && await tokens.FindByIdAsync(id) is { } code && await tokens.HasStatusAsync(code, Statuses.Redeemed))
            {
                context.Reject(Errors.InvalidToken, "The user code was used.");
            }
        }
    }

    /// <summary>RFC 7523 section 3: an assertion names itself (<c>jti</c>), lives minutes, and counts once.</summary>
    internal sealed class OnceOnlyAssertion(IdentityDbContext db, TimeProvider time) : IOpenIddictServerHandler<ProcessAuthenticationContext>
    {
        public async ValueTask HandleAsync(ProcessAuthenticationContext context)
        {
            if (context.ClientAssertionPrincipal is not { } assertion)
            {
                return;
            }

            var now = time.GetUtcNow();
            var jti = assertion.GetClaim(Claims.JwtId);
            if (jti is not { Length: > 0 and <= 100 } || assertion.GetExpirationDate() is not { } expires || expires > now + LongestAssertion)
            {
                context.Reject(Errors.InvalidClient, "The client assertion needs a jti and lives five minutes at most.");
            }
            else if (!await db.TryRememberAsync($"assertion:{assertion.GetClaim(Claims.Subject)}:{jti}", expires + TimeSpan.FromMinutes(5)))
            {
                context.Reject(Errors.InvalidClient, "The client assertion was used before.");
            }
        }
    }
}
