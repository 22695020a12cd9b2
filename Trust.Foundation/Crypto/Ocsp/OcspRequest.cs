using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Trust.Crypto.Certificates;

namespace Trust.Crypto.Ocsp;

/// <summary>OCSPRequest (RFC 6960 section 4.1): media type <c>application/ocsp-request</c>. A signature of the requestor is read over. Immutable.</summary>
public sealed class OcspRequest
{
    /// <summary>Largest request that is read: 16 KiB.</summary>
    public const int MaxSizeInBytes = 16 * 1024;

    private const int MaxCertificates = 32;
    private const int MaxNonceSize = 128;

    private OcspRequest(ReadOnlyMemory<byte> der)
    {
        Encoded = der;
        var outer = new AsnReader(der, AsnEncodingRules.BER);
        var request = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var tbs = request.ReadSequence();
        while (tbs.PeekTag().TagClass == TagClass.ContextSpecific)
        {
            // version [0], requestorName [1].
            tbs.ReadEncodedValue();
        }

        var certificates = new List<OcspCertificateId>();
        var list = tbs.ReadSequence();
        while (list.HasData)
        {
            certificates.Add(OcspCertificateId.Read(list.ReadSequence()));
        }

        Certificates = certificates.Count is > 0 and <= MaxCertificates ? certificates : throw new AsnContentException("No certificate, or too many.");
        var tag = new Asn1Tag(TagClass.ContextSpecific, 2);
        if (tbs.HasData && tbs.PeekTag().HasSameClassAndValue(tag))
        {
            Nonce = OcspNonce.Find(ExtensionReading.Extensions(tbs.ReadSequence(tag).ReadSequence()));
        }

        tbs.ThrowIfNotEmpty();
        if (Nonce.Length > MaxNonceSize)
        {
            throw new AsnContentException("The nonce is too long.");
        }
    }

    /// <summary>The whole request as received.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>1 to 32 certificates that are asked about.</summary>
    public IReadOnlyList<OcspCertificateId> Certificates { get; }

    /// <summary>Value of the nonce extension as it stands there, at most 128 bytes, or empty.</summary>
    public ReadOnlyMemory<byte> Nonce { get; }

    /// <summary>Reads a request.</summary>
    /// <param name="der">DER or BER, nothing after it, at most 16 KiB; copied.</param>
    /// <param name="request">The request, or null.</param>
    public static bool TryParse(ReadOnlySpan<byte> der, [NotNullWhen(true)] out OcspRequest? request) =>
        EncodedStructure.TryParse(der, MaxSizeInBytes, bytes => new OcspRequest(bytes), out request);

    /// <summary>Makes a request with a random nonce of 32 bytes (RFC 9654).</summary>
    /// <param name="certificates">1 to 32 certificates.</param>
    public static OcspRequest Create(params IReadOnlyList<OcspCertificateId> certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        var nonce = new AsnWriter(AsnEncodingRules.DER);
        nonce.WriteOctetString(RandomNumberGenerator.GetBytes(32));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                foreach (var certificate in certificates)
                {
                    using (writer.PushSequence())
                    {
                        certificate.Write(writer);
                    }
                }
            }

            OcspNonce.Write(writer, 2, nonce.Encode());
        }

        return new(writer.Encode());
    }
}

internal static class OcspNonce
{
    internal static ReadOnlyMemory<byte> Find(IEnumerable<CertificateExtension> extensions) =>
        extensions.FirstOrDefault(extension => extension.Oid == OcspOids.Nonce)?.Value ?? default;

    internal static void Write(AsnWriter writer, int tag, ReadOnlyMemory<byte> nonce)
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, tag)))
        using (writer.PushSequence())
        {
            ExtensionEncoding.WriteExtension(writer, new(OcspOids.Nonce, false, nonce));
        }
    }
}
