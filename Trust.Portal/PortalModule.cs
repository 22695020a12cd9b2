using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Trust.Crypto.Keys;
using Trust.Hosting.Modules;
using Trust.Portal.Home;
using Trust.Web;

namespace Trust.Portal;

/// <summary>The public portal (政务服务门户): home page, and later items, cases and supervision.</summary>
public sealed class PortalModule : ITrustModule
{
    /// <inheritdoc/>
    public string Name => "portal";

    /// <inheritdoc/>
    public IReadOnlyList<string> PublicPaths => ["/", "/about/{**rest}", "/items/{**rest}", "/me", "/office/{**rest}", "/admin/portal/{**rest}", "/api/portal/{**rest}"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Calls => ["identity"];

    /// <inheritdoc/>
    public IReadOnlyList<(KeyPurpose Purpose, KeyAlgorithm Algorithm)> Keys => [];

    /// <inheritdoc/>
    public void AddFrame(ModuleBuilder module)
    {
        ArgumentNullException.ThrowIfNull(module);
        module.Services.AddWords(typeof(PortalModule).Assembly);
        module.Services.AddSingleton<IChromeSource, SiteChrome>();
    }

    /// <inheritdoc/>
    public void AddServices(ModuleBuilder module)
    {
        ArgumentNullException.ThrowIfNull(module);
        module.AddOptions<PortalOptions>();
        module.Services.AddScoped<Greeting>();
        module.Services.AddScoped<IChromeSource, PersonChrome>();
    }

    /// <inheritdoc/>
    public void AddRemote(ModuleBuilder module)
    {
        // Calls run from the portal to the other modules, never to it.
    }

    /// <inheritdoc/>
    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        // Pages only.
    }

    /// <inheritdoc/>
    public void MapOperations(RouteGroupBuilder operations)
    {
        // No module calls the portal.
    }

    /// <inheritdoc/>
    public IModuleStore? Store(IServiceProvider services) => null;
}
