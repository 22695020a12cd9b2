using System.Formats.Asn1;
using System.Numerics;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Certificates;

/// <summary>What stands in a revocation list that will be issued: a complete list of version 2 (RFC 5280 section 5).</summary>
public sealed record RevocationListBuilder
{
    /// <summary>When the list is made; cut to seconds.</summary>
    public required DateTimeOffset ThisUpdate { get; init; }

    /// <summary>When the next one comes at the latest; cut to seconds.</summary>
    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>cRLNumber: greater than that of every earlier list (RFC 5280 section 5.2.3).</summary>
    public required BigInteger Number { get; init; }

    /// <summary>
    /// expiredCertsOnCRL (X.509 clause 9.5.2.8): revoked certificates stay on the list though they have expired after this time; null where expired ones may be dropped.
    /// </summary>
    public DateTimeOffset? KeepsExpiredSince { get; init; }

    /// <summary>The revoked certificates; serial numbers as in <see cref="Certificate.SerialNumberText"/>.</summary>
    public IReadOnlyList<RevokedCertificate> Revoked { get; init; } = [];

    /// <summary>Issues the list.</summary>
    /// <param name="issuer">Certificate of the issuer.</param>
    /// <param name="issuerKey">Key of the issuer.</param>
    /// <exception cref="ArgumentException">The key is not that of the certificate, or a serial number is no hexadecimal INTEGER.</exception>
    /// <exception cref="InvalidOperationException">The issuer's key is retired.</exception>
    public RevocationList Issue(Certificate issuer, ISigningKey issuerKey)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(issuerKey);
        if (!issuer.SubjectPublicKeyInfo.Span.SequenceEqual(issuerKey.SubjectPublicKeyInfo.Span))
        {
            throw new ArgumentException("The key is not that of the issuer's certificate.", nameof(issuerKey));
        }

        var algorithm = VerificationKey.SignatureAlgorithmOf(issuerKey.Algorithm);
        var der = SignedObject.Write(WriteTbs(issuer, algorithm), algorithm, issuerKey);
        return RevocationList.TryParse(der, out var list) ? list : throw new ArgumentException("The list grew too large or holds a malformed serial number.");
    }

    private byte[] WriteTbs(Certificate issuer, string algorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            ExtensionEncoding.WriteSignatureAlgorithm(writer, algorithm);
            writer.WriteEncodedValue(issuer.Subject.Encoded.Span);
            ExtensionEncoding.WriteTime(writer, ThisUpdate);
            ExtensionEncoding.WriteTime(writer, NextUpdate);

            // RFC 5280 section 5.1.2.6: without revoked certificates the field is absent, not empty.
            if (Revoked.Count > 0)
            {
                using (writer.PushSequence())
                {
                    foreach (var revoked in Revoked)
                    {
                        WriteEntry(writer, revoked);
                    }
                }
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                var identifier = issuer.SubjectKeyIdentifier.IsEmpty
                    ? ExtensionEncoding.KeyIdentifierOf(issuer.SubjectPublicKeyInfo)
                    : issuer.SubjectKeyIdentifier;
                ExtensionEncoding.WriteExtension(
                    writer, new(ExtensionOids.AuthorityKeyIdentifier, false, ExtensionEncoding.AuthorityKeyIdentifier(identifier.Span)));
                ExtensionEncoding.WriteExtension(writer, new(ExtensionOids.CrlNumber, false, ExtensionEncoding.Integer(Number)));
                if (KeepsExpiredSince is { } since)
                {
                    var time = new AsnWriter(AsnEncodingRules.DER);
                    time.WriteGeneralizedTime(WholeSeconds.Cut(since), omitFractionalSeconds: true);
                    ExtensionEncoding.WriteExtension(writer, new(ExtensionOids.ExpiredCertificatesOnList, false, time.Encode()));
                }
            }
        }

        return writer.Encode();
    }

    private static void WriteEntry(AsnWriter writer, RevokedCertificate revoked)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(SerialNumber(revoked.SerialNumber));
            ExtensionEncoding.WriteTime(writer, revoked.Time);

            // RFC 5280 section 5.3.1: reasonCode should be absent rather than unspecified.
            if (revoked.Reason != RevocationReason.Unspecified)
            {
                var reason = new AsnWriter(AsnEncodingRules.DER);
                reason.WriteEnumeratedValue(revoked.Reason);
                using (writer.PushSequence())
                {
                    ExtensionEncoding.WriteExtension(writer, new(ExtensionOids.ReasonCode, false, reason.Encode()));
                }
            }
        }
    }

    private static byte[] SerialNumber(string text)
    {
        try
        {
            var serial = Convert.FromHexString(text);
            return serial.Length > 0 ? serial : throw new ArgumentException("A serial number is empty.");
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"'{text}' is no hexadecimal serial number.", e);
        }
    }
}
