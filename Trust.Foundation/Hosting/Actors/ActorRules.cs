using Microsoft.AspNetCore.Http;
using Trust.Contracts;
using Trust.Hosting.Http;

namespace Trust.Hosting.Actors;

/// <summary>Levels, roles and scopes that endpoints demand, in the process that serves them.</summary>
internal sealed class ActorRules(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var rules = context.GetEndpoint()?.Metadata;
        var actor = context.GetActor();
        if (rules?.GetMetadata<NeedsScopeAttribute>() is { } scope && !actor.Scopes.Contains(scope.Scope, StringComparer.Ordinal))
        {
            context.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{scope.Scope}\"";
            return Problems.AnswerAsync(context, HostErrors.ScopeNeeded);
        }

        // A role reaches only what its realm is for: a citizen's session never has one.
        if (rules?.GetMetadata<NeedsRoleAttribute>() is { } roles
            && (actor.Capacity?.Kind != CapacityKind.Staff || !actor.Roles.Any(role => roles.Roles.Contains(role.Name, StringComparer.Ordinal))))
        {
            return Problems.AnswerAsync(context, HostErrors.Forbidden);
        }

        return rules?.GetMetadata<NeedsLevelAttribute>() is { } level && actor.Level < level.Level ? RaiseAsync(context, actor, level.Level) : next(context);
    }

    private static Task RaiseAsync(HttpContext context, Actor actor, int level)
    {
        if (context.SpeaksToPeople())
        {
            context.Response.Redirect(SignInAddresses.StepUp(context.Request, level));
            return Task.CompletedTask;
        }

        var kind = actor.Capacity?.Kind == CapacityKind.Staff ? "staff" : "natural";
        context.Response.Headers.WWWAuthenticate =
            $"Bearer error=\"insufficient_user_authentication\", error_description=\"A stronger sign-in is needed\", acr_values=\"urn:gov-trust:acr:{kind}:l{level}\"";
        return Problems.AnswerAsync(context, HostErrors.LevelNeeded);
    }
}
