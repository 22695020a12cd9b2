using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trust.Crypto.Keys;
using Trust.Hosting.Keys;
using Trust.Hosting.Modules;
using Trust.License.Api;
using Trust.License.Data;
using Trust.License.Holding;
using Trust.License.Issuing;
using Trust.License.Log;
using Trust.License.Looking;
using Trust.License.States;
using Trust.License.Types;
using Trust.Hosting.Data;
using Trust.Web;

namespace Trust.License;

/// <summary>Electronic licences (电子证照): issued, logged, sealed, and found by their QR code.</summary>
public sealed class LicenseModule : ITrustModule
{
    /// <inheritdoc/>
    public string Name => "license";

    /// <inheritdoc/>
    public IReadOnlyList<string> PublicPaths => ["/admin/license/{**rest}", "/me/licences/{**rest}", "/api/license/{**rest}", "/v/{**rest}", "/log/{**rest}"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Calls => ["seal", "identity"];

    /// <inheritdoc/>
    public IReadOnlyList<(KeyPurpose Purpose, KeyAlgorithm Algorithm)> Keys =>
    [
        (KeyPurpose.Log, KeyAlgorithm.Sm2), (KeyPurpose.DataEncryption, KeyAlgorithm.Symmetric256), (KeyPurpose.LookupHash, KeyAlgorithm.Symmetric256),
    ];

    /// <inheritdoc/>
    public void AddFrame(ModuleBuilder module)
    {
        ArgumentNullException.ThrowIfNull(module);
        module.Services.AddWords(typeof(LicenseModule).Assembly);
        module.Services.AddScoped<IChromeSource, LicenceChrome>();
    }

    /// <inheritdoc/>
    public void AddServices(ModuleBuilder module)
    {
        ArgumentNullException.ThrowIfNull(module);
        module.AddModuleDatabase<LicenseDbContext, SqliteLicenseDbContext, PostgresLicenseDbContext>();
        module.AddOptions<LicenseOptions>();
        var services = module.Services;
        services.AddKeyedSingleton(Name, (provider, _) => new FieldCipher(provider.GetRequiredService<KeyFolder>(), Name));
        services.AddKeyedSingleton(Name, (provider, _) => new LookupHash(provider.GetRequiredService<KeyFolder>(), Name));
        services.AddSingleton<LicenceTypeCatalogue>().AddSingleton<VersionFiles>();
        services.AddSingleton<LogKey>().AddScoped<AppendToLog>().AddScoped<ReadLog>();
        services.AddScoped<IssueLicence>().AddScoped<FinishIssuing>().AddScoped<LookUpLicence>();
        services.AddSingleton<TellHolders>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<TellHolders>());
        services.AddScoped<HeldLicences>().AddScoped<ShowOnce>();
        services.AddScoped<ChangeState>().AddScoped<StateHistory>();
        services.AddSingleton<RecoverIssuing>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<RecoverIssuing>());
        services.AddScoped<LicenseStore>();
        if (module.Environment.IsDevelopment)
        {
            services.AddSingleton<IHostedService, DemoLicences>();
        }
    }

    /// <inheritdoc/>
    public void AddRemote(ModuleBuilder module)
    {
        // Nobody calls License yet: its public paths are all that another process serves.
    }

    /// <inheritdoc/>
    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        LogEndpoints.Map(endpoints);
        LicenceApi.Map(endpoints);
    }

    /// <inheritdoc/>
    public void MapOperations(RouteGroupBuilder operations)
    {
        // See AddRemote.
    }

    /// <inheritdoc/>
    public IModuleStore? Store(IServiceProvider services) => services.GetRequiredService<LicenseStore>();
}
