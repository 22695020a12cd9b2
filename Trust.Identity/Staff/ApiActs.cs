using Microsoft.AspNetCore.Http;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Identity.Sessions;

namespace Trust.Identity.Staff;

/// <summary>
/// Acts of staff through an API: no form can carry a passkey's answer there, so the token must have been given for a strong enough sign-in, with a passkey as recent as a
/// console wants it; for a key change one of the last minutes. What is missing is said as RFC 9470 has it.
/// </summary>
internal sealed class ApiActs(StaffOptions options, BrowserSessions sessions, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <summary>The refusal, or null for leave to act.</summary>
    public async Task<IResult?> RefuseAsync(HttpContext context, Actor actor, ActKind kind, CancellationToken cancellationToken)
    {
        TimeSpan? age = !options.NeedsPasskey(kind) ? null : kind == ActKind.Confirm ? Fresh : TimeSpan.FromMinutes(options.PasskeyMinutes);
        var level = age is null ? 1 : 2;
        if (actor.Level >= level && (age is null || await HasPasskeyAsync(actor, age.Value, cancellationToken)))
        {
            return null;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_user_authentication\", error_description=\"A stronger or newer sign-in is needed\", "
            + $"acr_values=\"{SessionLevel.AcrOf(CapacityKind.Staff, level)}\"{(age is { } most ? $", max_age=\"{(int)most.TotalSeconds}\"" : "")}";
        return Problems.From(HostErrors.LevelNeeded);
    }

    private async Task<bool> HasPasskeyAsync(Actor actor, TimeSpan age, CancellationToken cancellationToken) =>
        await sessions.FindAsync(actor, cancellationToken) is { } session
        && Factors.Parse(session.Factors).Any(factor => factor.IsPasskey && time.GetUtcNow() - factor.Time < age);
}
