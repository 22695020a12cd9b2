using System.Formats.Asn1;
using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Ocsp;

/// <summary>What stands in an OCSP response that the issuing authority itself signs (RFC 6960 section 4.2.2.2), named by its key.</summary>
public sealed record OcspResponseBuilder
{
    /// <summary>When it is signed; cut to seconds.</summary>
    public required DateTimeOffset ProducedAt { get; init; }

    /// <summary>Answers, in the order of the request.</summary>
    public required IReadOnlyList<OcspAnswer> Answers { get; init; }

    /// <summary>Value of the request's nonce extension, or empty.</summary>
    public ReadOnlyMemory<byte> Nonce { get; init; }

    /// <summary>Signs the response.</summary>
    /// <param name="issuer">Certificate of the authority.</param>
    /// <param name="issuerKey">Its key.</param>
    /// <exception cref="ArgumentException">The key is not that of the certificate, a revoked answer has no revocation, or the response grew too large.</exception>
    /// <exception cref="InvalidOperationException">The key is retired.</exception>
    public OcspResponse Issue(Certificate issuer, ISigningKey issuerKey)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(issuerKey);
        if (!issuer.SubjectPublicKeyInfo.Span.SequenceEqual(issuerKey.SubjectPublicKeyInfo.Span))
        {
            throw new ArgumentException("The key is not that of the issuer's certificate.", nameof(issuerKey));
        }

        var basic = SignedObject.Write(WriteData(issuer), VerificationKey.SignatureAlgorithmOf(issuerKey.Algorithm), issuerKey);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEnumeratedValue(OcspResponseStatus.Successful);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(OcspOids.Basic);
                writer.WriteOctetString(basic);
            }
        }

        return OcspResponse.TryParse(writer.Encode(), out var response) ? response : throw new ArgumentException("The response grew too large.");
    }

    private byte[] WriteData(Certificate issuer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            // responderID byName [1]: byKey would be SHA-1 of the key.
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            {
                writer.WriteEncodedValue(issuer.Subject.Encoded.Span);
            }

            WriteTime(writer, ProducedAt);
            using (writer.PushSequence())
            {
                foreach (var answer in Answers)
                {
                    WriteAnswer(writer, answer);
                }
            }

            if (!Nonce.IsEmpty)
            {
                OcspNonce.Write(writer, 1, Nonce);
            }
        }

        return writer.Encode();
    }

    private static void WriteAnswer(AsnWriter writer, OcspAnswer answer)
    {
        using (writer.PushSequence())
        {
            answer.Certificate.Write(writer);
            switch (answer.State)
            {
                case OcspState.Good:
                    writer.WriteNull(new Asn1Tag(TagClass.ContextSpecific, 0));
                    break;
                case OcspState.Revoked:
                    WriteRevocation(writer, answer.Revocation ?? throw new ArgumentException("A revoked certificate has a revocation time."));
                    break;
                default:
                    writer.WriteNull(new Asn1Tag(TagClass.ContextSpecific, 2));
                    break;
            }

            WriteTime(writer, answer.ThisUpdate);
            if (answer.NextUpdate is { } nextUpdate)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    WriteTime(writer, nextUpdate);
                }
            }
        }
    }

    private static void WriteRevocation(AsnWriter writer, RevokedCertificate revocation)
    {
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
        {
            WriteTime(writer, revocation.Time);
            if (revocation.Reason != RevocationReason.Unspecified)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    writer.WriteEnumeratedValue(revocation.Reason);
                }
            }
        }
    }

    private static void WriteTime(AsnWriter writer, DateTimeOffset time) =>
        writer.WriteGeneralizedTime(time.ToUniversalTime(), omitFractionalSeconds: true);
}
