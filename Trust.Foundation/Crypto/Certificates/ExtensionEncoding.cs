using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;

namespace Trust.Crypto.Certificates;

/// <summary>Writes extension values (RFC 5280 section 4.2).</summary>
internal static class ExtensionEncoding
{
    internal static byte[] BasicConstraints(bool isAuthority, int? pathLength) => Write(writer =>
    {
        using (writer.PushSequence())
        {
            // DER leaves a default out: an end entity has the empty SEQUENCE.
            if (isAuthority)
            {
                writer.WriteBoolean(true);
                if (pathLength is { } length)
                {
                    writer.WriteInteger(length);
                }
            }
        }
    });

    internal static byte[] KeyUsage(KeyUsages usages)
    {
        // X.680 clause 22.7: trailing zero bits of a named bit list are removed. Bit 0 is the highest of the first octet.
        var bits = new byte[2];
        for (var i = 0; i < 9; i++)
        {
            if (((int)usages >> i & 1) != 0)
            {
                bits[i / 8] |= (byte)(0x80 >> i % 8);
            }
        }

        var length = bits[1] != 0 ? 2 : 1;
        var unusedBits = System.Numerics.BitOperations.TrailingZeroCount(bits[length - 1]);
        return Write(writer => writer.WriteBitString(bits.AsSpan(0, length), unusedBits));
    }

    internal static byte[] ExtendedKeyUsage(IEnumerable<string> purposes) => Write(writer =>
    {
        using (writer.PushSequence())
        {
            foreach (var purpose in purposes)
            {
                writer.WriteObjectIdentifier(purpose);
            }
        }
    });

    internal static byte[] SubjectKeyIdentifier(ReadOnlySpan<byte> identifier)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(identifier);
        return writer.Encode();
    }

    internal static byte[] AuthorityKeyIdentifier(ReadOnlySpan<byte> identifier)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteOctetString(identifier, new Asn1Tag(TagClass.ContextSpecific, 0));
        }

        return writer.Encode();
    }

    /// <summary>RFC 7093 section 2 method 1: the first 160 bits of SHA-256 over the subjectPublicKey bits. The method with SHA-1 is for none of our algorithms.</summary>
    internal static byte[] KeyIdentifierOf(ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        var sequence = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.BER).ReadSequence();
        sequence.ReadSequence();
        return SHA256.HashData(sequence.ReadBitString(out _)).AsSpan(0, 20).ToArray();
    }

    internal static byte[] AlternativeNames(IEnumerable<AlternativeName> names) => Write(writer =>
    {
        using (writer.PushSequence())
        {
            foreach (var name in names)
            {
                WriteName(writer, name);
            }
        }
    });

    internal static byte[] CrlDistributionPoints(IEnumerable<string> addresses) => Write(writer =>
    {
        using (writer.PushSequence())
        {
            foreach (var address in addresses)
            {
                // DistributionPoint { distributionPoint [0] { fullName [0] GeneralNames } }
                using (writer.PushSequence())
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    WriteName(writer, new(AlternativeNameKind.Uri, address));
                }
            }
        }
    });

    internal static byte[] AuthorityInformationAccess(IEnumerable<string> ocsp, IEnumerable<string> caIssuers) => Write(writer =>
    {
        using (writer.PushSequence())
        {
            foreach (var (method, address) in ocsp.Select(a => (ExtensionOids.OcspAccess, a)).Concat(caIssuers.Select(a => (ExtensionOids.CaIssuersAccess, a))))
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(method);
                    WriteName(writer, new(AlternativeNameKind.Uri, address));
                }
            }
        }
    });

    internal static byte[] Integer(System.Numerics.BigInteger value) => Write(writer => writer.WriteInteger(value));

    internal static void WriteExtension(AsnWriter writer, CertificateExtension extension)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(extension.Oid);
            if (extension.IsCritical)
            {
                writer.WriteBoolean(true);
            }

            writer.WriteOctetString(extension.Value.Span);
        }
    }

    /// <summary>RFC 5280 section 4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050.</summary>
    internal static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        var seconds = WholeSeconds.Cut(time);
        if (seconds.Year is >= 1950 and < 2050)
        {
            writer.WriteUtcTime(seconds, twoDigitYearMax: 2049);
        }
        else
        {
            writer.WriteGeneralizedTime(seconds, omitFractionalSeconds: true);
        }
    }

    /// <summary>AlgorithmIdentifier of a signature: parameters NULL for RSA (RFC 4055 section 5), absent for ECDSA (RFC 5758 section 3.2) and SM2 (GM/T 0015).</summary>
    internal static void WriteSignatureAlgorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            if (oid.StartsWith("1.2.840.113549.1.1.", StringComparison.Ordinal))
            {
                writer.WriteNull();
            }
        }
    }

    private static void WriteName(AsnWriter writer, AlternativeName name)
    {
        switch (name.Kind)
        {
            case AlternativeNameKind.IpAddress:
                writer.WriteOctetString(IPAddress.Parse(name.Value).GetAddressBytes(), new Asn1Tag(TagClass.ContextSpecific, 7));
                break;
            default:
                var number = name.Kind switch { AlternativeNameKind.Email => 1, AlternativeNameKind.Dns => 2, _ => 6 };
                writer.WriteCharacterString(UniversalTagNumber.IA5String, name.Value, new Asn1Tag(TagClass.ContextSpecific, number));
                break;
        }
    }

    private static byte[] Write(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }
}
