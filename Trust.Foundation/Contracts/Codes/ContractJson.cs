using System.Text.Json;

namespace Trust.Contracts.Codes;

/// <summary>
/// JSON on the wire between modules of one node. Unlike every other serialiser in the process it writes personal codes whole. Use it
/// for bodies of <c>/internal/*</c> and events, never for logs, pages or the public API.
/// </summary>
public static class ContractJson
{
    /// <summary>
    /// Web defaults (camel case, case-insensitive reading, numbers from strings), personal codes whole in both directions, credit codes that
    /// the registry confirmed accepted. Read-only.
    /// </summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        options.Converters.Add(new RevealedCodeConverter<CitizenIdNumber>());
        options.Converters.Add(new RevealedCodeConverter<MobileNumber>());
        options.Converters.Add(new UnifiedSocialCreditCode.ConfirmedConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
