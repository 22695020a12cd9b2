using Trust.Hosting.Modules;
using Trust.Hosting.Outbound;

namespace Trust.Identity.Registry;

internal static class RegistryRegistration
{
    public static void AddRegistry(this ModuleBuilder module) => module.AddConnector<PopulationRegistry, RegistryOptions>("registry", "/sandbox/registry/v1");
}
