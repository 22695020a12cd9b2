using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Trust.Identity.Oidc;

/// <summary>What the library lets pass in an authorization request, pushed or not, and ours may not: anything that could be read as no demand.</summary>
internal static class RequestRules
{
    public static void Add(OpenIddictServerBuilder server)
    {
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler
            .UseInlineHandler(context => Judge(context, context.Request))
            .SetOrder(OpenIddictServerHandlers.Authentication.ValidateRedirectUriParameter.Descriptor.Order + 500));
        server.AddEventHandler<ValidatePushedAuthorizationRequestContext>(handler => handler
            .UseInlineHandler(context => Judge(context, context.Request))
            .SetOrder(OpenIddictServerHandlers.Authentication.ValidatePushedRedirectUriParameter.Descriptor.Order + 500));
    }

    private static ValueTask Judge(BaseValidatingContext context, OpenIddictRequest request)
    {
        if (FaultOf(request) is { } fault)
        {
            context.Reject(Errors.InvalidRequest, fault);
        }

        return default;
    }

    private static string? FaultOf(OpenIddictRequest request)
    {
        // RFC 6749 section 3.1. A parameter of two values has no text and would be gone where the request waits for the person.
        if (request.GetParameters().FirstOrDefault(parameter => (string?)parameter.Value is null) is { Key: { } twice })
        {
            return $"The parameter '{twice}' is given more than once.";
        }

        // Plain OAuth lets a client with one address leave it out; the sector of its subjects and what forms may end at are read from it.
        if (string.IsNullOrEmpty(request.RedirectUri))
        {
            return "The redirect_uri is missing.";
        }

        return request.GetParameter(Parameters.MaxAge) is { } age && !long.TryParse((string?)age, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? "The max_age is no number of seconds."
            : null;
    }
}
