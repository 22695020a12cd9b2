using Trust.Testing;

namespace Trust.Browser.Tests.Identity;

/// <summary>The platform on any port, and the sample application of a department on the one that demo clients are registered with.</summary>
public sealed class SampleNode : IAsyncLifetime
{
    public const string Address = "http://localhost:5090";

    private GatewayNode? gateway;
    private GatewayProcess? sample;

    public string Platform => gateway!.Address;

    public async Task InitializeAsync()
    {
        if (!Machine.HasChromium)
        {
            return;
        }

        gateway = await GatewayNode.StartAsync("--Trust:Identity:Codes:PerSourceAndHour=1000");
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(GatewayNode.Root, "tests", "samples", "web", "bin", framework.Parent!.Name, framework.Name, "Trust.Samples.Web.dll");
        sample = GatewayProcess.Start([$"--Authority={Platform}", $"--urls={Address}"], program: program);
        await sample.WaitForAsync(new Uri($"{Address}/"));
    }

    public async Task DisposeAsync()
    {
        if (sample is not null)
        {
            await sample.DisposeAsync();
        }

        if (gateway is not null)
        {
            await gateway.DisposeAsync();
        }
    }
}
