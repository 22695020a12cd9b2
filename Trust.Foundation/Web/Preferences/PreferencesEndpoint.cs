using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Routing;

namespace Trust.Web;

/// <summary>A plain link changes language, size or colours and comes back to the page: no script, no form.</summary>
internal static class PreferencesEndpoint
{
    private const string Path = "/preferences";

    internal static RouteHandlerBuilder Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(Path, Change).AllowAnonymous().ExcludeFromDescription();

    /// <summary>The link on a page that changes one preference and returns to that page.</summary>
    internal static string Link(HttpContext context, string name, string value)
    {
        var query = new QueryBuilder { { name, value }, { "back", Current(context) } };
        return $"{context.Request.PathBase}{Path}{query}";
    }

    private static IResult Change(HttpContext context, string? lang = null, string? elder = null, string? theme = null, string? back = null)
    {
        ViewPreferences.Of(context).With(lang, elder, theme).Save(context);
        context.Response.Headers.CacheControl = "no-store";
        return Results.LocalRedirect(LocalPath.OrHome(back));
    }

    private static string Current(HttpContext context)
    {
        var request = context.Request;
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is { } failed)
            return failed.OriginalPathBase + failed.OriginalPath + failed.OriginalQueryString;
        return request.PathBase + request.Path + request.QueryString;
    }
}
