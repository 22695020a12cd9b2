using Microsoft.AspNetCore.Http;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Oidc;
using Trust.Web;

namespace Trust.Identity.SignIn;

/// <summary>Why somebody signs in: for an application's request, to come back to a page, or just so; and where they go on.</summary>
internal sealed class SignInPlace(PendingRequests requests)
{
    public const string Account = "/account";

    private string? returnPath;

    /// <summary>The application's request, or null.</summary>
    public PendingRequest? Pending { get; private set; }

    /// <summary>A request was named and is over, or belongs to another browser.</summary>
    public bool HasEnded { get; private set; }

    public string? ClientId => Pending?.Record.ClientId;

    /// <summary>Where whoever is signed in goes on.</summary>
    public string Next => Pending?.ContinueAddress ?? returnPath ?? Account;

    /// <summary>What the next page of the way must carry on: <c>request=…</c> or <c>return=…</c>, or nothing.</summary>
    public string Query => Pending is { } pending ? $"request={pending.Record.Id:N}" : returnPath is null ? "" : $"return={Uri.EscapeDataString(returnPath)}";

    /// <summary>Address of a page of the way.</summary>
    /// <param name="page">Its path.</param>
    /// <param name="more">More of the query, such as <c>by=sms</c>.</param>
    public string At(string page, string more = "")
    {
        var query = string.Join('&', new[] { Query, more }.Where(part => part.Length > 0));
        return query.Length == 0 ? page : $"{page}?{query}";
    }

    /// <summary>Reads the query of the request; lets the page's forms end at the application.</summary>
    public async Task ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-cache, no-store";
        var query = context.Request.Query;
        if (query["return"].ToString() is { Length: > 0 } path)
        {
            returnPath = LocalPath.OrHome(path);
        }

        if (query["request"].ToString() is not { Length: > 0 } id)
        {
            return;
        }

        Pending = Guid.TryParseExact(id, "N", out var guid) && await requests.FindAsync(context, guid, cancellationToken) is { Record.Realm: Realm.Citizen } found ? found : null;
        HasEnded = Pending is null;
        if (Pending is { } pending)
        {
            FormAction.Allow(context, pending.RedirectOrigin);
        }
    }
}
