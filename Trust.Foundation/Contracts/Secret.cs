using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trust.Contracts;

/// <summary>
/// A value of the configuration that nobody may see: password, connection string, API key. Binds from a configuration string; text, JSON
/// and debugger show <c>[secret]</c>; comparison takes the same time wherever the difference lies (a difference in length shows).
/// </summary>
[DebuggerDisplay("[secret]")]
[TypeConverter(typeof(Converter))]
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class Secret : IEquatable<Secret>
{
    private const string Mask = "[secret]";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string value;

    /// <summary>Hides a value.</summary>
    /// <param name="value">The value; may be empty.</param>
    public Secret(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        this.value = value;
    }

    /// <summary>Whether the value is empty or white space, which options checks treat as not given.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(value);

    /// <summary>The value. Call it where it is used, and keep the result nowhere.</summary>
    public string Reveal() => value;

    /// <inheritdoc/>
    public bool Equals(Secret? other) =>
        other is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(value), Encoding.UTF8.GetBytes(other.value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <summary>A hash keyed anew in each process.</summary>
    public override int GetHashCode() => value.GetHashCode(StringComparison.Ordinal);

    /// <summary><c>[secret]</c>.</summary>
    public override string ToString() => Mask;

    private sealed class Converter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            value is string text ? new Secret(text) : base.ConvertFrom(context, culture, value);
    }

    private sealed class SecretJsonConverter : JsonConverter<Secret>
    {
        public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { } text && text != Mask ? new Secret(text) : throw new JsonException("A hidden value cannot be read back.");

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue(Mask);
    }
}
