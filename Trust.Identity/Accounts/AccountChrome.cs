using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Actors;
using Trust.Web;

namespace Trust.Identity.Accounts;

/// <summary>The way in for who is not signed in, and the menu under the name of who is: on the public pages of every module and process.</summary>
internal sealed partial class AccountChrome(Words words, IServiceProvider services, ILogger<AccountChrome> logger) : IChromeSource
{
    // The page is worth more than the name on it: it does not wait long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async ValueTask FillAsync(PageChrome chrome, HttpContext context)
    {
        var actor = context.GetActor();
        if (SignInAddresses.IsStaff(context.Request.Path) || actor.Capacity?.Kind == CapacityKind.Staff || chrome.Person is { Menu.Count: > 0 })
        {
            return;
        }

        if (actor.Kind != ActorKind.Person)
        {
            chrome.SignIn ??= chrome.Person is null && !IsWayIn(context.Request.Path) ? new ChromeLink(words["登录"], LoginAddress(context)) : null;
            return;
        }

        // A page with a name on it belongs to one person.
        context.Response.Headers.CacheControl = "no-store";
        if ((chrome.Person?.Name ?? await NameAsync(actor, context.RequestAborted)) is { } name)
        {
            chrome.Person = new ChromePerson(
                name, [new ChromeLink(words["账号中心"], "/account", "user"), new ChromeLink(words["退出登录"], "/account/logout", "log-out", Post: true)]);
        }
    }

    // Who is about to sign in or to register needs no second way.
    private static bool IsWayIn(PathString path) => path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase);

    // The page that failed, not the page that says so.
    private static string LoginAddress(HttpContext context)
    {
        var (path, query) = context.Features.Get<IStatusCodeReExecuteFeature>() is { } failed
            ? (failed.OriginalPath, failed.OriginalQueryString)
            : (context.Request.Path.Value, context.Request.QueryString.Value);
        var address = HttpMethods.IsGet(context.Request.Method) ? path + query : path;
        return address is null or "/" ? "/account/login?return=%2F" : $"/account/login?return={Uri.EscapeDataString(address)}";
    }

    private async Task<string?> NameAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (services.GetService<IIdentity>() is not { } identity)
        {
            return null;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var person = await identity.ResolvePersonAsync(actor, patience.Token);
            if (!person.Succeeded)
            {
                NotNamed(person.Error.Code);
            }

            return person.Succeeded ? person.Value?.DisplayName : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            NotNamed("identity.slow");
            return null;
        }
    }

    [LoggerMessage(3040, LogLevel.Warning, "The name over a page could not be found out: {Code}.")]
    private partial void NotNamed(string code);
}
