using System.Numerics;
using System.Text;
using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Tests.Certificates;

public class CertificateTests
{
    private static readonly TestAuthority Authority = new(KeyAlgorithm.Sm2);

    [Fact]
    public void Everything_written_is_read_back()
    {
        var holder = Authority.Holder;
        Assert.Equal("CN=某某省某某局,O=Trust\\, 测试,C=CN", holder.Subject.ToString());
        Assert.Equal("某某省某某局", holder.Subject.CommonName);
        Assert.Equal("Issuing CA", holder.Issuer.CommonName);
        Assert.Equal(TestAuthority.Start, holder.NotBefore);
        Assert.Equal(TestAuthority.Start.AddYears(2), holder.NotAfter);
        Assert.Equal(KeyUsages.DigitalSignature | KeyUsages.NonRepudiation, holder.KeyUsage);
        Assert.Equal([ExtendedKeyUsages.ClientAuth], holder.ExtendedKeyUsage);
        Assert.Equal(new BasicConstraints(false, null), holder.BasicConstraints);
        Assert.Equal(Authority.HolderBuilder.AlternativeNames, holder.AlternativeNames);
        Assert.Equal(Authority.HolderBuilder.CrlAddresses, holder.CrlAddresses);
        Assert.Equal(Authority.HolderBuilder.OcspAddresses, holder.OcspAddresses);
        Assert.Equal(Authority.HolderBuilder.CaIssuersAddresses, holder.CaIssuersAddresses);
        Assert.Equal(Authority.Issuing.SubjectKeyIdentifier.ToArray(), holder.AuthorityKeyIdentifier.ToArray());
        Assert.Equal(Oids.Sm2WithSm3, holder.SignatureAlgorithm);
        Assert.Equal(Authority.HolderKey.KeyId, holder.PublicKey!.KeyId);
        Assert.Equal(16, holder.SerialNumber.Length);
        Assert.Empty(holder.MalformedExtensions);
        Assert.True(holder.IsSignedBy(Authority.Issuing.PublicKey!));
        Assert.False(holder.IsSignedBy(Authority.Root.PublicKey!));
        Assert.True(Certificate.TryParsePem(holder.ToPem(), out var again));
        Assert.Equal(holder, again);
        Assert.Equal(new BasicConstraints(true, 1), Authority.Root.BasicConstraints);
        Assert.True(Authority.Root.IsSelfIssued);
    }

    [Fact]
    public void Certificate_changed_in_any_byte_is_not_that_of_its_issuer()
    {
        var der = Authority.Holder.Encoded.ToArray();
        for (var i = 0; i < der.Length; i++)
        {
            der[i] ^= 1;
            Assert.False(Certificate.TryParse(der, out var changed) && changed.IsSignedBy(Authority.Issuing.PublicKey!), $"byte {i}");
            der[i] ^= 1;
        }
    }

    [Fact]
    public void Null_parameters_of_the_signature_algorithm_are_accepted()
    {
        // Both forms occur; here NULL is put into the outer and the inner AlgorithmIdentifier, and the signature made anew.
        var algorithm = Convert.FromHexString("300a06082a811ccf55018375");
        var withNull = Convert.FromHexString("300c06082a811ccf550183750500");
        var tbs = Replace(Authority.Root.TbsCertificate.ToArray(), algorithm, withNull);
        var signature = Authority.RootKey.Sign(tbs);
        byte[] der = Sequence([.. tbs, .. withNull, .. Tlv(0x03, [0, .. signature])]);
        Assert.True(Certificate.TryParse(der, out var certificate));
        Assert.True(certificate.IsSignedBy(Authority.Root.PublicKey!));
    }

    [Fact]
    public void Name_that_does_not_decode_leaves_the_certificate_readable()
    {
        // The bytes of a UTF8String are made invalid, and another is given the tag of an INTEGER.
        var der = Authority.Holder.Encoded.ToArray();
        var place = der.AsSpan().IndexOf(Encoding.UTF8.GetBytes("某某省"));
        der[place] = 0xff;
        Assert.True(Certificate.TryParse(der, out var certificate));
        Assert.Contains("\ufffd", certificate.Subject.ToString(), StringComparison.Ordinal);
        der[place - 2] = 0x02;
        Assert.True(Certificate.TryParse(der, out certificate));
        Assert.StartsWith("#02", certificate.Subject.CommonName, StringComparison.Ordinal);
        der[place - 1] = 0x7f;
        Assert.True(Certificate.TryParse(der, out certificate));
        Assert.Null(certificate.Subject.CommonName);
    }

