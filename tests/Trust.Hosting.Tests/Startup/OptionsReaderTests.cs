using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Tests.Startup;

public sealed class OptionsReaderTests
{
    private const string Canary = "canary-7f3e9b-value";

    public static TheoryData<string> Places => new()
    {
        "Address", "Addresses:0", "Addresses:5", "Named:bank", "Part:Address", "Part:Inner:Address", "Deep:north:0:Address", "Deep:north:1:Inner:Address",
    };

    [Fact]
    public void Everything_is_read_where_nothing_is_wrong()
    {
        var options = Read(
            out var report,
            settings:
            [
                ("Number", "9"), ("Switch", "TRUE"), ("Wait", "00:00:05"), ("choice", "second"), ("Id", ""), ("Text", ""), ("Password", Canary), ("Address", "https://a.example/x"), ("Words:0", "one"),
                ("Addresses:0", "https://b.example"), ("Named:bank", "https://c.example"), ("Part:Key", "k"), ("Deep:north:0:Number", "3"),
            ]);
        Assert.Empty(report.Faults);
        Assert.Equal((9, true, 5.0, SampleChoice.Second), (options.Number, options.Switch, options.Wait.TotalSeconds, options.Choice));
        Assert.Equal((Canary, "k", 3), (options.Password?.Reveal(), options.Part.Key?.Reveal(), options.Deep["north"][0].Number));
        Assert.Equal(["one"], options.Words);
    }

    [Theory]
    [InlineData("Numbr", "1")]
    [InlineData("Section", "x")]
    [InlineData("Part:Adress", "https://a.example")]
    [InlineData("Deep:north:0:Nummer", "1")]
    [InlineData("Number:More", "1")]
    [InlineData("Password:value", Canary)]
    [InlineData("Address:OriginalString", "https://a.example")]
    [InlineData("Text:x", "y")]
    [InlineData("Words:0:x", "y")]
    public void Unknown_name_is_named(string name, string value)
    {
        Read(out var report, settings: (name, value));
        Assert.Equal(new StartupFault($"Trust:Sample:{name}", "is not a known setting."), Assert.Single(report.Faults));
    }

    [Theory]
    [InlineData("Number", "many")]
    [InlineData("Number", "")]
    [InlineData("Number", "99999999999999")]
    [InlineData("Number", "1.5")]
    [InlineData("Switch", "on")]
    [InlineData("Switch", "")]
    [InlineData("Wait", "soon")]
    [InlineData("Choice", "Third")]
    [InlineData("Choice", "7")]
    [InlineData("Choice", "First,Third")]
    [InlineData("Choice", "")]
    [InlineData("Id", "x")]
    [InlineData("Address", "www.example")]
    [InlineData("Address", "/relative")]
    [InlineData("Address", "/sandbox/sms")]
    [InlineData("Addresses:0", "no address")]
    [InlineData("Named:bank", "no address")]
    [InlineData("Part:Number", "x")]
    [InlineData("Deep:north:0:Number", "x")]
    [InlineData("Words", "one value instead of a list")]
    [InlineData("Part", "one value instead of a section")]
    [InlineData("Named", "https://a.example")]
    public void Value_of_a_wrong_type_is_named_and_not_repeated(string name, string value)
    {
        var options = Read(out var report, settings: (name, value));
        var fault = Assert.Single(report.Faults);
        Assert.Equal($"Trust:Sample:{name}", fault.Setting);
        if (value.Length > 1)
        {
            Assert.DoesNotContain(value, fault.Sentence, StringComparison.Ordinal);
        }

        Assert.Equal(7, options.Number);
    }

