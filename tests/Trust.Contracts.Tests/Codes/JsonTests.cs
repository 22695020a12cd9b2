using System.Diagnostics;
using System.Text.Json;
using Trust.Contracts.Codes;

namespace Trust.Contracts.Tests.Codes;

public sealed class JsonTests
{
    private static readonly CitizenIdNumber Number = CitizenIdNumber.Parse("11010519491231002X");
    private static readonly MobileNumber Mobile = MobileNumber.Parse("13800138000");

    [Fact]
    public void Body_written_by_a_plain_serialiser_leaks_nothing()
    {
        var json = JsonSerializer.Serialize(new Body(Number, Mobile, Number, UnifiedSocialCreditCode.Parse("91350100M000100Y43")), JsonSerializerOptions.Web);
        Assert.DoesNotContain("19491231", json, StringComparison.Ordinal);
        Assert.DoesNotContain("0013", json, StringComparison.Ordinal);
        Assert.Contains("110***********002X", json, StringComparison.Ordinal);
        Assert.Contains("91350100M000100Y43", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Wire_between_modules_carries_the_whole_value()
    {
        var body = new Body(Number, Mobile, null, UnifiedSocialCreditCode.Parse("91350100M000100Y43"));
        var json = JsonSerializer.Serialize(body, ContractJson.Options);
        Assert.Contains("11010519491231002X", json, StringComparison.Ordinal);
        Assert.Equal(body, JsonSerializer.Deserialize<Body>(json, ContractJson.Options));
    }

    [Fact]
    public void Masked_value_cannot_be_read_back()
    {
        var masked = JsonSerializer.Serialize(Number);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CitizenIdNumber>(masked));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CitizenIdNumber>(masked, ContractJson.Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<MobileNumber>(JsonSerializer.Serialize(Mobile)));
    }

    [Fact]
    public void Refusal_does_not_repeat_the_text()
    {
        var json = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CitizenIdNumber>("\"110105194912310021\""));
        var format = Assert.Throws<FormatException>(() => CitizenIdNumber.Parse("110105194912310021"));
        Assert.DoesNotContain("110105", json.ToString() + format, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CitizenIdNumber>("17"));
    }

    [Fact]
    public void Plain_serialiser_reads_a_whole_value() =>
        Assert.Equal(Number, JsonSerializer.Deserialize<CitizenIdNumber>("\"11010519491231002x\""));

    [Fact]
    public void Only_the_wire_accepts_a_credit_code_that_the_registry_confirmed()
    {
        const string Json = "\"91350100M000100Y44\"";
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<UnifiedSocialCreditCode>(Json));
        Assert.True(JsonSerializer.Deserialize<UnifiedSocialCreditCode>(Json, ContractJson.Options).NeedsRegistryConfirmation);
    }

    [Fact]
    public void Public_codes_serve_as_keys_of_an_object()
    {
        var regions = new Dictionary<RegionCode, int> { [RegionCode.Parse("350000")] = 1 };
        var json = JsonSerializer.Serialize(regions);
        Assert.Equal("""{"350000":1}""", json);
        Assert.Equal(1, JsonSerializer.Deserialize<Dictionary<RegionCode, int>>(json)![RegionCode.Parse("350000")]);
    }

    [Fact]
    public void Debugger_shows_the_mask()
    {
        foreach (var type in new[] { typeof(CitizenIdNumber), typeof(MobileNumber) })
        {
            var display = (DebuggerDisplayAttribute)Attribute.GetCustomAttribute(type, typeof(DebuggerDisplayAttribute))!;
            Assert.Equal("{ToString(),nq}", display.Value);
        }
    }

    [Fact]
    public void Default_values_show_nothing_and_reveal_nothing()
    {
        Assert.Equal(string.Empty, default(CitizenIdNumber).ToString());
        Assert.Throws<InvalidOperationException>(() => default(CitizenIdNumber).Reveal());
        Assert.Equal(string.Empty, default(MobileNumber).ToString());
        Assert.Throws<InvalidOperationException>(() => default(MobileNumber).Reveal());
        Assert.Equal(string.Empty, default(UnifiedSocialCreditCode).Value);
        Assert.Null(default(RegionCode).Parent);
        Assert.Equal((string.Empty, string.Empty), (default(EthnicityCode).Value, default(EthnicityCode).Name));
    }

    private sealed record Body(CitizenIdNumber Id, MobileNumber Mobile, CitizenIdNumber? Guardian, UnifiedSocialCreditCode Organisation);
}
