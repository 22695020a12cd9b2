using System.Globalization;
using System.Text.Json;
using Trust.Contracts.Codes;

namespace Trust.Contracts.Tests.Codes;

public sealed class VectorTests
{
    public static TheoryData<JsonElement> CitizenValid => Vectors.Read("citizen-id-numbers.json", "valid");

    public static TheoryData<JsonElement> CitizenInvalid => Vectors.Read("citizen-id-numbers.json", "invalid");

    public static TheoryData<JsonElement> CitizenImported => Vectors.Read("citizen-id-numbers.json", "imported15");

    public static TheoryData<JsonElement> CreditValid => Vectors.Read("unified-social-credit-codes.json", "valid");

    public static TheoryData<JsonElement> CreditUnconfirmed => Vectors.Read("unified-social-credit-codes.json", "needsRegistryConfirmation");

    public static TheoryData<JsonElement> CreditInvalid => Vectors.Read("unified-social-credit-codes.json", "invalid");

    public static TheoryData<JsonElement> LicenceValid => Vectors.Read("licence-identifiers.json", "valid");

    public static TheoryData<JsonElement> LicenceInvalid => Vectors.Read("licence-identifiers.json", "invalid");

    public static TheoryData<JsonElement> LicenceNext => Vectors.Read("licence-identifiers.json", "next");

    public static TheoryData<JsonElement> MobileValid => Vectors.Read("mobile-numbers.json", "valid");

    public static TheoryData<JsonElement> MobileInvalid => Vectors.Read("mobile-numbers.json", "invalid");

    public static TheoryData<JsonElement> RegionValid => Vectors.Read("region-codes.json", "valid");

    public static TheoryData<JsonElement> RegionInvalid => Vectors.Read("region-codes.json", "invalid");

    public static TheoryData<JsonElement> EthnicityValid => Vectors.Read("ethnicity-codes.json", "valid");

    public static TheoryData<JsonElement> EthnicityInvalid => Vectors.Read("ethnicity-codes.json", "invalid");

