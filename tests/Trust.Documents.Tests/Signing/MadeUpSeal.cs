using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Trust.Documents.Tests.Signing;

/// <summary>
/// A seal and a signature value with the structure of GB/T 38540 and signatures that verify nothing: enough for readers that only want the picture.
/// </summary>
internal static class MadeUpSeal
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static (byte[] Seal, byte[] Value) Make(byte[] png, int widthMm, ReadOnlySpan<byte> dataHash, string propertyInfo)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=样章", key, HashAlgorithmName.SHA256).CreateSelfSigned(Start, Start.AddYears(1));
        var seal = Seal(png, widthMm, certificate.RawData);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(4);
                writer.WriteEncodedValue(seal);
                writer.WriteGeneralizedTime(Start, omitFractionalSeconds: true);
                writer.WriteBitString(dataHash);
                writer.WriteCharacterString(UniversalTagNumber.IA5String, propertyInfo);
            }

            writer.WriteOctetString(certificate.RawData);
            writer.WriteObjectIdentifier("1.2.156.10197.1.501");
            writer.WriteBitString(new byte[64]);
        }

        return (seal, writer.Encode());
    }

    private static byte[] Seal(byte[] png, int widthMm, byte[] certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, "ES");
                    writer.WriteInteger(4);
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, "Trust");
                }

                writer.WriteCharacterString(UniversalTagNumber.IA5String, "9901000012386");
                using (writer.PushSequence())
                {
                    writer.WriteInteger(1);
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, "样章");
                    writer.WriteInteger(1);
                    using (writer.PushSequence())
                    {
                        writer.WriteOctetString(certificate);
                    }

                    writer.WriteGeneralizedTime(Start, omitFractionalSeconds: true);
                    writer.WriteGeneralizedTime(Start, omitFractionalSeconds: true);
                    writer.WriteGeneralizedTime(Start.AddYears(1), omitFractionalSeconds: true);
                }

                using (writer.PushSequence())
                {
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, "PNG");
                    writer.WriteOctetString(png);
                    writer.WriteInteger(widthMm);
                    writer.WriteInteger(widthMm);
                }
            }

            writer.WriteOctetString(certificate);
            writer.WriteObjectIdentifier("1.2.156.10197.1.501");
            writer.WriteBitString(new byte[64]);
        }

        return writer.Encode();
    }
}
