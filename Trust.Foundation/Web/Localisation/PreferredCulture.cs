using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.Net.Http.Headers;

namespace Trust.Web;

/// <summary>What the person chose, else the first language of the browser that we speak, else Chinese.</summary>
internal sealed class PreferredCulture : RequestCultureProvider
{
    internal const string Chinese = "zh-CN";
    internal const string English = "en";

    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext) =>
        Task.FromResult<ProviderCultureResult?>(new(ViewPreferences.Of(httpContext).Language ?? FromBrowser(httpContext.Request)));

    private static string FromBrowser(HttpRequest request)
    {
        var asked = request.GetTypedHeaders().AcceptLanguage
            .Take(8)
            .OrderByDescending(language => language, StringWithQualityHeaderValueComparer.QualityComparer);
        foreach (var language in asked)
        {
            if (language.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
                return Chinese;
            if (language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                return English;
        }

        return Chinese;
    }
}
