using Trust.Hosting.Outbound;
using Trust.Testing;

namespace Trust.Gateway.Tests;

/// <summary>The published program under every name that is not exactly Development, and Development where strangers could reach it.</summary>
public sealed class RefusalTests(PublishedProgram published) : IClassFixture<PublishedProgram>, IDisposable
{
    private const int ConfigurationFault = 78;
    private const string MasterKey = $"--Trust:Keys:MasterKey={PublishedProgram.MasterKey}";

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("Production")]
    [InlineData("production")]
    [InlineData("Staging")]
    [InlineData("prod")]
    [InlineData("development")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Any_other_environment_names_all_faults_at_once(string? environment)
    {
        var (code, output) = await published.RunAsync(
            environment,
            $"--Trust:DataDirectory={published.DemoData}",
            $"--Trust:Keys:Directory={published.DevelopmentKeys}",
            "--Trust:Keys:MasterKey=trust-development-master-key-known-to-everybody",
            "--Trust:PublicUrl=http://trust.example",
            "--Trust:Telemetry:OtlpEndpoint=http://127.0.0.1:5080/sandbox/otlp",
            "--Trust:Identity:Registry:Url=https://trust.example/sandbox/registry/v1",
            "--Trust:Portal:PreviewPerson=林清和");
        Assert.Equal(ConfigurationFault, code);
        Assert.Contains("Trust:PublicUrl: must be an https address", output, StringComparison.Ordinal);
        Assert.Contains("Trust:Keys:MasterKey: is a known default", output, StringComparison.Ordinal);
        Assert.Contains("is a published development key", output, StringComparison.Ordinal);
        Assert.Contains("root.pem is a development certificate", output, StringComparison.Ordinal);
        Assert.Contains("front.pem is a development public key", output, StringComparison.Ordinal);
        Assert.Contains("Trust:Telemetry:OtlpEndpoint: points to /sandbox", output, StringComparison.Ordinal);
        Assert.Contains("Trust:Identity:Registry:Url: points to /sandbox", output, StringComparison.Ordinal);
        Assert.Contains("database of identity: holds demo rows", output, StringComparison.Ordinal);
        Assert.Contains("Trust:Portal:PreviewPerson: exists only in Development", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_without_anything_names_what_is_missing()
    {
        var (code, output) = await published.RunAsync("Production", $"--Trust:DataDirectory={folder.Path}");
        Assert.Equal(ConfigurationFault, code);
        Assert.Contains("Trust:PublicUrl: is required", output, StringComparison.Ordinal);
        Assert.Contains("Trust:Keys:MasterKey: is required", output, StringComparison.Ordinal);
        Assert.Contains("Trust:Keys:Directory: is required", output, StringComparison.Ordinal);
        Assert.Contains("database of identity: is not migrated", output, StringComparison.Ordinal);
        foreach (var setting in new[] { "Trust:Identity:Registry:Url", "Trust:Identity:Registry:Key", "Trust:Identity:Sms:Url", "Trust:Identity:Sms:Key" })
        {
            Assert.Contains($"{setting}: is required", output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://0.0.0.0:{0}")]
    [InlineData("http://*:{0}")]
    [InlineData("http://[::]:{0}")]
    [InlineData("http://trust.example:{0}")]
    public async Task Development_on_an_address_that_others_reach_is_refused(string urls)
    {
        var address = string.Format(System.Globalization.CultureInfo.InvariantCulture, urls, GatewayProcess.FreePort());
        var (code, output) = await GatewayProcess.RunAsync([$"--urls={address}", $"--Trust:DataDirectory={folder.Path}"]);
        Assert.Equal(ConfigurationFault, code);
        Assert.Contains("Development listens on loopback addresses only", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_made_below_a_development_root_are_refused_too()
    {
        // Another set of development keys: none of its fingerprints is compiled in, only its names give it away.
        var keys = folder.At("keys");
        Assert.Equal(0, (await GatewayProcess.RunAsync(["keys-dev", "generate", keys])).ExitCode);
        var (code, output) = await published.RunAsync(
            "Production", $"--Trust:DataDirectory={folder.Path}", $"--Trust:Keys:Directory={keys}", MasterKey, "--Trust:PublicUrl=https://trust.example");
        Assert.Equal(ConfigurationFault, code);
        Assert.Contains("comes from a development root", output, StringComparison.Ordinal);
        Assert.DoesNotContain("is a published development key", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Misspelt_settings_and_values_of_a_wrong_type_are_all_named()
    {
        var (code, output) = await GatewayProcess.RunAsync(
        [
            "check", $"--Trust:DataDirectory={folder.Path}", "--Trust:Portal:PreviewPersn=x", "--Trust:Rates:Page=many",
            "--Trust:Rates:Api=0", "--Trust:Telemetri:OtlpEndpoint=http://x", "--Trust:Zone=moon", "--Trust:Modules:Seel:Url=http://x",
            "--Trust:Identity:Smss:Url=http://x",
        ]);
        Assert.Equal(ConfigurationFault, code);
        foreach (var setting in new[] { "Trust:Portal:PreviewPersn", "Trust:Rates:Page", "Trust:Rates:Api: must be between", "Trust:Telemetri", "Trust:Zone", "Trust:Modules:Seel", "Trust:Identity:Smss" })
        {
            Assert.Contains(setting, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_missing_key_is_named_before_anything_starts()
    {
        var keys = Directory.CreateDirectory(folder.At("keys")).FullName;
        foreach (var file in Directory.EnumerateFiles(published.RealKeys, "*.keys.json").Where(file => !Path.GetFileName(file).StartsWith("audit", StringComparison.Ordinal) && !Path.GetFileName(file).StartsWith("evidence", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(keys, Path.GetFileName(file)));
        }

        string[] settings = [$"--Trust:DataDirectory={folder.Path}", $"--Trust:Keys:Directory={keys}", MasterKey, "--Trust:PublicUrl=https://trust.example"];
        var (code, output) = await published.RunAsync("Production", ["check", .. settings]);
        Assert.Equal(ConfigurationFault, code);
        Assert.Contains("audit-identity.keys.json", output, StringComparison.Ordinal);
        Assert.Contains("evidence-identity.keys.json", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_that_calls_one_without_a_place_is_named()
    {
        var (code, output) = await GatewayProcess.RunAsync(["check", $"--Trust:DataDirectory={folder.Path}", "--Trust:Modules:Only=portal"]);
        Assert.Equal(ConfigurationFault, code);
        Assert.Contains("portal runs here and calls identity, which does not", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--http_ports={0}")]
    [InlineData("--Kestrel:Endpoints:Open:Url=http://0.0.0.0:{0}")]
    [InlineData("--Trust:Internal:Urls=http://192.0.2.7:{0}")]
    public async Task Development_listening_beyond_this_machine_in_any_other_way_is_refused(string setting)
    {
        var argument = string.Format(System.Globalization.CultureInfo.InvariantCulture, setting, GatewayProcess.FreePort());
        var (code, output) = await GatewayProcess.RunAsync([argument, $"--Trust:DataDirectory={folder.Path}"]);
        Assert.Equal(ConfigurationFault, code);
        Assert.Contains("Development listens on loopback addresses only", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demo row", "database of identity: holds demo rows")]
    [InlineData("sandbox", "points to /sandbox")]
    [InlineData("connector", "Trust:Identity:Sms:Key: is a known default")]
    [InlineData("master key", "Trust:Keys:MasterKey: is required")]
    public async Task Each_fault_alone_keeps_the_program_from_starting(string fault, string sentence)
    {
        string[] settings = [$"--Trust:Keys:Directory={published.RealKeys}", MasterKey, "--Trust:PublicUrl=https://trust.example", $"--Trust:DataDirectory={folder.At("data")}", .. GatewayProcess.OutsideServices];
        Assert.Equal(0, (await published.RunAsync("Production", ["migrate", .. settings])).ExitCode);
        string[] faulty = fault switch
        {
            "demo row" => [.. settings[..3], $"--Trust:DataDirectory={published.DemoData}", .. GatewayProcess.OutsideServices],
            "connector" => [.. settings, $"--Trust:Identity:Sms:Key={ConnectorOptions.DevelopmentKey}"],
            "sandbox" => [.. settings, "--Trust:Telemetry:OtlpEndpoint=https://trust.example/sandbox/otlp"],
            _ => [settings[0], .. settings[2..]],
        };
        var (code, output) = await published.RunAsync("Production", faulty);
        Assert.Equal(ConfigurationFault, code);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_is_wrong_usage()
    {
        var (code, output) = await GatewayProcess.RunAsync(["migrat"]);
        Assert.Equal(64, code);
        Assert.Contains("migrate", output, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