    [Theory, MemberData(nameof(CitizenValid))]
    public void Citizen_number_is_read_with_its_parts(JsonElement row)
    {
        Assert.True(CitizenIdNumber.TryParse(row.Text("text"), out var number));
        Assert.Equal(row.Text("value"), number.Reveal());
        Assert.Equal(row.Text("masked"), number.ToString());
        Assert.Equal(row.Text("kind"), number.Kind.ToString());
        Assert.Equal(row.GetProperty("division").GetString(), number.Division?.Value);
        Assert.Equal(row.Text("born"), number.BirthDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(row.Text("sex"), number.Sex.ToString());
        Assert.True(number.IsBornBy(number.BirthDate));
        Assert.False(number.IsBornBy(number.BirthDate.AddDays(-1)));
    }

    [Theory, MemberData(nameof(CitizenInvalid))]
    public void Wrong_citizen_number_is_refused(JsonElement row) => Assert.False(CitizenIdNumber.TryParse(row.Text("text"), out _), row.Text("why"));

    [Theory, MemberData(nameof(CitizenImported))]
    public void Number_of_the_first_generation_is_converted_on_import_only(JsonElement row)
    {
        Assert.False(CitizenIdNumber.TryParse(row.Text("text"), out _));
        Assert.True(CitizenIdNumber.TryImport15(row.Text("text"), out var number));
        Assert.Equal(row.Text("value"), number.Reveal());
        Assert.False(CitizenIdNumber.TryImport15(row.Text("value"), out _));
    }

    [Theory, MemberData(nameof(CreditValid))]
    public void Credit_code_is_valid(JsonElement row)
    {
        Assert.Equal(CreditCodeCheck.Valid, UnifiedSocialCreditCode.Check(row.Text("text"), out var code));
        Assert.Equal(row.Text("value"), code.Value);
        Assert.False(code.NeedsRegistryConfirmation);
    }

    [Theory, MemberData(nameof(CreditUnconfirmed))]
    public void Credit_code_with_only_the_outer_check_wrong_needs_the_registry(JsonElement row)
    {
        Assert.Equal(CreditCodeCheck.NeedsRegistryConfirmation, UnifiedSocialCreditCode.Check(row.GetString(), out var code));
        Assert.True(code.NeedsRegistryConfirmation);
        Assert.False(UnifiedSocialCreditCode.TryParse(row.GetString(), out _));
    }

    [Theory, MemberData(nameof(CreditInvalid))]
    public void Wrong_credit_code_is_refused(JsonElement row) =>
        Assert.True(UnifiedSocialCreditCode.Check(row.Text("text"), out _) == CreditCodeCheck.Invalid, row.Text("why"));

    [Theory, MemberData(nameof(LicenceValid))]
    public void Licence_identifier_is_read_with_its_parts(JsonElement row)
    {
        Assert.True(LicenceIdentifier.TryParse(row.Text("text"), out var identifier));
        Assert.Equal(row.Text("type"), identifier.Type.Value);
        Assert.Equal(row.Text("issuer"), identifier.Issuer?.Value ?? identifier.HistoricIssuer?.Value);
        Assert.Equal(row.GetProperty("historic").GetBoolean(), identifier.HistoricIssuer is not null);
        Assert.Equal(row.Text("serial"), identifier.Serial);
        Assert.Equal(row.GetProperty("version").GetInt32(), identifier.Version);
    }

    [Theory, MemberData(nameof(LicenceInvalid))]
    public void Wrong_licence_identifier_is_refused(JsonElement row) => Assert.False(LicenceIdentifier.TryParse(row.Text("text"), out _), row.Text("why"));

    [Theory, MemberData(nameof(LicenceNext))]
    public void Next_version_keeps_everything_but_version_and_check(JsonElement row) =>
        Assert.Equal(row.Text("next"), LicenceIdentifier.Parse(row.Text("text")).Next().Value);

    [Theory, MemberData(nameof(MobileValid))]
    public void Mobile_number_is_kept_as_e164(JsonElement row)
    {
        Assert.True(MobileNumber.TryParse(row.Text("text"), out var number));
        Assert.Equal(row.Text("value"), number.Reveal());
        Assert.Equal(row.Text("masked"), number.ToString());
    }

    [Theory, MemberData(nameof(MobileInvalid))]
    public void Wrong_mobile_number_is_refused(JsonElement row) => Assert.False(MobileNumber.TryParse(row.Text("text"), out _), row.Text("why"));

    [Theory, MemberData(nameof(RegionValid))]
    public void Region_code_is_read_with_its_level(JsonElement row)
    {
        Assert.True(RegionCode.TryParse(row.Text("text"), out var region));
        Assert.Equal(row.Text("level"), region.Level.ToString());
        Assert.Equal(row.GetProperty("parent").GetString(), region.Parent?.Value);
        Assert.Equal(row.Text("province"), region.Province.Value);
        Assert.Equal(row.GetProperty("invented").GetBoolean(), region.IsInvented);
    }

    [Theory, MemberData(nameof(RegionInvalid))]
    public void Wrong_region_code_is_refused(JsonElement row) => Assert.False(RegionCode.TryParse(row.Text("text"), out _), row.Text("why"));

    [Theory, MemberData(nameof(EthnicityValid))]
    public void Ethnicity_code_is_read_with_its_names(JsonElement row)
    {
        Assert.True(EthnicityCode.TryParse(row.Text("text"), out var ethnicity));
        Assert.Equal((row.Text("value"), row.Text("name"), row.Text("english")), (ethnicity.Value, ethnicity.Name, ethnicity.EnglishName));
        Assert.Contains(ethnicity, EthnicityCode.All);
    }

    [Theory, MemberData(nameof(EthnicityInvalid))]
    public void Wrong_ethnicity_code_is_refused(JsonElement row) => Assert.False(EthnicityCode.TryParse(row.Text("text"), out _), row.Text("why"));

    [Fact]
    public void Province_contains_its_cities_and_counties_and_nothing_else()
    {
        var province = RegionCode.Parse("350000");
        Assert.True(RegionCode.Nation.Contains(province));
        Assert.True(province.Contains(RegionCode.Parse("350102")));
        Assert.False(province.Contains(RegionCode.Parse("360102")));
        Assert.False(RegionCode.Parse("350100").Contains(RegionCode.Parse("350200")));
        Assert.False(RegionCode.Parse("350100").Contains(province));
        Assert.False(default(RegionCode).Contains(default));
    }

    [Fact]
    public void Nothing_is_minted_for_a_historic_issuer_or_after_version_999()
    {
        var type = LicenceTypeCode.Parse("11100000000013338W011");
        var issuer = UnifiedSocialCreditCode.Parse("11430000006122244L");
        var last = LicenceIdentifier.Mint(type, issuer, "A1", 999);
        Assert.Throws<InvalidOperationException>(() => last.Next());
        Assert.Throws<InvalidOperationException>(() => LicenceIdentifier.Parse("1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9").Next());
        Assert.Throws<ArgumentException>(() => LicenceIdentifier.Mint(type, default, "A1"));
        Assert.Throws<ArgumentException>(() => LicenceIdentifier.Mint(type, issuer, "a1"));
        Assert.Throws<ArgumentOutOfRangeException>(() => LicenceIdentifier.Mint(type, issuer, "A1", 0));
    }

    [Fact]
    public void Typed_licence_identifier_may_be_in_small_letters()
    {
        const string Whole = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U";
        Assert.True(LicenceIdentifier.TryParseTyped($" {Whole.ToLowerInvariant()}\n", out var identifier));
        Assert.Equal(Whole, identifier.Value);
    }
}
