using System.Text.Json;
using Trust.Testing;

namespace Trust.Browser.Tests.License;

/// <summary>README's tour, done as it stands there: on the program that a reader starts, and in the shape of a real deployment.</summary>
[Collection(nameof(BrowserNode))]
public sealed class TourTests(BrowserNode browser)
{
    [ChromiumTheory]
    [InlineData(1280)]
    [InlineData(390)]
    [Requirement("LIC-01")]
    [Requirement("LIC-06")]
    [Requirement("GOV-31")]
    public async Task Tour_of_the_readme_is_done_as_it_stands_there(int width)
    {
        await using var node = await GatewayNode.StartAsync("--Trust:License:DemoLicences=true");
        try
        {
            await PlayAsync(node.Address, node.DataFolder, width, "");
        }
        catch (InvalidOperationException)
        {
            await File.WriteAllTextAsync(Path.Combine(BrowserNode.Screens, $"tour-{width}.log"), node.Output);
            throw;
        }
    }

    [ChromiumFact]
    [Requirement("ARC-34")]
    public async Task Tour_is_done_in_two_processes_on_PostgreSQL_with_Redis()
    {
        if (Machine.Postgres is null || Machine.Redis is null)
        {
            Assert.Fail("PostgreSQL and Redis are needed: run ./test.sh.");
        }

        await using var node = await TwoProcessNode.StartAsync();
        await PlayAsync(node.Address, node.DataFolder, 1280, "full-");
    }

    private async Task PlayAsync(string address, string data, int width, string name)
    {
        var steps = TourScript.Read(await File.ReadAllTextAsync(Path.Combine(GatewayNode.Root, "README.md")));
        Assert.Equal(8, steps.Count);
        await using var player = new TourPlayer(browser, address, data, new View(Width: width, Height: width == 390 ? 844 : 900), name);
        foreach (var step in steps)
        {
            await player.PlayAsync(step);
        }

        Assert.Equal(["./verify licence.ofd", "./verify licence.ofd --json", "curl -s http://localhost:5080/log/checkpoint"], player.Commands.Select(command => command.Command));
        Assert.All(player.Commands, command => Assert.True(command.ExitCode == 0, $"{command.Command}: {command.ExitCode}\n{command.Output}"));
        var report = JsonDocument.Parse(player.Commands[1].Output).RootElement;
        Assert.Equal(("TOTAL_PASSED", "notInForce", "revoked"), (report.GetProperty("indication").GetString(), report.GetProperty("force").GetString(), report.GetProperty("state").GetString()));
        Assert.StartsWith(new Uri(address).Authority + "/log\n", player.Commands[2].Output, StringComparison.Ordinal);

        // Neither number, nor code, nor secret was ever part of an address.
        Assert.All(player.Addresses, shown => Assert.DoesNotMatch("91990101MA0QHCP131|JY19901020052177|1990000000", shown));
    }
}
