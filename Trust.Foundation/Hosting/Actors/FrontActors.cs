using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Hosting.Modules;

namespace Trust.Hosting.Actors;

/// <summary>
/// The front asks Identity who stands behind a cookie (pages) or bearer token (APIs); other processes get the answer as an actor token. Cookies open no API,
/// and each realm's cookie opens its own paths only. An answer about a cookie counts two seconds at most, one about a token once.
/// </summary>
internal sealed partial class FrontActors(
    RequestDelegate next, ListenerKinds listeners, ModuleRegistry modules, PublicOrigin origin, Startup.NodeOptions node, TimeProvider time, ILogger<FrontActors> logger)
{
    private const int LongestSecret = 8192;
    private const int LongestCookie = 128;
    private const int MostRemembered = 20_000;
    private static readonly PathString[] BearerPaths = ["/api", "/scim"];

    private readonly ConcurrentDictionary<string, (Actor Actor, DateTimeOffset Until)> remembered = new(StringComparer.Ordinal);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!listeners.IsInternal(context) && !IsFree(context.Request.Path) && modules.Knows("identity"))
        {
            var actor = IsBearerPath(context.Request.Path) ? await FromTokenAsync(context) : await FromCookieAsync(context);
            if (actor is not null)
            {
                context.SetActor(actor);
            }
        }

        await next(context);
    }

    // Files, probes and the OAuth endpoints look at no session; whoever asks there says so in the request itself.
    private static bool IsFree(PathString path) =>
        path.StartsWithSegments("/_content", StringComparison.Ordinal) || path.StartsWithSegments("/health", StringComparison.Ordinal)
        || path.StartsWithSegments("/.well-known", StringComparison.Ordinal) || path.StartsWithSegments("/sandbox", StringComparison.Ordinal)
        || path.StartsWithSegments("/connect/token", StringComparison.Ordinal);

    private static bool IsBearerPath(PathString path) => Array.Exists(BearerPaths, bearer => path.StartsWithSegments(bearer, StringComparison.OrdinalIgnoreCase));

    private Task<Actor?> FromTokenAsync(HttpContext context)
    {
        const string Scheme = "Bearer ";
        return context.Request.Headers.Authorization is [{ Length: > 7 and <= LongestSecret } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? AskAsync(context, identity => identity.OpenTokenAsync(Actor.Process(node.Process), new(header[Scheme.Length..].Trim()), context.RequestAborted))
            : Task.FromResult<Actor?>(null);
    }

    private async Task<Actor?> FromCookieAsync(HttpContext context)
    {
        var staff = SignInAddresses.IsStaff(context.Request.Path);
        if (context.Request.Cookies[SessionCookie.NameOf(staff, origin.IsHttps)] is not { Length: > 0 and <= LongestCookie } cookie)
        {
            return null;
        }

        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes((staff ? "s" : "c") + cookie)));
        var now = time.GetUtcNow();
        if (remembered.TryGetValue(key, out var known) && known.Until > now && known.Until <= now + SessionCookie.Remembered)
        {
            return known.Actor;
        }

        var actor = await AskAsync(context, identity => identity.OpenSessionAsync(Actor.Process(node.Process), new(cookie, staff), context.RequestAborted));
        Remember(key, actor, now);
        return actor;
    }

    private async Task<Actor?> AskAsync(HttpContext context, Func<IIdentity, Task<Result<Actor?>>> ask)
    {
        var answer = await ask(context.RequestServices.GetRequiredService<IIdentity>());
        if (!answer.Succeeded)
        {
            // Without Identity nobody is signed in; pages say so themselves.
            NotAsked(answer.Error.Code);
            return null;
        }

        return answer.Value;
    }

    private void Remember(string key, Actor? actor, DateTimeOffset now)
    {
        if (remembered.Count >= MostRemembered)
        {
            foreach (var old in remembered.Where(entry => entry.Value.Until <= now).ToList())
            {
                remembered.TryRemove(old);
            }

            if (remembered.Count >= MostRemembered)
            {
                remembered.Clear();
            }
        }

        // Only who is somebody is remembered: a session that has just begun counts at once.
        if (actor is not null)
        {
            remembered[key] = (actor, now + SessionCookie.Remembered);
        }
    }

    [LoggerMessage(1203, LogLevel.Warning, "Identity could not be asked who makes a request: {Code}.")]
    private partial void NotAsked(string code);
}
