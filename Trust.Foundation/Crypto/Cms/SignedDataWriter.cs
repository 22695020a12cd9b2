using System.Formats.Asn1;
using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Cms;

/// <summary>Writes SignedData with one signer, DER.</summary>
/// <param name="outerType">OID of the whole.</param>
/// <param name="version">Version of SignedData.</param>
/// <param name="contentType">OID of the content.</param>
/// <param name="certificate">The signer's certificate.</param>
/// <param name="algorithm">Algorithm of its key.</param>
/// <param name="sign">Signs with its key; DER for elliptic curves.</param>
internal sealed class SignedDataWriter(string outerType, int version, string contentType, Certificate certificate, KeyAlgorithm algorithm, Func<byte[], byte[]> sign)
{
    private static readonly Asn1Tag First = new(TagClass.ContextSpecific, 0);

    private readonly string _digestAlgorithm = algorithm == KeyAlgorithm.Sm2 ? Oids.Sm3 : DigestAlgorithms.Sha256;

    /// <summary>Signs with a key that has a purpose.</summary>
    internal SignedDataWriter(string outerType, int version, string contentType, Certificate certificate, ISigningKey key)
        : this(outerType, version, contentType, certificate, key.Algorithm, data => key.Sign(data, SignatureFormat.Der))
    {
    }

    /// <summary>OID of the signature algorithm that is written into the SignerInfo.</summary>
    internal string SignatureAlgorithm { get; init; } = VerificationKey.SignatureAlgorithmOf(algorithm);

    /// <summary>Whether the content stands inside.</summary>
    internal bool HasContent { get; init; } = true;

    /// <summary>Certificates that are written along.</summary>
    internal IReadOnlyList<Certificate> Certificates { get; init; } = [];

    /// <summary>Signs with contentType, signingTime and messageDigest plus further attributes.</summary>
    internal byte[] Write(byte[] content, DateTimeOffset signingTime, params IEnumerable<SignerStatement> further)
    {
        DigestAlgorithms.TryHash(_digestAlgorithm, content, out var digest);
        var attributes = Attributes(digest!, signingTime, further);
        return Write(content, attributes, sign(attributes));
    }

    /// <summary>Signs the digest of a content that lies elsewhere, without a signing time.</summary>
    /// <param name="digest">Digest of the content.</param>
    /// <param name="furtherOf">Further signed attributes, made for the digest algorithm.</param>
    /// <param name="unsignedOf">Unsigned attributes, made for the signature value.</param>
    internal byte[] WriteDetached(byte[] digest, Func<string, IEnumerable<SignerStatement>> furtherOf, Func<byte[], IReadOnlyList<SignerStatement>> unsignedOf)
    {
        var attributes = Attributes(digest, null, furtherOf(_digestAlgorithm));
        var signature = sign(attributes);
        return Write([], attributes, signature, unsignedOf(signature));
    }

    /// <summary>Signs the content itself, without attributes.</summary>
    internal byte[] WritePlain(byte[] content) => Write(content, null, sign(content));

    private byte[] Attributes(byte[] digest, DateTimeOffset? signingTime, IEnumerable<SignerStatement> further)
    {
        var attributes = new AsnWriter(AsnEncodingRules.DER);
        using (attributes.PushSetOf())
        {
            WriteAttribute(attributes, CmsOids.ContentType, writer => writer.WriteObjectIdentifier(contentType));
            if (signingTime is { } time)
            {
                WriteAttribute(attributes, CmsOids.SigningTime, writer => ExtensionEncoding.WriteTime(writer, time));
            }

            WriteAttribute(attributes, CmsOids.MessageDigest, writer => writer.WriteOctetString(digest));
            foreach (var attribute in further)
            {
                WriteAttribute(attributes, attribute.Oid, writer => writer.WriteEncodedValue(attribute.Values[0].Span));
            }
        }

        return attributes.Encode();
    }

    private byte[] Write(byte[] content, byte[]? attributes, byte[] signature, IReadOnlyList<SignerStatement>? unsigned = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(outerType);
            using (writer.PushSequence(First))
            using (writer.PushSequence())
            {
                writer.WriteInteger(version);
                using (writer.PushSetOf())
                {
                    WriteAlgorithm(writer, _digestAlgorithm);
                }

                WriteContent(writer, content);
                if (Certificates.Count > 0)
                {
                    using (writer.PushSetOf(First))
                    {
                        foreach (var one in Certificates)
                        {
                            writer.WriteEncodedValue(one.Encoded.Span);
                        }
                    }
                }

                using (writer.PushSetOf())
                {
                    WriteSigner(writer, attributes, signature, unsigned ?? []);
                }
            }
        }

        return writer.Encode();
    }

    private void WriteContent(AsnWriter writer, byte[] content)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(contentType);
            if (HasContent)
            {
                using (writer.PushSequence(First))
                {
                    writer.WriteOctetString(content);
                }
            }
        }
    }

    private void WriteSigner(AsnWriter writer, byte[]? attributes, byte[] signature, IReadOnlyList<SignerStatement> unsigned)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(certificate.Issuer.Encoded.Span);
                writer.WriteInteger(certificate.SerialNumber.Span);
            }

            WriteAlgorithm(writer, _digestAlgorithm);
            if (attributes is not null)
            {
                var tagged = (byte[])attributes.Clone();
                tagged[0] = 0xa0;
                writer.WriteEncodedValue(tagged);
            }

            WriteAlgorithm(writer, SignatureAlgorithm);
            writer.WriteOctetString(signature);
            if (unsigned.Count > 0)
            {
                using (writer.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 1)))
                {
                    foreach (var attribute in unsigned)
                    {
                        WriteAttribute(writer, attribute.Oid, values => values.WriteEncodedValue(attribute.Values[0].Span));
                    }
                }
            }
        }
    }

    private static void WriteAlgorithm(AsnWriter writer, string oid) => ExtensionEncoding.WriteSignatureAlgorithm(writer, oid);

    private static void WriteAttribute(AsnWriter writer, string oid, Action<AsnWriter> writeValue)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSetOf())
            {
                writeValue(writer);
            }
        }
    }
}