    [Fact]
    public void Line_breaks_of_a_name_do_not_reach_the_text()
    {
        var name = DistinguishedName.Create(("CN", "a\nb,c\"d "));
        Assert.Equal("CN=a\\0ab\\,c\\\"d\\ ", name.ToString());
        Assert.Throws<ArgumentException>(() => DistinguishedName.Create(("XX", "a")));
        Assert.Throws<ArgumentException>(() => DistinguishedName.Create(("CN", "")));
    }

    [Fact]
    public void Malformed_and_doubled_extensions_are_named()
    {
        var builder = Authority.HolderBuilder with
        {
            OtherExtensions = [new("2.5.29.17", false, new byte[] { 0x02, 0x01, 0x00 }), new("1.2.3.4", false, new byte[] { 0x05, 0x00 }), new("1.2.3.4", false, new byte[] { 0x05, 0x00 })],
            AlternativeNames = [],
        };
        var certificate = builder.Issue(Authority.HolderKey.SubjectPublicKeyInfo, Authority.Issuing, Authority.IssuingKey);
        Assert.Equal(["1.2.3.4", "2.5.29.17"], certificate.MalformedExtensions.Order());
    }

    [Fact]
    public void Issuing_with_the_key_of_another_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Authority.HolderBuilder.Issue(Authority.HolderKey.SubjectPublicKeyInfo, Authority.Issuing, Authority.RootKey));
        Assert.Throws<ArgumentException>(() => Authority.HolderBuilder.Issue(new byte[10], Authority.Issuing, Authority.IssuingKey));
        Assert.Throws<ArgumentException>(() => (Authority.HolderBuilder with { NotAfter = TestAuthority.Start.AddDays(-1) }).SelfSign(Authority.RootKey));
        Assert.Throws<ArgumentException>(() => (Authority.HolderBuilder with { SerialNumber = new byte[21] }).SelfSign(Authority.RootKey));
        Assert.Throws<ArgumentException>(() => (Authority.HolderBuilder with { SerialNumber = new byte[] { 0x80 } }).SelfSign(Authority.RootKey));
    }

    [Fact]
    public void Times_from_2050_are_written_as_generalized_time()
    {
        var certificate = (Authority.HolderBuilder with { NotAfter = new(2051, 2, 3, 4, 5, 6, TimeSpan.Zero) }).SelfSign(Authority.RootKey);
        Assert.Equal(new DateTimeOffset(2051, 2, 3, 4, 5, 6, TimeSpan.Zero), certificate.NotAfter);
        Assert.True(certificate.Encoded.Span.IndexOf("20510203040506Z"u8) > 0);
    }

    [Fact]
    public void Revocation_list_is_read_back()
    {
        var time = TestAuthority.Now.AddDays(-3);
        var list = Authority.List(
            new RevokedCertificate(Authority.Holder.SerialNumberText, time, RevocationReason.KeyCompromise), new RevokedCertificate("01", time, RevocationReason.Unspecified));
        Assert.Equal(Authority.Issuing.Subject, list.Issuer);
        Assert.Equal(TestAuthority.Now.AddHours(-1), list.ThisUpdate);
        Assert.Equal(TestAuthority.Now.AddDays(1), list.NextUpdate);
        Assert.Equal(new BigInteger(7), list.Number);
        Assert.Equal(2, list.Revoked.Count);
        Assert.True(list.IsComplete);
        Assert.Equal(new(Authority.Holder.SerialNumberText, time, RevocationReason.KeyCompromise), list.Find(Authority.Holder));
        Assert.Null(list.Find(Authority.Issuing));
        Assert.True(list.IsSignedBy(Authority.Issuing.PublicKey!));
        Assert.False(list.IsSignedBy(Authority.Root.PublicKey!));
        Assert.Throws<ArgumentException>(() => Authority.List(new RevokedCertificate("xx", time, RevocationReason.Unspecified)));
    }

    private static byte[] Replace(byte[] tbs, byte[] old, byte[] replacement)
    {
        var place = tbs.AsSpan().IndexOf(old);
        var header = tbs.Length - ContentLength(tbs);
        return Sequence([.. tbs.AsSpan(header, place - header), .. replacement, .. tbs.AsSpan(place + old.Length)]);
    }

    private static int ContentLength(byte[] tlv) => tlv[1] < 0x80 ? tlv[1] : tlv[1] == 0x81 ? tlv[2] : tlv[2] << 8 | tlv[3];

    private static byte[] Sequence(byte[] content) => Tlv(0x30, content);

    private static byte[] Tlv(byte tag, byte[] content) => content.Length switch
    {
        < 0x80 => [tag, (byte)content.Length, .. content],
        < 0x100 => [tag, 0x81, (byte)content.Length, .. content],
        _ => [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content],
    };
}
