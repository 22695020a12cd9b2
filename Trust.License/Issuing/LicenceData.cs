using System.Security.Cryptography;
using System.Text.Json;
using Trust.License.Types;

namespace Trust.License.Issuing;

/// <summary>Everything that stands in a version of a licence, as it is kept (encrypted) and as files are made of it.</summary>
internal sealed record LicenceData
{
    // No letters or digits that are mistaken for one another on paper: 32 characters.
    private const string SecretAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    public required IssueForm Form { get; init; }

    public required string IssuerName { get; init; }

    public required string Identifier { get; init; }

    public required int Version { get; init; }

    /// <summary>128 random bits, hexadecimal: the end of the address in the QR code.</summary>
    public required string Reference { get; init; }

    /// <summary>Printed secret (验证码): 10 characters of 32.</summary>
    public required string Secret { get; init; }

    /// <summary>128 random bits, hexadecimal: makes every digest of the file tell nothing. Also the DocID.</summary>
    public required string Salt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Never the content.</summary>
    public override string ToString() => Identifier;

    public static string NewBits() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public static string NewSecret() => RandomNumberGenerator.GetString(SecretAlphabet, 10);

    /// <summary>Metadata in the order of GB/T 36903, business items behind.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata(LicenceType type)
    {
        List<KeyValuePair<string, string>> items =
        [
            new(LicenceMetadata.TypeName, type.Name), new(LicenceMetadata.TypeCode, type.Code), new(LicenceMetadata.Number, Form.Number), new(LicenceMetadata.Identifier, Identifier),
            new(LicenceMetadata.Issuer, IssuerName), new(LicenceMetadata.IssuerCode, Form.IssuerCode), new(LicenceMetadata.IssuedOn, LicenceMetadata.Iso(Form.IssuedOn)),
            new(LicenceMetadata.Holder, Form.HolderName), new(LicenceMetadata.HolderCode, Form.HolderCode),
            new(LicenceMetadata.HolderCodeTypeName, LicenceMetadata.HolderCodeTypes[Form.HolderCodeType]), new(LicenceMetadata.HolderCodeType, Form.HolderCodeType),
            new(LicenceMetadata.ValidFrom, LicenceMetadata.Iso(Form.ValidFrom!.Value)),
        ];
        if (Form.ValidTo is { } end)
        {
            items.Add(new(LicenceMetadata.ValidTo, LicenceMetadata.Iso(end)));
        }

        items.Add(new(LicenceMetadata.CreatedAt, CreatedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)));
        items.AddRange(type.Fields.Where(field => Form.Items.ContainsKey(field.Name)).Select(field => KeyValuePair.Create(field.Name, Form.Items[field.Name])));
        return items;
    }

    /// <summary>The value of an item as the face shows it.</summary>
    public string FaceValue(LicenceType type, string item) => item switch
    {
        LicenceMetadata.Validity => Form.ValidTo is { } end
            ? $"{LicenceMetadata.Written(Form.ValidFrom!.Value)}至{LicenceMetadata.Written(end)}"
            : $"{LicenceMetadata.Written(Form.ValidFrom!.Value)}至{type.LongTerm}",
        LicenceMetadata.IssuedOn => LicenceMetadata.Written(Form.IssuedOn),
        LicenceMetadata.ValidFrom => LicenceMetadata.Written(Form.ValidFrom!.Value),
        LicenceMetadata.ValidTo => Form.ValidTo is { } day ? LicenceMetadata.Written(day) : type.LongTerm,
        _ => Metadata(type).FirstOrDefault(entry => entry.Key == item).Value ?? "",
    };

    /// <summary>The data file (JSON) that is attached and sealed: metadata, and the salt.</summary>
    public byte[] ToJson(LicenceType type)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("typeVersion", type.Version);
            json.WriteNumber("version", Version);
            json.WriteString("salt", Salt);
            json.WriteStartObject("metadata");
            foreach (var (name, value) in Metadata(type))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return content.ToArray();
    }
}
