using System.Text.Json;
using Trust.Contracts.Codes;
using Trust.Testing;

namespace Trust.Contracts.Tests.Codes;

/// <summary>Identifiers of real licence systems, read in place from <c>TRUST_INTEROP_DIR</c>.</summary>
[Trait("Category", "Interop")]
public sealed class InteropTests
{
    [InteropFact]
    public void Every_identifier_of_other_systems_gets_its_verdict()
    {
        using var file = Open();
        foreach (var row in file.RootElement.GetProperty("cases").EnumerateArray())
            Assert.True(row.GetProperty("valid").GetBoolean() == LicenceIdentifier.TryParse(row.Text("identifier"), out _), row.Text("identifier"));
    }

    [InteropFact]
    public void Every_credit_code_of_other_systems_gets_its_verdict()
    {
        using var file = Open();
        var codes = file.RootElement.GetProperty("uscc");
        Assert.All(codes.GetProperty("valid").EnumerateArray(), row => Assert.True(UnifiedSocialCreditCode.TryParse(row.GetString(), out _), row.GetString()));
        Assert.All(codes.GetProperty("invalid").EnumerateArray(), row => Assert.False(UnifiedSocialCreditCode.TryParse(row.GetString(), out _), row.GetString()));
    }

    private static JsonDocument Open() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Machine.InteropDirectory!, "licence", "licence-identifiers.json")));
}
