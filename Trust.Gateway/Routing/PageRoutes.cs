using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Hosting.Composition;
using Trust.Hosting.Http;
using Trust.Web;

namespace Trust.Gateway.Routing;

/// <summary>Razor pages of the modules and of the design system, and the files they use.</summary>
internal static class PageRoutes
{
    private const string WebArea = "Web";

    // Pages of the program itself, which is there in every process.
    private const string OwnArea = "Gateway";

    public static void AddPages(this WebApplicationBuilder builder, TrustComposition composition)
    {
        // Files are served from the list made at build: the development handler would add an endpoint that takes any path.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddTrustWeb(options => options.DesignPage = composition.Environment.IsDevelopment);
        builder.Services.AddOptions<AntiforgeryOptions>().Configure<PublicOrigin>((options, origin) =>
        {
            // Lax, not Strict: somebody who arrives from an application's link keeps the value of the forms in their other windows.
            options.Cookie.Name = (origin.IsHttps ? "__Host-" : "") + "trust-form";
            options.Cookie.SecurePolicy = origin.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.Path = "/";
        });
        builder.Services.AddWords(typeof(PageRoutes).Assembly);
        builder.Services.AddSingleton<IChromeSource, DevelopmentBanner>();
        builder.Services.Configure<RazorPagesOptions>(options =>
        {
            // Trust.Web knows no zones: its own pages are open everywhere, the component page in Development only.
            options.Conventions.AddAreaFolderApplicationModelConvention(WebArea, "/", page =>
            {
                page.EndpointMetadata.Add(new AllowAnonymousAttribute());
                page.EndpointMetadata.Add(new InZoneAttribute(Zone.Both));
                page.EndpointMetadata.Add(new InRateClassAttribute(RateClass.Page));
            });
            options.Conventions.AddAreaFolderApplicationModelConvention(WebArea, "/Design", page => page.EndpointMetadata.Add(new DevelopmentOnlyAttribute()));
            options.Conventions.Add(new LocalModulesOnly(composition));
        });
    }

    public static void MapPages(this WebApplication app, TrustComposition composition)
    {
        app.MapStaticAssets().AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Unlimited);
        app.MapRazorPages().WithStaticAssets();
        app.MapTrustWeb().AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Page);
    }

    // Every module's pages are compiled into the program; those of a module that runs elsewhere are proxied, not served here.
    private sealed class LocalModulesOnly(TrustComposition composition) : IPageRouteModelConvention
    {
        public void Apply(PageRouteModel model)
        {
            if (model.AreaName is { } area && area is not (WebArea or OwnArea) && !composition.Modules.IsLocal(area.ToLowerInvariant()))
            {
                model.Selectors.Clear();
            }
        }
    }
}

/// <summary>The banner of a development installation that listens on other than loopback addresses.</summary>
internal sealed class DevelopmentBanner(TrustComposition composition, Words words) : IChromeSource
{
    public ValueTask FillAsync(PageChrome chrome, HttpContext context)
    {
        if (composition.Environment is { IsDevelopment: true, LoopbackOnly: false })
        {
            chrome.Banner ??= words["开发环境：账号、密钥和数据都是公开的演示内容。"];
        }

        return ValueTask.CompletedTask;
    }
}
