using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Trust.Crypto.Certificates;

namespace Trust.Crypto.TimeStamps;

/// <summary>TimeStampReq (RFC 3161 section 2.4.1): media type <c>application/timestamp-query</c>. Immutable.</summary>
public sealed class TimeStampRequest
{
    /// <summary>Largest request that is read: 4 KiB.</summary>
    public const int MaxSizeInBytes = 4096;

    private const int MaxNonceSize = 64;

    private TimeStampRequest(ReadOnlyMemory<byte> der)
    {
        Encoded = der;
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var request = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (!request.TryReadInt32(out var version) || version != 1)
        {
            throw new AsnContentException("Unknown version.");
        }

        (ImprintAlgorithm, Imprint) = TimeStampReading.Imprint(request);
        Policy = request.HasData && request.PeekTag() == Asn1Tag.ObjectIdentifier ? request.ReadObjectIdentifier() : null;
        Nonce = request.HasData && request.PeekTag() == Asn1Tag.Integer ? request.ReadIntegerBytes() : default;
        WantsCertificate = request.HasData && request.PeekTag() == Asn1Tag.Boolean && request.ReadBoolean();
        var extensions = new Asn1Tag(TagClass.ContextSpecific, 0);
        if (request.HasData && request.PeekTag().HasSameClassAndValue(extensions))
        {
            Extensions = ExtensionReading.Extensions(request.ReadSequence(extensions));
        }

        request.ThrowIfNotEmpty();
        if (Nonce.Length > MaxNonceSize)
        {
            throw new AsnContentException("The nonce is too long.");
        }
    }

    /// <summary>The whole request as received.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>OID of the digest algorithm of <see cref="Imprint"/>.</summary>
    public string ImprintAlgorithm { get; }

    /// <summary>The digest to stamp; its length is not compared with the algorithm here.</summary>
    public ReadOnlyMemory<byte> Imprint { get; }

    /// <summary>The policy asked for, or null for any.</summary>
    public string? Policy { get; }

    /// <summary>Contents of the nonce INTEGER, at most 64 bytes, or empty.</summary>
    public ReadOnlyMemory<byte> Nonce { get; }

    /// <summary>certReq: whether the authority's certificate is to come along.</summary>
    public bool WantsCertificate { get; }

    /// <summary>Extensions of the request.</summary>
    public IReadOnlyList<CertificateExtension> Extensions { get; } = [];

    /// <summary>Reads a request.</summary>
    /// <param name="der">DER, nothing after it, at most 4 KiB; copied.</param>
    /// <param name="request">The request, or null.</param>
    public static bool TryParse(ReadOnlySpan<byte> der, [NotNullWhen(true)] out TimeStampRequest? request) =>
        EncodedStructure.TryParse(der, MaxSizeInBytes, bytes => new TimeStampRequest(bytes), out request);

    /// <summary>Makes a request with a random nonce of 64 bits that asks for the certificate.</summary>
    /// <param name="imprint">The digest to stamp.</param>
    /// <param name="imprintAlgorithm">OID of its algorithm.</param>
    /// <param name="policy">The policy asked for, or null.</param>
    public static TimeStampRequest Create(ReadOnlySpan<byte> imprint, string imprintAlgorithm = Oids.Sm3, string? policy = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            TimeStampReading.WriteImprint(writer, imprintAlgorithm, imprint);
            if (policy is not null)
            {
                writer.WriteObjectIdentifier(policy);
            }

            var nonce = RandomNumberGenerator.GetBytes(8);
            nonce[0] = (byte)(nonce[0] & 0x3f | 0x40);
            writer.WriteInteger(nonce);
            writer.WriteBoolean(true);
        }

        return new(writer.Encode());
    }
}
