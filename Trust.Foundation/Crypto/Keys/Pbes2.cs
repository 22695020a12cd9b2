using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Trust.Crypto.Keys;

/// <summary>EncryptedPrivateKeyInfo (RFC 5208) with PBES2 (RFC 8018 section 6.2): PBKDF2 with HMAC-SHA-256, AES-256-CBC.</summary>
internal static class Pbes2
{
    // A file that asks for more than this would stop the process that opens it.
    internal const int MaxIterations = 10_000_000;

    private const string Pbes2Oid = "1.2.840.113549.1.5.13";
    private const string Pbkdf2Oid = "1.2.840.113549.1.5.12";
    private const string HmacSha256Oid = "1.2.840.113549.2.9";
    private const string Aes256CbcOid = "2.16.840.1.101.3.4.1.42";
    private const int SaltSize = 16;

    internal static byte[] Encrypt(ReadOnlySpan<byte> pkcs8, ReadOnlySpan<byte> password, int iterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var initialVector = RandomNumberGenerator.GetBytes(16);
        using var aes = Cipher(password, salt, iterations);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteAlgorithm(writer, salt, iterations, initialVector);
            writer.WriteOctetString(aes.EncryptCbc(pkcs8, initialVector));
        }

        return writer.Encode();
    }

    internal static bool TryDecrypt(ReadOnlyMemory<byte> encrypted, ReadOnlySpan<byte> password, out byte[] pkcs8)
    {
        pkcs8 = [];
        try
        {
            var reader = new AsnReader(encrypted, AsnEncodingRules.BER);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            if (!TryReadAlgorithm(sequence, out var salt, out var iterations, out var initialVector))
            {
                return false;
            }

            var ciphertext = sequence.ReadOctetString();
            sequence.ThrowIfNotEmpty();
            using var aes = Cipher(password, salt, iterations);
            pkcs8 = aes.DecryptCbc(ciphertext, initialVector);
            return true;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return false;
        }
    }

    private static Aes Cipher(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations)
    {
        var key = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, 32);
        var aes = Aes.Create();
        aes.Key = key;
        CryptographicOperations.ZeroMemory(key);
        return aes;
    }

    private static void WriteAlgorithm(AsnWriter writer, byte[] salt, int iterations, byte[] initialVector)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Pbes2Oid);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Pbkdf2Oid);
                    using (writer.PushSequence())
                    {
                        writer.WriteOctetString(salt);
                        writer.WriteInteger(iterations);
                        using (writer.PushSequence())
                        {
                            writer.WriteObjectIdentifier(HmacSha256Oid);
                            writer.WriteNull();
                        }
                    }
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Aes256CbcOid);
                    writer.WriteOctetString(initialVector);
                }
            }
        }
    }

    private static bool TryReadAlgorithm(AsnReader sequence, out byte[] salt, out int iterations, out byte[] initialVector)
    {
        salt = initialVector = [];
        iterations = 0;
        var algorithm = sequence.ReadSequence();
        if (algorithm.ReadObjectIdentifier() != Pbes2Oid)
        {
            return false;
        }

        var parameters = algorithm.ReadSequence();
        var derivation = parameters.ReadSequence();
        if (derivation.ReadObjectIdentifier() != Pbkdf2Oid)
        {
            return false;
        }

        var pbkdf2 = derivation.ReadSequence();
        salt = pbkdf2.ReadOctetString();
        if (!pbkdf2.TryReadInt32(out iterations) || iterations is < 1 or > MaxIterations)
        {
            return false;
        }

        if (pbkdf2.PeekTag() == Asn1Tag.Integer && (!pbkdf2.TryReadInt32(out var keyLength) || keyLength != 32))
        {
            return false;
        }

        // An absent function would mean HMAC-SHA-1 (RFC 8018 appendix A.2), which is not accepted.
        if (!pbkdf2.HasData || pbkdf2.ReadSequence().ReadObjectIdentifier() != HmacSha256Oid)
        {
            return false;
        }

        var cipher = parameters.ReadSequence();
        var isAes = cipher.ReadObjectIdentifier() == Aes256CbcOid;
        initialVector = cipher.ReadOctetString();
        return isAes && initialVector.Length == 16;
    }
}
