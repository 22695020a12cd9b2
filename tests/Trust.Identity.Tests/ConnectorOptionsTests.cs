using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Trust.Hosting.Modules;
using Trust.Hosting.Outbound;
using Trust.Hosting.Startup;
using Trust.Identity.Registry;
using Trust.Identity.Sms;

namespace Trust.Identity.Tests;

public sealed class ConnectorOptionsTests
{
    private const string GoodKey = "0f6b1c2d3e4f5a6b7c8d9e0f1a2b3c4d";

    public static TheoryData<string> Sections => [RegistryOptions.Section, SmsOptions.Section];

    [Fact]
    public void Development_needs_nothing()
    {
        var report = Read("Development");
        Assert.Empty(report.Faults);
    }

    [Fact]
    public void Production_names_all_that_is_missing_at_once()
    {
        var report = Read("Production");
        Assert.Equal(
            ["Trust:Identity:Registry:Key", "Trust:Identity:Registry:Url", "Trust:Identity:Sms:Key", "Trust:Identity:Sms:Url"],
            report.Faults.Select(fault => fault.Setting).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void Production_takes_an_https_address_and_a_key_of_its_own(string section)
    {
        var report = Read("Production", ($"{section}:Url", "https://service.example/v1"), ($"{section}:Key", GoodKey), ($"{section}:TimeoutSeconds", "60"));
        Assert.DoesNotContain(report.Faults, fault => fault.Setting.StartsWith(section, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Url", "http://service.example/v1", "must be an https address")]
    [InlineData("Url", "ftp://service.example/v1", "must be an https address")]
    [InlineData("Url", "https://user:password@service.example/v1", "without query, fragment or user")]
    [InlineData("Url", "https://service.example/v1?x=1", "without query, fragment or user")]
    [InlineData("Url", "https://trust.example/sandbox/registry/v1", "points to /sandbox")]
    [InlineData("Url", "https://trust.example/x/../%73andbox/sms/v1", "points to /sandbox")]
    [InlineData("Key", ConnectorOptions.DevelopmentKey, "is a known default")]
    [InlineData("Key", "0f6b1c2d3e4f5a6b7c8d9e0f1a2b3c4", "is shorter than 32")]
    [InlineData("Key", "                                  ", "is required")]
    [InlineData("TimeoutSeconds", "0", "must be between 1 and 60")]
    [InlineData("TimeoutSeconds", "61", "must be between 1 and 60")]
    [InlineData("TimeoutSeconds", "soon", "is not a Int32")]
    [InlineData("Uri", "https://service.example", "is not a known setting")]
    public void Fault_is_named_in_each_section_and_keeps_its_value_to_itself(string name, string value, string sentence)
    {
        foreach (var section in new[] { RegistryOptions.Section, SmsOptions.Section })
        {
            var good = new[] { ($"{section}:Url", "https://service.example/v1"), ($"{section}:Key", GoodKey) }.Where(setting => !setting.Item1.EndsWith($":{name}", StringComparison.Ordinal));
            var report = Read("Production", [.. good, ($"{section}:{name}", value)]);
            var fault = Assert.Single(report.Faults, fault => fault.Setting.StartsWith(section, StringComparison.Ordinal));
            Assert.Equal($"{section}:{name}", fault.Setting);
            Assert.Contains(sentence, fault.Sentence, StringComparison.Ordinal);
            Assert.DoesNotContain(GoodKey[..^1], fault.Sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Development_may_call_any_service()
    {
        var report = Read("Development", ("Trust:Identity:Sms:Url", "http://localhost:5999/v1"), ("Trust:Identity:Sms:Key", GoodKey));
        Assert.Empty(report.Faults);
    }

    private static StartupReport Read(string environment, params (string Key, string Value)[] settings)
    {
        var report = new StartupReport();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        var read = TrustEnvironment.Read(configuration, new HostingEnvironment { EnvironmentName = environment }, report);
        var module = new ModuleBuilder("identity", new ServiceCollection(), configuration, read, report);
        module.AddRegistry();
        module.AddSms();
        return report;
    }
}
