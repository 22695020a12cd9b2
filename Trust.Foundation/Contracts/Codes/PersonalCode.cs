using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trust.Contracts.Codes;

/// <summary>A code that identifies a natural person: masked wherever it is shown, whole only through <see cref="Reveal"/>.</summary>
/// <typeparam name="TSelf">The code type.</typeparam>
internal interface IPersonalCode<TSelf> : IParsable<TSelf>
    where TSelf : struct, IPersonalCode<TSelf>
{
    /// <summary>The whole value.</summary>
    string Reveal();
}

/// <summary>
/// The converter on the type itself: writes the mask, so that a body logged by a plain serialiser leaks nothing; reads whole
/// values only, because a mask does not parse.
/// </summary>
internal sealed class MaskedCodeConverter<T> : JsonConverter<T>
    where T : struct, IPersonalCode<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => CodeJson.Read<T>(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>The converter of the wire between modules: writes and reads the whole value.</summary>
internal sealed class RevealedCodeConverter<T> : JsonConverter<T>
    where T : struct, IPersonalCode<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => CodeJson.Read<T>(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Reveal());
}

/// <summary>The converter of codes that anyone may see.</summary>
internal sealed class PublicCodeConverter<T> : JsonConverter<T>
    where T : struct, IParsable<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => CodeJson.Read<T>(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        CodeJson.Parse<T>(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString()!);
}

internal static class CodeJson
{
    public static T Read<T>(ref Utf8JsonReader reader)
        where T : struct, IParsable<T> =>
        reader.TokenType == JsonTokenType.String ? Parse<T>(reader.GetString()) : throw new JsonException($"A {typeof(T).Name} is a string.");

    /// <summary>The message names the type, never the text.</summary>
    public static T Parse<T>(string? text)
        where T : struct, IParsable<T> =>
        T.TryParse(text, null, out var code) ? code : throw new JsonException($"The text is not a {typeof(T).Name}.");
}
