using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;
using Trust.Crypto.Tests.Peers;

namespace Trust.Crypto.Tests.Certificates;

public class CertificateOpenSslTests
{
    public static TheoryData<KeyAlgorithm> Algorithms => [KeyAlgorithm.Sm2, KeyAlgorithm.EcdsaP256, KeyAlgorithm.Rsa3072];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Certificates_are_verified_by_OpenSSL(KeyAlgorithm algorithm)
    {
        var (authority, tool) = Write(algorithm);
        using var owned = tool;
        // OpenSSL gives the user id to the last certificate of the path only, so each SM2 certificate is verified under its issuer alone.
        string[] options = algorithm == KeyAlgorithm.Sm2
            ? ["verify", "-x509_strict", .. Time, "-partial_chain", "-vfyopt", "distid:1234567812345678", "-trusted"]
            : ["verify", "-x509_strict", .. Time, "-trusted", "root.pem", "-untrusted"];
        var (exitCode, output) = tool.OpenSsl([.. options, "issuing.pem", "holder.pem"]);
        Assert.True(exitCode == 0, output);
        (exitCode, output) = tool.OpenSsl([.. options, "root.pem", "issuing.pem"]);
        Assert.True(exitCode == 0, output);

        tool.Write("changed.der", Changed(authority.Holder));
        Assert.Equal(0, tool.OpenSsl("x509", "-inform", "DER", "-in", "changed.der", "-out", "changed.pem").ExitCode);
        Assert.NotEqual(0, tool.OpenSsl([.. options, "issuing.pem", "changed.pem"]).ExitCode);
    }

    [Theory]
    [InlineData(KeyAlgorithm.EcdsaP256)]
    [InlineData(KeyAlgorithm.Rsa3072)]
    public void Revocation_lists_are_checked_by_OpenSSL(KeyAlgorithm algorithm)
    {
        var (authority, tool) = Write(algorithm);
        using var owned = tool;
        string[] check = ["verify", .. Time, "-crl_check_all", "-CAfile", "root.pem", "-untrusted", "issuing.pem", "-CRLfile", "lists.pem", "holder.pem"];
        tool.Write("lists.pem", authority.RootList().ToPem() + authority.List().ToPem());
        var (exitCode, output) = tool.OpenSsl(check);
        Assert.True(exitCode == 0, output);

        var revoked = new RevokedCertificate(authority.Holder.SerialNumberText, TestAuthority.Now.AddDays(-1), RevocationReason.KeyCompromise);
        tool.Write("lists.pem", authority.RootList().ToPem() + authority.List(revoked).ToPem());
        (exitCode, output) = tool.OpenSsl(check);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("certificate revoked", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Signed_part_of_an_SM2_revocation_list_is_verified_by_OpenSSL()
    {
        // The crl command can't be told the user id; the signed bytes are cut out by OpenSSL itself and verified as a message.
        var (authority, tool) = Write(KeyAlgorithm.Sm2);
        using var owned = tool;
        var list = authority.List(new RevokedCertificate(authority.Holder.SerialNumberText, TestAuthority.Now, RevocationReason.Superseded));
        tool.Write("list.der", list.Encoded.ToArray());
        tool.Write("signature", list.Signature.ToArray());
        tool.Write("public.der", authority.Issuing.SubjectPublicKeyInfo.ToArray());
        Assert.Equal(0, tool.OpenSsl("asn1parse", "-inform", "DER", "-in", "list.der", "-strparse", "4", "-noout", "-out", "tbs").ExitCode);
        Assert.Equal(list.TbsCertList.ToArray(), File.ReadAllBytes(Path.Combine(tool.Folder, "tbs")));
        var (exitCode, output) = tool.OpenSsl(
            "dgst", "-sm3", "-keyform", "DER", "-verify", "public.der", "-sigopt", "distid:1234567812345678", "-signature", "signature", "tbs");
        Assert.True(exitCode == 0, output);

        (_, output) = tool.OpenSsl("crl", "-inform", "DER", "-in", "list.der", "-noout", "-text");
        Assert.Contains("Superseded", output, StringComparison.Ordinal);
        Assert.Contains("SM2-with-SM3", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_a_certificate_shows_what_was_put_in()
    {
        var (_, tool) = Write(KeyAlgorithm.Sm2);
        using var owned = tool;
        var (_, output) = tool.OpenSsl("x509", "-in", "holder.pem", "-noout", "-text", "-nameopt", "utf8,sep_comma_plus");
        foreach (var expected in new[]
        {
            "某某省某某局", "Digital Signature, Non Repudiation", "CA:FALSE", "DNS:seal.example.test", "IP Address:192.0.2.7", "URI:http://trust.invalid/pki/issuing.crl",
            "OCSP - URI:http://trust.invalid/pki/ocsp", "TLS Web Client Authentication", "email:a@example.test",
        })
        {
            Assert.Contains(expected, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Certificates_and_lists_made_by_OpenSSL_are_validated()
    {
        using var tool = new Tool();
        Assert.Equal(0, tool.OpenSsl("genpkey", "-algorithm", "SM2", "-out", "key.pem").ExitCode);
        var (exitCode, output) = tool.OpenSsl(
            "req", "-x509", "-new", "-key", "key.pem", "-sm3", "-sigopt", "distid:1234567812345678", "-subj", "/C=CN/CN=Theirs", "-days", "10", "-out", "root.pem");
        Assert.True(exitCode == 0, output);
        Assert.True(Certificate.TryParsePem(File.ReadAllText(Path.Combine(tool.Folder, "root.pem")), out var root));
        Assert.True(root.IsSignedBy(root.PublicKey!));
        var options = new PathValidationOptions { Anchors = [root], Time = root.NotBefore.AddDays(1) };
        Assert.True(PathValidator.Validate(root, options).IsValid);
    }

    private static string[] Time => ["-attime", TestAuthority.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)];

    private static (TestAuthority Authority, Tool Tool) Write(KeyAlgorithm algorithm)
    {
        var authority = new TestAuthority(algorithm);
        var tool = new Tool();
        tool.Write("root.pem", authority.Root.ToPem());
        tool.Write("issuing.pem", authority.Issuing.ToPem());
        tool.Write("holder.pem", authority.Holder.ToPem());
        return (authority, tool);
    }

    private static byte[] Changed(Certificate certificate)
    {
        var der = certificate.Encoded.ToArray();
        der[der.AsSpan().IndexOf("seal.example"u8)] ^= 1;
        return der;
    }
}
