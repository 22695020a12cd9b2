using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trust.Contracts.Seal;
using Trust.Crypto.Keys;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Hosting.Modules;
using Trust.Hosting.Startup;
using Trust.Seal.Api;
using Trust.Seal.Data;
using Trust.Seal.Grants;
using Trust.Seal.LifeCycle;
using Trust.Seal.Making;
using Trust.Seal.Pki;
using Trust.Seal.Signing;
using Trust.Seal.Verification;
using Trust.Web;

namespace Trust.Seal;

/// <summary>Electronic seals (电子印章) through their whole life, sealing of documents, and the check of anybody's sealed file.</summary>
public sealed class SealModule : ITrustModule
{
    // Where files are sent to.
    private const string ApiPath = "/api/seal/{**rest}";
    private const string CheckPath = "/verify/seal/{**rest}";

    /// <inheritdoc/>
    public string Name => "seal";

    /// <inheritdoc/>
    public IReadOnlyList<string> PublicPaths => ["/admin/seal/{**rest}", ApiPath, "/pki/{**rest}", CheckPath];

    /// <inheritdoc/>
    public IReadOnlyList<string> Calls => ["identity"];

    /// <inheritdoc/>
    public IReadOnlyList<(KeyPurpose Purpose, KeyAlgorithm Algorithm)> Keys =>
    [
        (KeyPurpose.SealMaker, KeyAlgorithm.Sm2), (KeyPurpose.Tsa, KeyAlgorithm.Sm2), (KeyPurpose.DataEncryption, KeyAlgorithm.Symmetric256),
    ];

    /// <inheritdoc/>
    public void AddFrame(ModuleBuilder module)
    {
        ArgumentNullException.ThrowIfNull(module);
        module.Services.AddWords(typeof(SealModule).Assembly);
        module.Services.AddScoped<IChromeSource, SealChrome>();
    }

    /// <inheritdoc/>
    public void AddServices(ModuleBuilder module)
    {
        ArgumentNullException.ThrowIfNull(module);
        module.AddModuleDatabase<SealDbContext, SqliteSealDbContext, PostgresSealDbContext>();
        module.AddOptions<SealOptions>();
        var services = module.Services;
        services.AddKeyedSingleton(Name, (provider, _) => new FieldCipher(provider.GetRequiredService<KeyFolder>(), Name));
        services.AddSingleton<SealKeys>();
        services.AddSingleton<IssuingAuthority>().AddSingleton<TimeStampService>().AddSingleton<IssueRevocationList>().AddSingleton<PublishedTrust>();
        services.AddSingleton<SigningClock>().AddSingleton<RecoverUses>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<SigningClock>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<RecoverUses>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<PublishedTrust>());
        services.AddSingleton<IStartupCheck, AuthorityCheck>();
        services.AddScoped<OcspResponder>().AddScoped<RevokeCertificate>();
        services.AddSingleton<SealDrawing>().AddScoped<MakeSeal>().AddScoped<ActingPerson>().AddScoped<ApplyForSeal>().AddScoped<SealWork>().AddScoped<ChangeSeal>().AddScoped<ManageGrants>();
        services.AddSingleton<SealSigner>().AddScoped<UseIntents>().AddScoped<SealDocument>();
        services.AddScoped<DemoSeals>().AddScoped<SealStore>();
        services.AddScoped<ISeal, SealContract>();
        module.AddVerification();
    }

    /// <inheritdoc/>
    public void AddRemote(ModuleBuilder module) => module.AddContractClient<ISeal, SealClient>();

    /// <inheritdoc/>
    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        PkiEndpoints.Map(endpoints);
        PictureEndpoint.Map(endpoints);
        SealApi.Map(endpoints);
        VerificationEndpoints.Map(endpoints);
    }

    /// <inheritdoc/>
    public void MapOperations(RouteGroupBuilder operations) => SealOperations.Map(operations);

    /// <inheritdoc/>
    public long? LargestBody(string publicPath, IConfiguration configuration) => publicPath is ApiPath or CheckPath
        ? Upload.BodyLimit((configuration.GetSection(SealOptions.Section).Get<SealOptions>() ?? new SealOptions()).LargestFile)
        : null;

    /// <inheritdoc/>
    /// <remarks>A document of the largest size, there and back.</remarks>
    public TimeSpan Patience => TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public IModuleStore? Store(IServiceProvider services) => services.GetRequiredService<SealStore>();
}
