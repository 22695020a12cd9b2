using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trust.Crypto.Keys;
using Trust.Documents.Verification;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Hosting.Modules;
using Trust.License.Api;
using Trust.License.Checking;
using Trust.License.Data;
using Trust.License.Holding;
using Trust.License.Issuing;
using Trust.License.Log;
using Trust.License.Looking;
using Trust.License.States;
using Trust.License.Types;
using Trust.Web;

namespace Trust.License;

/// <summary>Electronic licences (电子证照): issued, logged, sealed, and found by their QR code.</summary>
public sealed class LicenseModule : ITrustModule
{
    // Where files are sent to.
    private const string ApiPath = "/api/license/{**rest}";
    private const string CheckPath = "/verify";

    /// <inheritdoc/>
    public string Name => "license";

    /// <inheritdoc/>
    public IReadOnlyList<string> PublicPaths => ["/admin/license/{**rest}", "/me/licences/{**rest}", ApiPath, "/v/{**rest}", "/log/{**rest}", CheckPath, "/verify/licence/{**rest}"];

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
        services.AddScoped<IssueLicence>().AddScoped<FinishIssuing>().AddScoped<LookUpLicence>().AddScoped<HandOutFile>();
        services.AddSingleton<TellHolders>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<TellHolders>());
        services.AddScoped<HeldLicences>().AddScoped<ShowOnce>();
        services.AddScoped<ChangeState>().AddScoped<StateHistory>();
        services.AddSingleton<CheckTurns>().AddSingleton<ForgetLooks>().AddScoped<CheckLicenceFile>().AddScoped<CheckNumber>().AddScoped<KeepReport>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ForgetLooks>());
        services.AddSingleton<RecoverIssuing>().AddSingleton<PublishedStates>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<RecoverIssuing>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<PublishedStates>());
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
        CheckEndpoints.Map(endpoints);
    }

    /// <inheritdoc/>
    public void MapOperations(RouteGroupBuilder operations)
    {
        // See AddRemote.
    }

    /// <inheritdoc/>
    public long? LargestBody(string publicPath, IConfiguration configuration) => publicPath is ApiPath or CheckPath
        ? LicenceUpload.BodyLimit((configuration.GetSection(LicenseOptions.Section).Get<LicenseOptions>() ?? new LicenseOptions()).LargestFile)
        : null;

    /// <inheritdoc/>
    public IModuleStore? Store(IServiceProvider services) => services.GetRequiredService<LicenseStore>();

    /// <summary>Judges a file as a licence where nothing can be asked: by the file, the verdict on its seals and the folder that the node wrote.</summary>
    /// <param name="file">The file.</param>
    /// <param name="seal">Verdict on its seals.</param>
    /// <param name="folder">The folder <c>trust</c>; it may be missing.</param>
    /// <param name="now">When.</param>
    /// <returns>The report with the checks of a licence, the same as JSON with force, state and facts, and lines for people. A file that is no licence keeps the report on its seals.</returns>
    public static (VerificationReport Report, string Json, IReadOnlyList<string> Lines) CheckFile(ReadOnlyMemory<byte> file, VerificationReport seal, string folder, DateTimeOffset now)
    {
        var (report, remarks) = TrustFolder.Judge(file, seal, folder, now);
        return (report.Report, report.ToJson(), [.. report.Lines(), .. remarks.Select(remark => $"! {remark}")]);
    }
}
