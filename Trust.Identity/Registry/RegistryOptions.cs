using Trust.Hosting.Outbound;
using Trust.Hosting.Startup;

namespace Trust.Identity.Registry;

/// <summary>Where the population registry answers.</summary>
internal sealed class RegistryOptions : ConnectorOptions, ITrustOptions
{
    public static string Section => "Trust:Identity:Registry";

    public void Validate(StartupReport report, TrustEnvironment environment) => Validate(Section, report, environment);
}
