using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Modules;

/// <summary>What a module gets for registering itself.</summary>
/// <param name="name">Name of the module.</param>
/// <param name="services">Services of the process.</param>
/// <param name="configuration">Whole configuration.</param>
/// <param name="environment">Development or not.</param>
/// <param name="report">Where faults go.</param>
public sealed class ModuleBuilder(
    string name, IServiceCollection services, IConfiguration configuration, TrustEnvironment environment, StartupReport report)
{
    /// <summary>Name of the module.</summary>
    public string Name => name;

    /// <summary>Services of the process.</summary>
    public IServiceCollection Services => services;

    /// <summary>Whole configuration.</summary>
    public IConfiguration Configuration => configuration;

    /// <summary>Development or not.</summary>
    public TrustEnvironment Environment => environment;

    /// <summary>Where faults go.</summary>
    public StartupReport Report => report;

    /// <summary>Reads options once, registers them as a singleton and returns them; faults go to the report.</summary>
    /// <typeparam name="T">Options type.</typeparam>
    public T AddOptions<T>()
        where T : class, ITrustOptions, new()
    {
        if (services.FirstOrDefault(candidate => candidate.ServiceType == typeof(T))?.ImplementationInstance is T known)
        {
            return known;
        }

        var options = OptionsReader.Read<T>(configuration, environment, report);
        services.AddSingleton(options);
        return options;
    }
}