    [Fact]
    public void All_faults_are_told_at_once_and_none_repeats_a_value()
    {
        Read(
            out var report,
            settings:
            [
                ("Number", Canary), ("Switch", Canary), ("Wait", Canary), ("Choice", Canary), ("Id", Canary), ("Address", Canary), ("Words", Canary), ("Nothing", Canary), ("Part:Nothing", Canary),
                ("Password:value", Canary), ("Deep:north:0:Number", Canary),
            ]);
        Assert.Equal(11, report.Faults.Count);
        Assert.DoesNotContain(Canary, report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_rules_are_told_together()
    {
        Read(out var report, settings: [("Number", "-1"), ("Text", "forbidden")]);
        Assert.Equal(["Trust:Sample:Number", "Trust:Sample:Text"], report.Faults.Select(fault => fault.Setting));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Sandbox_address_outside_development_is_found_wherever_it_hides(string place)
    {
        Read(out var report, "Production", (place, "https://sms.example/sandbox/sms"));
        Assert.Contains("points to /sandbox", Assert.Single(report.Faults).Sentence, StringComparison.Ordinal);
        Read(out var development, "Development", (place, "https://sms.example/sandbox/sms"));
        Assert.Empty(development.Faults);
        Read(out var good, "Production", (place, "https://sms.example/gateway/sandbox"));
        Assert.Empty(good.Faults);
    }

    [Theory]
    [InlineData("https://h.example/sandbox")]
    [InlineData("https://h.example/sandbox/")]
    [InlineData("https://h.example/sandbox?x=1")]
    [InlineData("https://h.example/sandbox#x")]
    [InlineData("https://h.example/SANDBOX/x")]
    [InlineData("https://h.example/SandBox")]
    [InlineData("https://h.example//sandbox")]
    [InlineData("https://h.example///sandbox/x")]
    [InlineData("https://h.example/%73andbox")]
    [InlineData("https://h.example/%53%41%4e%44%42%4f%58/x")]
    [InlineData("https://h.example/x/../sandbox")]
    [InlineData("https://h.example/x/%2e%2e/sandbox")]
    [InlineData("https://h.example/./sandbox")]
    [InlineData("https://h.example/%2fsandbox")]
    [InlineData("https://h.example\\sandbox")]
    [InlineData("https://h.example/\\sandbox")]
    [InlineData("https://h.example/%5csandbox")]
    [InlineData("https:\\\\h.example\\sandbox")]
    [InlineData("http://127.0.0.1:5080/sandbox/otlp")]
    public void Sandbox_address_in_disguise_is_refused(string address)
    {
        Read(out var report, "Production", ("Address", address));
        Assert.Equal("Trust:Sample:Address", Assert.Single(report.Faults).Setting);
    }

    [Theory]
    [InlineData("https://h.example/sandboxes")]
    [InlineData("https://h.example/x/sandbox")]
    [InlineData("https://sandbox.example/")]
    [InlineData("https://h.example/?to=/sandbox")]
    [InlineData("https://h.example/sandbox/../x")]
    public void Address_that_only_sounds_like_the_sandbox_is_accepted(string address)
    {
        Read(out var report, "Production", ("Address", address));
        Assert.Empty(report.Faults);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("false", false)]
    [InlineData("1", false)]
    [InlineData("", false)]
    public void Staging_node_may_use_its_sandbox(string staging, bool allowed)
    {
        Read(out var report, "Production", ("Address", "https://h.example/sandbox"), (":Trust:Sandbox:Staging", staging));
        Assert.Equal(allowed, report.Faults.Count == 0);
    }

    [Fact]
    public void Misspelt_section_is_named_and_a_known_one_is_not()
    {
        var report = new StartupReport();
        report.KnowSection("Trust:Sample");
        report.KnowSection("Trust:Deep:Below");
        report.CheckSections(Configuration([("Number", "1"), (":Trust:Sampel:Number", "1"), (":Trust:Deep:Below:X", "1"), (":Trust:Seal:X", "1")]), ["seal"]);
        Assert.Equal("Trust:Sampel", Assert.Single(report.Faults).Setting);
    }

    [Fact]
    public void Misspelt_part_of_a_module_is_named_where_the_module_reads_parts()
    {
        var report = new StartupReport();
        report.KnowSection("Trust:Seal:Part");
        report.KnowSection("Trust:Portal");
        var configuration = Configuration([(":Trust:seal:Part:Url", "x"), (":Trust:seal:Prat:Url", "x"), (":Trust:seal:Loose", "x"), (":Trust:Portal:Own", "x"), (":Trust:License:Elsewhere:X", "x")]);
        report.CheckSections(configuration, ["seal", "portal", "license"]);
        Assert.Equal(["Trust:seal:Loose", "Trust:seal:Prat"], report.Faults.Select(fault => fault.Setting).Order(StringComparer.Ordinal));
    }

    private static SampleOptions Read(out StartupReport report, string environment = "Development", params (string Key, string Value)[] settings)
    {
        report = new StartupReport();
        var configuration = Configuration(settings);
        var known = TrustEnvironment.Read(configuration, new HostingEnvironment { EnvironmentName = environment }, report);
        return OptionsReader.Read<SampleOptions>(configuration, known, report);
    }

    // A key that begins with a colon is one of the whole configuration.
    private static IConfiguration Configuration((string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key.StartsWith(':') ? pair.Key[1..] : $"Trust:Sample:{pair.Key}", (string?)pair.Value)))
        .Build();
}
