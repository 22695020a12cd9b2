using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trust.Contracts;
using Trust.Hosting.Actors;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Applications;
using Trust.Identity.Oidc;

namespace Trust.Identity.Api;

/// <summary>The public JSON API. Bearer tokens for our own audience open it, cookies never do.</summary>
internal static class IdentityApi
{
    public const string Path = "/api/identity/v1";

    /// <summary>What the host answers to a body that it cannot read, for descriptions.</summary>
    public static readonly TrustError Malformed = new("request.malformed", ErrorKind.Invalid, "The request cannot be read: wrong type, missing or unknown member.");

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(Path).RequireAuthorization().InZone(Zone.Both).InRateClass(RateClass.Api)
            .AddEndpointFilter(KeepNowhereAsync).Refuses(HostErrors.NotSignedIn, HostErrors.ScopeNeeded, HostErrors.TooMany);
        OwnAccountEndpoints.Map(api.MapGroup("/me").NeedsScope(OidcScopes.Account).AddEndpointFilter(PersonsOnlyAsync).WithTags("me").Refuses(HostErrors.Forbidden));
        ApplicationEndpoints.Map(
            api.MapGroup("/applications").NeedsScope(OidcScopes.Applications).NeedsRole(ApplicationRules.Readers).WithTags("applications").Refuses(HostErrors.Forbidden));
        endpoints.MapGet(ApiDescription.Path, (HttpContext context, ApiDescription description) => description.AnswerAsync(context))
            .AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Page).ExcludeFromDescription();
    }

    // Every answer is one person's, or holds a secret.
    private static ValueTask<object?> KeepNowhereAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        invocation.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(invocation);
    }

    // Staff and machines have no account of this kind, whatever scopes they were given.
    private static ValueTask<object?> PersonsOnlyAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next) =>
        invocation.HttpContext.GetActor() is { Kind: ActorKind.Person, Capacity.Kind: CapacityKind.Natural }
            ? next(invocation)
            : ValueTask.FromResult<object?>(Problems.From(HostErrors.Forbidden));
}

/// <summary>Errors that an endpoint answers, for its description.</summary>
/// <param name="Errors">The errors.</param>
internal sealed record RefusesMetadata(IReadOnlyList<TrustError> Errors);

/// <summary>Says in an endpoint's description how it refuses.</summary>
internal static class Refusals
{
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params TrustError[] errors)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RefusesMetadata(errors));
}
