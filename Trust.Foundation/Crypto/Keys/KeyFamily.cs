using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Trust.Crypto.Keys;

/// <summary>
/// The algorithm that a key says it has, read before the key is handed on: the platform's importers throw more kinds of exception than they document
/// when an unknown curve is named, and parse explicit curve parameters that a stranger chose.
/// </summary>
internal static class KeyFamily
{
    internal const string Unknown = "";

    /// <summary>OID of the named curve for an elliptic-curve SubjectPublicKeyInfo, <see cref="Oids.Rsa"/> for RSA, else <see cref="Unknown"/>.</summary>
    internal static string OfPublicKey(byte[] subjectPublicKeyInfo) => Read(subjectPublicKeyInfo, startsWithVersion: false);

    /// <summary>The same for a PKCS#8 PrivateKeyInfo.</summary>
    internal static string OfPrivateKey(byte[] pkcs8) => Read(pkcs8, startsWithVersion: true);

    private static string Read(byte[] key, bool startsWithVersion)
    {
        try
        {
            var sequence = new AsnReader(key, AsnEncodingRules.BER).ReadSequence();
            if (startsWithVersion)
            {
                sequence.ReadIntegerBytes();
            }

            var algorithm = sequence.ReadSequence();
            return algorithm.ReadObjectIdentifier() switch
            {
                Oids.Rsa => Oids.Rsa,
                Oids.EcPublicKey when algorithm.HasData && algorithm.PeekTag() == Asn1Tag.ObjectIdentifier => algorithm.ReadObjectIdentifier(),
                _ => Unknown,
            };
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return Unknown;
        }
    }
}
