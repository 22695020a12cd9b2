using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trust.Identity.Tests.Attacks;

namespace Trust.Identity.Tests.Staff;

/// <summary>How an answer of an authenticator differs from a good one.</summary>
internal sealed record AnswerFault(string Name)
{
    public string Type { get; init; } = "webauthn.get";

    public string Origin { get; init; } = Provider.Issuer;

    public string RelyingParty { get; init; } = "localhost";

    public bool CrossOrigin { get; init; }

    // User present and user verified.
    public byte Flags { get; init; } = 0x05;

    public bool SignsSomethingElse { get; init; }

    public bool NamesNobody { get; init; }

    public override string ToString() => Name;
}

/// <summary>A security key in software: ES256, no attestation, its user verified (WebAuthn level 3 sections 6 and 7).</summary>
internal sealed class Authenticator : IDisposable
{
    private const byte AttestedData = 0x40;

    private static readonly AnswerFault Good = new("good");

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] credential = RandomNumberGenerator.GetBytes(32);
    private byte[] user = [];
    private uint counter;

    /// <summary>Answers the question for a new credential.</summary>
    /// <returns>What the page's form carries.</returns>
    public string Create(JsonElement question)
    {
        var options = question.GetProperty("options");
        user = Base64Url.DecodeFromChars(options.GetProperty("user").GetProperty("id").GetString());
        var point = key.ExportParameters(false).Q;
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cose.WriteStartMap(5);
        WriteInt(cose, 1, 2);
        WriteInt(cose, 3, -7);
        WriteInt(cose, -1, 1);
        WriteBytes(cose, -2, point.X!);
        WriteBytes(cose, -3, point.Y!);
        cose.WriteEndMap();
        byte[] length = [0, (byte)credential.Length];
        byte[] data = [.. DataOf(Good, AttestedData), .. new byte[16], .. length, .. credential, .. cose.Encode()];
        var attestation = new CborWriter();
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        attestation.WriteByteString(data);
        attestation.WriteEndMap();
        return Answer(question, new JsonObject
        {
            ["clientDataJSON"] = Text(ClientData(options, Good with { Type = "webauthn.create" })),
            ["attestationObject"] = Text(attestation.Encode()),
            ["transports"] = new JsonArray("usb"),
        });
    }

    /// <summary>Answers the question for an assertion.</summary>
    public string Assert(JsonElement question, AnswerFault? fault = null)
    {
        fault ??= Good;
        counter++;
        var data = DataOf(fault, 0);
        var client = ClientData(question.GetProperty("options"), fault);
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        signed[0] ^= fault.SignsSomethingElse ? (byte)1 : (byte)0;
        return Answer(question, new JsonObject
        {
            ["clientDataJSON"] = Text(client),
            ["authenticatorData"] = Text(data),
            ["signature"] = Text(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = Text(fault.NamesNobody ? RandomNumberGenerator.GetBytes(32) : user),
        });
    }

    /// <summary>A copy of the key that has fallen behind: its counter begins again.</summary>
    public void ForgetCounter() => counter = 0;

    public void Dispose() => key.Dispose();

    private byte[] DataOf(AnswerFault fault, byte more)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, counter);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(fault.RelyingParty)), (byte)(fault.Flags | more), .. count];
    }

    private string Answer(JsonElement question, JsonObject response)
    {
        var json = new JsonObject
        {
            ["id"] = Text(credential),
            ["rawId"] = Text(credential),
            ["type"] = "public-key",
            ["response"] = response,
            ["clientExtensionResults"] = new JsonObject(),
            ["authenticatorAttachment"] = "cross-platform",
        };
        return $"{question.GetProperty("id").GetString()}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()))}";
    }

    private static byte[] ClientData(JsonElement options, AnswerFault fault) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["type"] = fault.Type,
        ["challenge"] = options.GetProperty("challenge").GetString(),
        ["origin"] = fault.Origin,
        ["crossOrigin"] = fault.CrossOrigin,
    });

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static void WriteInt(CborWriter writer, int name, int value)
    {
        writer.WriteInt32(name);
        writer.WriteInt32(value);
    }

    private static void WriteBytes(CborWriter writer, int name, byte[] value)
    {
        writer.WriteInt32(name);
        writer.WriteByteString(value);
    }
}
