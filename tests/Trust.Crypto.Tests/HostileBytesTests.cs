using System.Text;
using FsCheck.Xunit;
using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;
using Trust.Crypto.Keys;
using Trust.Crypto.Ocsp;
using Trust.Crypto.Tests.Certificates;
using Trust.Crypto.Tests.TimeStamps;
using Trust.Crypto.TimeStamps;

namespace Trust.Crypto.Tests;

/// <summary>Readers answer any bytes with false or a value: an exception fails the test.</summary>
public class HostileBytesTests
{
    private static readonly TestAuthority Authority = new(KeyAlgorithm.Sm2);
    private static readonly Sm2PrivateKey Key = Sm2PrivateKey.Generate();

    [Property(MaxTest = 500)]
    public void Random_bytes_are_answered(byte[] bytes) => ReadEverywhere(bytes);

    [Property(MaxTest = 500)]
    public void Random_bytes_in_a_sequence_are_answered(byte[] bytes) =>
        ReadEverywhere(bytes.Length < 120 ? [0x30, (byte)(bytes.Length + 2), 0x30, (byte)bytes.Length, .. bytes] : bytes);

    [Fact]
    public void Every_truncation_is_answered()
    {
        foreach (var sample in Samples())
        {
            for (var length = 0; length < sample.Length; length++)
            {
                ReadEverywhere(sample[..length]);
            }
        }
    }

    [Fact]
    public void Random_changes_are_answered()
    {
        var random = new Random(42);
        foreach (var sample in Samples())
        {
            for (var round = 0; round < 1500; round++)
            {
                var changed = (byte[])sample.Clone();
                for (var change = random.Next(1, 4); change > 0; change--)
                {
                    changed[random.Next(changed.Length)] = (byte)random.Next(256);
                }

                ReadEverywhere(changed);
            }
        }
    }

    private static IEnumerable<byte[]> Samples()
    {
        yield return Authority.Holder.Encoded.ToArray();
        yield return Authority.List(new RevokedCertificate("0102", TestAuthority.Now, RevocationReason.KeyCompromise)).Encoded.ToArray();
        yield return Key.ToPkcs8();
        yield return Key.PublicKey.ToSubjectPublicKeyInfo();
        yield return Key.PublicKey.Encrypt("message"u8, Sm2CiphertextFormat.Der);
        yield return SymmetricKeyMaterial.Generate().ToPkcs8();
        yield return new TestTimeStampAuthority(KeyAlgorithm.Sm2).Issue([1]).Encoded.ToArray();
        yield return TimeStampRequest.Create(new byte[32]).Encoded.ToArray();
        yield return SignedDataBuilder.Sign(Authority.HolderKey, Authority.Holder, [1], TestAuthority.Now);
        var asked = OcspRequest.Create(OcspCertificateId.Of("0102", Authority.Issuing));
        yield return asked.Encoded.ToArray();
        var answer = new OcspAnswer(asked.Certificates[0], OcspState.Unknown, TestAuthority.Now, null);
        yield return new OcspResponseBuilder { ProducedAt = TestAuthority.Now, Nonce = asked.Nonce, Answers = [answer] }.Issue(Authority.Issuing, Authority.IssuingKey).Encoded.ToArray();
        yield return Convert.FromBase64String(string.Concat(KeyFile.Write(SymmetricKeyMaterial.Generate(), "p", 1000).Split('\n').Where(line => !line.StartsWith('-'))));
    }

    private static void ReadEverywhere(byte[] bytes)
    {
        if (Certificate.TryParse(bytes, out var certificate))
        {
            _ = certificate.Subject.ToString();
            PathValidator.Validate(certificate, Authority.Options() with { Anchors = [Authority.Root, certificate] });
        }

        if (RevocationList.TryParse(bytes, out var list))
        {
            list.IsSignedBy(Authority.Issuing.PublicKey!);
        }

        if (SignedData.TryParse(bytes, out var data))
        {
            data.Check(data.Signers[0], "m"u8, [Authority.Holder]);
            _ = data.Signers[0].SigningTime;
        }

        if (TimeStampToken.TryParse(bytes, out var token))
        {
            token.Verify("m"u8, [Authority.Holder]);
        }

        if (OcspResponse.TryParse(bytes, out var response))
        {
            response.Find("0102", Authority.Issuing, TestAuthority.Now);
        }

        _ = TimeStampResponse.TryParse(bytes, out _);
        _ = TimeStampRequest.TryParse(bytes, out _);
        _ = OcspRequest.TryParse(bytes, out _);
        KeyMaterial.TryFromPkcs8(bytes, out _);
        VerificationKey.TryFromSubjectPublicKeyInfo(bytes, out _);
        Sm2PublicKey.TryFromPoint(bytes, out _);
        Sm2SignatureEncoding.TryReadDer(bytes, new byte[64], out _);
        Key.TryDecrypt(bytes, out _);
        Key.PublicKey.Verify("m"u8, bytes);
        Key.PublicKey.Verify("m"u8, bytes, SignatureFormat.Raw);
        KeyStore.TryLoad(bytes, "p", out _, out _);
        KeyFile.TryRead(Encoding.Latin1.GetString(bytes), "p", out _);
        KeyFile.TryRead(System.Security.Cryptography.PemEncoding.WriteString(KeyFile.Label, bytes), "p", out _);
        _ = Certificate.TryParsePem(Encoding.Latin1.GetString(bytes), out _);
        _ = Certificate.TryParsePem(System.Security.Cryptography.PemEncoding.WriteString(Certificate.PemLabel, bytes), out _);
    }
}
