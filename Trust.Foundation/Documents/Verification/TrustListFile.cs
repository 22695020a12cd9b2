using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Trust.Crypto;
using Trust.Crypto.Certificates;

namespace Trust.Documents.Verification;

/// <summary>
/// <see cref="TrustMaterial"/> as a signed file, for checking where the node cannot be asked: authorities, revocation lists and seal states, signed by the issuing authority.
/// JSON: <c>content</c> (base64 of the inner JSON, the signed bytes) and <c>signature</c> (base64, SM2 with SM3, DER).
/// </summary>
public static class TrustListFile
{
    /// <summary>Name of the file in the folder <c>trust</c>.</summary>
    public const string Name = "trust-list.json";

    /// <summary>Name of the certificate, DER, that the file is checked with.</summary>
    public const string CertificateName = "issuing-ca.cer";

    /// <summary>Largest file that is read: 64 MiB.</summary>
    public const int MaxSizeInBytes = 64 * 1024 * 1024;

    private const int FormatVersion = 1;
    private const int MaxDepth = 8;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = MaxDepth };

    private sealed record Envelope(byte[]? Content, byte[]? Signature);

    private sealed record Inner(
        int Version, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, IReadOnlyList<byte[]> Anchors, IReadOnlyList<byte[]> TimeStampAnchors, IReadOnlyList<byte[]> Intermediates,
        IReadOnlyList<byte[]> RevocationLists, IReadOnlyList<byte[]> SealMakers, SealStateList? SealStates);

    /// <summary>Writes the file.</summary>
    /// <param name="material">With both times; proofs are not written.</param>
    /// <param name="sign">Signs with the authority's SM2 key and gives DER r, s.</param>
    /// <exception cref="ArgumentException">A time is missing.</exception>
    public static byte[] Write(TrustMaterial material, Func<ReadOnlyMemory<byte>, byte[]> sign)
    {
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(sign);
        if (material.IssuedAt is not { } issued || material.ExpiresAt is not { } expires)
        {
            throw new ArgumentException("A trust list says when it was issued and until when it holds.", nameof(material));
        }

        var content = JsonSerializer.SerializeToUtf8Bytes(
            new Inner(
                FormatVersion, issued, expires, Encode(material.Anchors), Encode(material.TimeStampAnchors), Encode(material.Intermediates),
                [.. material.RevocationLists.Select(list => list.Encoded.ToArray())], Encode(material.SealMakers), material.SealStates),
            Json);
        return JsonSerializer.SerializeToUtf8Bytes(new Envelope(content, sign(content)), Json);
    }

    /// <summary>Reads and checks a file. Whether it has expired, the verification says.</summary>
    /// <param name="file">The file.</param>
    /// <param name="authority">Certificate whose key must have signed it.</param>
    /// <param name="material">The material, or null.</param>
    /// <param name="fault">Why not, one English sentence; null when read.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> file, Certificate authority, [NotNullWhen(true)] out TrustMaterial? material, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(authority);
        material = null;
        fault = file.Length > MaxSizeInBytes ? "The trust list is larger than 64 MiB." : null;
        if (fault is not null)
        {
            return false;
        }

        try
        {
            var envelope = JsonSerializer.Deserialize<Envelope>(file, Json);
            if (envelope is not { Content: { } content, Signature: { } signature } || authority.PublicKey is not { } key || !key.Verify(Oids.Sm2WithSm3, content, signature))
            {
                fault = "The trust list is not signed by the authority.";
                return false;
            }

            material = JsonSerializer.Deserialize<Inner>(content, Json) is { Version: FormatVersion } inner ? Decode(inner) : null;
            fault = material is null ? "The trust list does not read, or is of an unknown version." : null;
        }
        catch (JsonException)
        {
            fault = "The trust list is no JSON of the expected form.";
        }

        return fault is null;
    }

    private static TrustMaterial? Decode(Inner inner)
    {
        if (Certificates(inner.Anchors) is not { } anchors || Certificates(inner.TimeStampAnchors) is not { } stamps || Certificates(inner.Intermediates) is not { } between
            || Certificates(inner.SealMakers) is not { } makers)
        {
            return null;
        }

        List<RevocationList> lists = [];
        foreach (var encoded in inner.RevocationLists ?? [])
        {
            if (!RevocationList.TryParse(encoded, out var list))
            {
                return null;
            }

            lists.Add(list);
        }

        return new TrustMaterial
        {
            Anchors = anchors,
            TimeStampAnchors = stamps,
            Intermediates = between,
            SealMakers = makers,
            RevocationLists = lists,
            IssuedAt = inner.IssuedAt,
            ExpiresAt = inner.ExpiresAt,
            SealStates = inner.SealStates,
        };
    }

    private static List<Certificate>? Certificates(IReadOnlyList<byte[]>? encoded)
    {
        List<Certificate> read = [];
        foreach (var der in encoded ?? [])
        {
            if (!Certificate.TryParse(der, out var certificate))
            {
                return null;
            }

            read.Add(certificate);
        }

        return read;
    }

    private static List<byte[]> Encode(IReadOnlyList<Certificate> certificates) => [.. certificates.Select(certificate => certificate.Encoded.ToArray())];
}
