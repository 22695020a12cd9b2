using Trust.Testing;

namespace Trust.Browser.Tests.Identity;

/// <summary>A program whose staff acts need passkeys, as they do everywhere but in Development.</summary>
public sealed class SecureNode : IAsyncLifetime
{
    private GatewayNode? gateway;

    public string Address => gateway!.Address;

    public async Task InitializeAsync()
    {
        if (Machine.HasChromium)
        {
            gateway = await GatewayNode.StartAsync("--Trust:Identity:Staff:ActLevels:Act=staff:l2", "--Trust:Identity:Staff:ActLevels:Confirm=staff:l2");
        }
    }

    public async Task DisposeAsync()
    {
        if (gateway is not null)
        {
            await gateway.DisposeAsync();
        }
    }
}
