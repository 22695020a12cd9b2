using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Trust.Identity.Tests;

/// <summary>A program inside the test listens nowhere: its connectors reach its own sandbox through memory instead.</summary>
internal static class SandboxWire
{
    public static IWebHostBuilder ReachesItsSandbox(this IWebHostBuilder host) => host.ConfigureTestServices(services =>
    {
        foreach (var name in new[] { "identity.registry", "identity.sms" })
        {
            services.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(provider => ((TestServer)provider.GetRequiredService<IServer>()).CreateHandler());
        }
    });
}
