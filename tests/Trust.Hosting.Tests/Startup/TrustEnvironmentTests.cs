using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Tests.Startup;

public sealed class TrustEnvironmentTests
{
    [Theory]
    [InlineData("Development", true)]
    [InlineData("development", false)]
    [InlineData("DEVELOPMENT", false)]
    [InlineData("Development ", false)]
    [InlineData(" Development", false)]
    [InlineData("Dev", false)]
    [InlineData("Development2", false)]
    [InlineData("Ｄevelopment", false)]
    [InlineData("Staging", false)]
    [InlineData("Production", false)]
    [InlineData("", false)]
    public void Only_the_exact_name_is_development(string name, bool expected) => Assert.Equal(expected, Read(out _, name).IsDevelopment);

    [Theory]
    [InlineData("http://localhost:5080")]
    [InlineData("https://localhost:5443")]
    [InlineData("HTTP://LOCALHOST:5080")]
    [InlineData("http://localhost")]
    [InlineData("http://localhost:5080/")]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://127.8.8.8:5080")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://[0:0:0:0:0:0:0:1]:5080")]
    [InlineData("http://localhost:5080;https://127.0.0.1:5443; http://[::1]:5081")]
    public void Development_on_this_machine_alone_is_development(string urls)
    {
        var environment = Read(out var report, settings: ("urls", urls));
        Assert.Empty(report.Faults);
        Assert.True(environment.IsDevelopment);
    }

    [Theory]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://192.168.1.7:5080")]
    [InlineData("http://10.0.0.7:5080")]
    [InlineData("http://[fe80::1]:5080")]
    [InlineData("http://trust.example:5080")]
    [InlineData("http://localhost.evil.example:5080")]
    [InlineData("http://127.0.0.1.evil.example:5080")]
    [InlineData("http://128.0.0.1:5080")]
    [InlineData("http://localhost:5080;http://0.0.0.0:5081")]
    public void Development_that_others_reach_is_refused(string urls)
    {
        var environment = Read(out var report, settings: ("urls", urls));
        Assert.False(environment.IsDevelopment);
        Assert.Contains(report.Faults, fault => fault.Sentence.Contains("Development listens on loopback addresses only", StringComparison.Ordinal));
    }

    // Kestrel listens to everyone under each of these, while a reader of addresses may see this machine.
    [Theory]
    [InlineData("http://loopback:5080")]
    [InlineData("http://evil@localhost:5080")]
    [InlineData("http://evil:x@127.0.0.1:5080")]
    [InlineData("http://localhost:5080#evil")]
    [InlineData("http://localhost:5080?evil")]
    [InlineData("http://localhost:5080/path")]
    [InlineData("http://localhost\\@evil:5080")]
    [InlineData("http://*.localhost:5080")]
    [InlineData("http://*@localhost:5080")]
    [InlineData("http://unix:/tmp/socket")]
    [InlineData("ftp://localhost:5080")]
    [InlineData("localhost:5080")]
    [InlineData("//localhost:5080")]
    [InlineData("nonsense")]
    public void Address_that_two_readers_could_understand_differently_is_refused(string urls)
    {
        Read(out var report, settings: ("urls", urls));
        Assert.Contains(report.Faults, fault => fault.Setting == "urls");
        Read(out var production, "Production", ("urls", urls));
        Assert.Contains(production.Faults, fault => fault.Setting == "urls");
    }

    [Theory]
    [InlineData("http_ports", "8080")]
    [InlineData("https_ports", "8443")]
    [InlineData("http_ports", "8080;8081")]
    public void Ports_without_an_address_are_open_to_everyone(string setting, string ports)
    {
        var environment = Read(out var report, settings: [(setting, ports)]);
        Assert.False(environment.IsDevelopment);
        Assert.NotEmpty(report.Faults);
        Assert.Equal(ports.Split(';').Length, environment.PublicUrls.Count);

        // Beside an address Kestrel opens no ports, so they open nothing here either.
        Assert.True(Read(out _, settings: [("urls", "http://localhost:5080"), (setting, ports)]).IsDevelopment);
    }

    [Theory]
    [InlineData("http://localhost:5081", true)]
    [InlineData("http://127.0.0.1:5081", true)]
    [InlineData("http://*:5081", false)]
    [InlineData("http://0.0.0.0:5081", false)]
    [InlineData("http://loopback:5081", false)]
    public void Endpoints_of_Kestrel_count_as_well(string url, bool expected)
    {
        var environment = Read(out var report, settings: [("urls", "http://localhost:5080"), ("Kestrel:Endpoints:Second:Url", url)]);
        Assert.Equal(expected, environment.IsDevelopment && report.Faults.Count == 0);
    }

    [Theory]
    [InlineData("http://localhost:5090", true)]
    [InlineData("http://0.0.0.0:5090", false)]
    [InlineData("https://10.0.0.7:5090", false)]
    public void Internal_addresses_count_as_well(string url, bool expected) => Assert.Equal(expected, Read(out _, settings: ("Trust:Internal:Urls", url)).IsDevelopment);

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    [InlineData("1", false)]
    [InlineData("yes", false)]
    [InlineData("", false)]
    public void Remote_development_is_allowed_by_one_word_only(string value, bool expected)
    {
        (string, string)[] settings = [("urls", "http://0.0.0.0:5080"), ("Trust:AllowRemoteDevelopment", value)];
        Assert.Equal(expected, Read(out _, settings: settings).IsDevelopment);
        Assert.False(Read(out _, "Production", settings).IsDevelopment);
    }

    [Fact]
    public void Without_an_address_the_platform_listens_on_this_machine()
    {
        Assert.Equal([new Uri(TrustEnvironment.DefaultUrl)], Read(out _).PublicUrls);
        Assert.True(Read(out _).IsDevelopment);
    }

    [Fact]
    public void Process_of_modules_only_needs_no_address_for_people() =>
        Assert.Empty(Read(out _, settings: [("Trust:Internal:Urls", "http://localhost:5090"), ("Trust:Modules:Only:0", "identity")]).PublicUrls);

    private static TrustEnvironment Read(out StartupReport report, string name = "Development", params (string Key, string Value)[] settings)
    {
        report = new StartupReport();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build();
        return TrustEnvironment.Read(configuration, new HostingEnvironment { EnvironmentName = name }, report);
    }
}
