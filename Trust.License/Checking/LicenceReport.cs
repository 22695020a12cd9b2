using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Trust.Documents.Verification;
using Trust.License.States;

namespace Trust.License.Checking;

/// <summary>Whether a licence counts today; never merged with the indication.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Force>))]
internal enum Force
{
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    [JsonStringEnumMemberName("inForce")]
    InForce,

    [JsonStringEnumMemberName("notInForce")]
    NotInForce,
}

/// <summary>What a licence file says of itself; as trustworthy as the indication beside it.</summary>
internal sealed record LicenceFacts
{
    public string? Identifier { get; init; }

    public string? Type { get; init; }

    public string? TypeName { get; init; }

    public string? Issuer { get; init; }

    public string? IssuerCode { get; init; }

    public string? Holder { get; init; }

    public string? HolderCode { get; init; }

    public string? Number { get; init; }

    public string? IssuedOn { get; init; }

    public string? ValidFrom { get; init; }

    public string? ValidTo { get; init; }

    public int? Version { get; init; }

    public int? CurrentVersion { get; init; }

    public long? LogIndex { get; init; }

    /// <summary>Never the holder.</summary>
    public override string ToString() => Identifier ?? "";
}

/// <summary>The report on a file: that of its seals, and for a licence the answers that a seal does not give. Its JSON is the seal report's with more members.</summary>
internal sealed record LicenceReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>Indication, sentence, advice and all checks, those of the licence behind those of the seals.</summary>
    public required VerificationReport Report { get; init; }

    /// <summary>Whether it counts today.</summary>
    public Force Force { get; init; }

    /// <summary>One of <see cref="StateNames"/>.</summary>
    public string State { get; init; } = StateNames.Unknown;

    /// <summary>One of <see cref="StateSources"/>, or null.</summary>
    public string? StateSource { get; init; }

    /// <summary>How old the source is, whole seconds.</summary>
    public long? StateAgeSeconds { get; init; }

    /// <summary>Facts of a licence; null for any other file.</summary>
    public LicenceFacts? Licence { get; init; }

    /// <summary>What more should be known of this answer.</summary>
    public PlainText? Note { get; init; }

    /// <summary>The report as JSON text.</summary>
    public string ToJson()
    {
        var json = JsonNode.Parse(Report.ToJson())!.AsObject();
        json["force"] = JsonSerializer.SerializeToNode(Force, Json);
        json["state"] = State;
        Add(json, "stateSource", StateSource);
        Add(json, "stateAgeSeconds", StateAgeSeconds);
        Add(json, "licence", Licence);
        Add(json, "note", Note);
        return json.ToJsonString(Json);
    }

    /// <summary>Force, state and facts as lines of text.</summary>
    public IEnumerable<string> Lines()
    {
        if (Note is { } note)
        {
            yield return $"{note.Zh} {note.En}";
        }

        if (Licence is { } licence)
        {
            yield return $"force: {JsonSerializer.SerializeToElement(Force, Json)}, state: {State}{(StateSource is null ? "" : string.Create(CultureInfo.InvariantCulture, $" ({StateSource}, {StateAgeSeconds} s old)"))}";
            yield return $"{licence.TypeName} {licence.Number}, {licence.Holder}, {licence.Issuer}, {licence.IssuedOn}";
            yield return $"{licence.Identifier}";
        }
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static LicenceReport Read(string text)
    {
        var more = JsonSerializer.Deserialize<More>(text, Json)!;
        return new LicenceReport
        {
            Report = JsonSerializer.Deserialize<VerificationReport>(text, Json)!,
            Force = more.Force,
            State = more.State,
            StateSource = more.StateSource,
            StateAgeSeconds = more.StateAgeSeconds,
            Licence = more.Licence,
            Note = more.Note,
        };
    }

    private static void Add<T>(JsonObject json, string name, T value)
    {
        if (value is not null)
        {
            json[name] = JsonSerializer.SerializeToNode(value, Json);
        }
    }

    private sealed record More(Force Force, string State, string? StateSource, long? StateAgeSeconds, LicenceFacts? Licence, PlainText? Note);
}
