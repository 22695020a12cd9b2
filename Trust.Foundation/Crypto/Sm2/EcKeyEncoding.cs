using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Trust.Crypto;

/// <summary>SubjectPublicKeyInfo and PrivateKeyInfo of SM2 keys (GM/T 0015-2012, RFC 5480, RFC 5208, RFC 5915).</summary>
internal static class EcKeyEncoding
{
    internal static byte[] WritePublic(ReadOnlySpan<byte> point)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteAlgorithm(writer);
            writer.WriteBitString(point);
        }

        return writer.Encode();
    }

    internal static byte[] WritePrivate(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            WriteAlgorithm(writer);
            using (writer.PushOctetString())
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                writer.WriteOctetString(scalar);
                using (writer.PushSequence(PublicKeyTag))
                {
                    writer.WriteBitString(point);
                }
            }
        }

        // Which zeroes what it kept.
        var encoded = writer.Encode();
        writer.Reset();
        return encoded;
    }

    internal static bool TryReadPublic(ReadOnlySpan<byte> subjectPublicKeyInfo, out byte[] point)
    {
        point = [];
        try
        {
            var reader = new AsnReader(subjectPublicKeyInfo.ToArray(), AsnEncodingRules.DER);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var isSm2 = ReadAlgorithm(sequence);
            point = sequence.ReadBitString(out var unusedBits);
            sequence.ThrowIfNotEmpty();
            return isSm2 && unusedBits == 0;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return false;
        }
    }

    internal static bool TryReadPrivate(ReadOnlySpan<byte> pkcs8, out byte[] scalar, out byte[] point)
    {
        scalar = [];
        point = [];
        var (copy, isRead) = (pkcs8.ToArray(), false);
        try
        {
            var reader = new AsnReader(copy, AsnEncodingRules.DER);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            if (sequence.ReadInteger() != 0 || !ReadAlgorithm(sequence))
            {
                return false;
            }

            var inner = new AsnReader(Octets(sequence), AsnEncodingRules.DER);
            var key = inner.ReadSequence();
            inner.ThrowIfNotEmpty();
            if (key.ReadInteger() != 1)
            {
                return false;
            }

            scalar = Octets(key).ToArray();
            isRead = TryReadPoint(key, out point);
            return isRead;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
            CryptographicOperations.ZeroMemory(isRead ? [] : scalar);
        }
    }

    // A part of what is read and no copy: in DER they stand in one piece.
    private static ReadOnlyMemory<byte> Octets(AsnReader reader) => reader.TryReadPrimitiveOctetString(out var octets) ? octets : throw new AsnContentException();

    private static Asn1Tag CurveTag => new(TagClass.ContextSpecific, 0);

    private static Asn1Tag PublicKeyTag => new(TagClass.ContextSpecific, 1);

    private static bool TryReadPoint(AsnReader key, out byte[] point)
    {
        point = [];
        if (key.HasData && key.PeekTag().HasSameClassAndValue(CurveTag))
        {
            var curve = key.ReadSequence(CurveTag);
            if (curve.ReadObjectIdentifier() != Oids.Sm2Curve)
            {
                return false;
            }
        }

        if (key.HasData && key.PeekTag().HasSameClassAndValue(PublicKeyTag))
        {
            var publicKey = key.ReadSequence(PublicKeyTag);
            point = publicKey.ReadBitString(out var unusedBits);
            publicKey.ThrowIfNotEmpty();
            return unusedBits == 0 && !key.HasData;
        }

        return !key.HasData;
    }

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.EcPublicKey);
            writer.WriteObjectIdentifier(Oids.Sm2Curve);
        }
    }

    private static bool ReadAlgorithm(AsnReader sequence)
    {
        var algorithm = sequence.ReadSequence();
        var isSm2 = algorithm.ReadObjectIdentifier() == Oids.EcPublicKey
            && algorithm.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier)
            && algorithm.ReadObjectIdentifier() == Oids.Sm2Curve;
        return isSm2 && !algorithm.HasData;
    }
}
