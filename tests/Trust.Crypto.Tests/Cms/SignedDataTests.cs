using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;
using Trust.Crypto.Keys;
using Trust.Crypto.Tests.Certificates;
using Trust.Crypto.Tests.Peers;

namespace Trust.Crypto.Tests.Cms;

public class SignedDataTests
{
    private static readonly TestAuthority Authority = new(KeyAlgorithm.Sm2);
    private static readonly byte[] Content = "<ofd:Signature/>"u8.ToArray();

    [Fact]
    public void Content_under_attributes_is_verified_as_messageDigest()
    {
        Assert.True(SignedData.TryParse(SignedDataBuilder.Sign(Authority.HolderKey, Authority.Holder, Content, TestAuthority.Now), out var data));
        Assert.True(data.IsChinese);
        Assert.Null(data.Content);
        var signer = Assert.Single(data.Signers);
        Assert.Equal(TestAuthority.Now, signer.SigningTime);
        Assert.Equal("1.2.156.10197.1.301.1", signer.SignatureAlgorithm);
        var check = data.Check(signer, Content);
        Assert.True(check.IsValid, check.ToString());
        Assert.Equal(Authority.Holder, check.Certificate);

        check = data.Check(signer, "<ofd:Signaturf/>"u8);
        Assert.True(check is { SignatureHolds: true, DigestHolds: false, IsValid: false });
    }

    [Fact]
    public void Content_without_attributes_is_verified_itself()
    {
        var digest = Sm3.HashData(Content);
        Assert.True(SignedData.TryParse(SignedDataBuilder.SignWithoutAttributes(Authority.HolderKey, Authority.Holder, digest), out var data));
        Assert.Equal(digest, data.Content!.Value.ToArray());
        Assert.True(data.Check(data.Signers[0], digest) is { IsValid: true, DigestHolds: null });
        digest[0] ^= 1;
        Assert.True(data.Check(data.Signers[0], digest) is { IsValid: false, SignatureHolds: false });
    }

    [Fact]
    public void Signed_data_that_nobody_signed_is_unreadable()
    {
        var der = SignedDataBuilder.Sign(Authority.HolderKey, Authority.Holder, Content, TestAuthority.Now);
        Assert.True(SignedData.TryParse(der, out var data));
        var signers = der.Length - SignerSetSize(der);
        Assert.Equal(0x31, der[signers]);

        // The same value with an empty SET in place of the signers, and every length around it put right.
        byte[] inner = [.. der[24..signers], 0x31, 0x00];
        Assert.Equal(0x30, der[20]);
        Assert.False(SignedData.TryParse(Rewrap(inner), out _));
        Assert.True(SignedData.TryParse(Rewrap(der[24..]), out _));
        Assert.NotNull(data);
    }

    [Fact]
    public void Every_changed_byte_of_attributes_and_value_is_noticed()
    {
        var der = SignedDataBuilder.Sign(Authority.HolderKey, Authority.Holder, Content, TestAuthority.Now);
        Assert.True(SignedData.TryParse(der, out var data));
        foreach (var part in new[] { data.Signers[0].SignedAttributeBytes[1..], data.Signers[0].Signature })
        {
            var start = der.AsSpan().LastIndexOf(part.Span);
            for (var i = start; i < start + part.Length; i++)
            {
                var changed = (byte[])der.Clone();
                changed[i] ^= 1;
                Assert.False(SignedData.TryParse(changed, out var read) && read.Check(read.Signers[0], Content).IsValid, $"Byte {i}");
            }
        }
    }

    [Fact]
    public void Certificate_given_from_outside_is_used_where_none_came_along()
    {
        var other = new TestAuthority(KeyAlgorithm.Sm2);
        var der = SignedDataBuilder.Sign(Authority.HolderKey, Authority.Holder, Content, TestAuthority.Now);
        Assert.True(SignedData.TryParse(der, out var data));
        Assert.True(data.Signers[0].Names(Authority.Holder));
        Assert.False(data.Signers[0].Names(other.Holder));
        Assert.Equal(Authority.Holder, data.Check(data.Signers[0], Content, [other.Holder]).Certificate);
    }

    [Theory]
    [InlineData(KeyAlgorithm.EcdsaP256)]
    [InlineData(KeyAlgorithm.Rsa3072)]
    public void Detached_signature_made_by_OpenSSL_is_verified(KeyAlgorithm algorithm)
    {
        using var material = SigningKeyMaterial.Generate(algorithm);
        using var key = material.ToSigningKey(KeyPurpose.IssuingCa);
        var certificate = CertificateBuilder.EndEntity(TestAuthority.Name("Theirs"), TestAuthority.Start, TestAuthority.Start.AddYears(9)).SelfSign(key);
        using var tool = new Tool();
        tool.Write("content", Content);
        tool.Write("certificate.pem", certificate.ToPem());
        tool.Write("key.pem", System.Security.Cryptography.PemEncoding.WriteString("PRIVATE KEY", material.ToPkcs8()));
        var (exitCode, output) = tool.OpenSsl(
            "cms", "-sign", "-binary", "-in", "content", "-signer", "certificate.pem", "-inkey", "key.pem", "-md", "sha256", "-outform", "DER", "-out", "signed");
        Assert.True(exitCode == 0, output);
        Assert.True(SignedData.TryParse(File.ReadAllBytes(Path.Combine(tool.Folder, "signed")), out var data));
        Assert.False(data.IsChinese);
        Assert.True(data.Check(data.Signers[0], Content).IsValid);
        Assert.False(data.Check(data.Signers[0], [.. Content, 0]).IsValid);
    }

    // ContentInfo with two-octet lengths throughout: SEQUENCE, OID of 12 octets, [0], SEQUENCE.
    private static byte[] Rewrap(byte[] inner) =>
        Wrap(0x30, [.. Convert.FromHexString("060A2A811CCF550601040202"), .. Wrap(0xa0, Wrap(0x30, inner))]);

    private static byte[] Wrap(byte tag, byte[] content) => [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content];

    private static int SignerSetSize(byte[] der)
    {
        for (var at = der.Length - 200; at > 0; at--)
        {
            if (der[at] == 0x31 && der[at + 1] == 0x82 && ((der[at + 2] << 8) | der[at + 3]) == der.Length - at - 4)
            {
                return der.Length - at;
            }
        }

        throw new InvalidOperationException("No set of signers.");
    }
}
