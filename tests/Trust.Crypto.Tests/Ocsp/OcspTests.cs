using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;
using Trust.Crypto.Keys;
using Trust.Crypto.Ocsp;
using Trust.Crypto.Tests.Certificates;
using Trust.Crypto.Tests.Peers;

namespace Trust.Crypto.Tests.Ocsp;

public class OcspTests
{
    private const string Sha1 = "1.3.14.3.2.26";
    private static readonly TestAuthority Authority = new(KeyAlgorithm.Sm2);
    private static readonly string Serial = Authority.Holder.SerialNumberText;

    [Theory]
    [InlineData(Oids.Sm3)]
    [InlineData(DigestAlgorithms.Sha256)]
    [InlineData(Sha1)]
    public void Answer_is_found_and_the_nonce_comes_back(string algorithm)
    {
        var request = OcspRequest.Create(OcspCertificateId.Of(Serial, Authority.Issuing, algorithm));
        Assert.True(OcspRequest.TryParse(request.Encoded.Span, out var read));
        Assert.True(read.Certificates[0].IsOf(Authority.Issuing));
        Assert.False(read.Certificates[0].IsOf(Authority.Root));
        var response = Answer(read, OcspState.Good);
        Assert.Equal(request.Nonce.ToArray(), response.Nonce.ToArray());
        Assert.NotEmpty(response.Nonce.ToArray());
        Assert.Equal(OcspState.Good, response.Find(Serial, Authority.Issuing, TestAuthority.Now)!.State);
        Assert.Null(response.Find(Serial, Authority.Issuing, TestAuthority.Now.AddHours(2)));
        Assert.Null(response.Find(Serial, Authority.Issuing, TestAuthority.Now.AddHours(-2)));
        Assert.Null(response.Find("01", Authority.Issuing, TestAuthority.Now));
    }

    [Fact]
    public void Revoked_and_unknown_are_told_apart()
    {
        var request = OcspRequest.Create(OcspCertificateId.Of(Serial, Authority.Issuing));
        var revoked = Answer(request, OcspState.Revoked).Find(Serial, Authority.Issuing, TestAuthority.Now)!;
        Assert.Equal(OcspState.Revoked, revoked.State);
        Assert.Equal(new RevokedCertificate(Serial, TestAuthority.Now.AddDays(-1), RevocationReason.KeyCompromise), revoked.Revocation);
        Assert.Equal(OcspState.Unknown, Answer(request, OcspState.Unknown).Find(Serial, Authority.Issuing, TestAuthority.Now)!.State);
    }

    [Fact]
    public void Response_of_another_authority_or_with_a_changed_byte_answers_nothing()
    {
        var request = OcspRequest.Create(OcspCertificateId.Of(Serial, Authority.Issuing));
        var forged = Builder(request, OcspState.Good).Issue(Authority.Root, Authority.RootKey);
        Assert.Null(forged.Find(Serial, Authority.Issuing, TestAuthority.Now));
        var der = Answer(request, OcspState.Good).Encoded.ToArray();
        for (var i = 0; i < der.Length; i++)
        {
            var changed = (byte[])der.Clone();
            changed[i] ^= 0x40;
            Assert.Null(OcspResponse.TryParse(changed, out var read) ? read.Find(Serial, Authority.Issuing, TestAuthority.Now) : null);
        }
    }

    [Fact]
    public void Refusals_carry_their_status_and_no_answer()
    {
        Assert.True(OcspResponse.TryParse(OcspResponse.Refuse(OcspResponseStatus.Unauthorized).Encoded.Span, out var response));
        Assert.Equal(OcspResponseStatus.Unauthorized, response.Status);
        Assert.Empty(response.Answers);
        Assert.Null(response.Find(Serial, Authority.Issuing, TestAuthority.Now));
    }

    [Theory]
    [InlineData(KeyAlgorithm.EcdsaP256, OcspState.Good, "good")]
    [InlineData(KeyAlgorithm.Rsa3072, OcspState.Revoked, "revoked")]
    [InlineData(KeyAlgorithm.EcdsaP256, OcspState.Unknown, "unknown")]
    public void Request_of_OpenSSL_is_answered_so_that_OpenSSL_believes_it(KeyAlgorithm algorithm, OcspState state, string expected)
    {
        var authority = new TestAuthority(algorithm);
        using var tool = new Tool();
        tool.Write("issuing.pem", authority.Issuing.ToPem());
        tool.Write("root.pem", authority.Root.ToPem());
        tool.Write("holder.pem", authority.Holder.ToPem());
        Assert.Equal(0, tool.OpenSsl("ocsp", "-issuer", "issuing.pem", "-cert", "holder.pem", "-reqout", "request").ExitCode);
        Assert.True(OcspRequest.TryParse(File.ReadAllBytes(Path.Combine(tool.Folder, "request")), out var request));
        Assert.Equal(authority.Holder.SerialNumberText, request.Certificates[0].SerialNumber);
        Assert.True(request.Certificates[0].IsOf(authority.Issuing));
        tool.Write("response", Builder(request, state).Issue(authority.Issuing, authority.IssuingKey).Encoded.ToArray());
        string[] verify = ["ocsp", "-respin", "response", "-CAfile", "root.pem", "-verify_other", "issuing.pem", "-validity_period", "999999999", "-attime", Time];
        var (exitCode, output) = tool.OpenSsl([.. verify, "-reqin", "request"]);
        Assert.True(exitCode == 0, output);
        Assert.Contains("Response verify OK", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Nonce Verify error", output, StringComparison.Ordinal);
        (_, output) = tool.OpenSsl([.. verify, "-issuer", "issuing.pem", "-cert", "holder.pem", "-no_nonce"]);
        Assert.Contains($"holder.pem: {expected}", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Signed_part_of_an_SM2_response_is_verified_by_OpenSSL()
    {
        var response = Answer(OcspRequest.Create(OcspCertificateId.Of(Serial, Authority.Issuing)), OcspState.Good);
        using var tool = new Tool();
        tool.Write("public.der", Authority.Issuing.SubjectPublicKeyInfo.ToArray());
        tool.Write("signature", response.Signature.ToArray());
        tool.Write("data", response.SignedBytes.ToArray());
        string[] verify = ["dgst", "-sm3", "-keyform", "DER", "-verify", "public.der", "-sigopt", "distid:1234567812345678", "-signature", "signature", "data"];
        var (exitCode, output) = tool.OpenSsl(verify);
        Assert.True(exitCode == 0, output);
        tool.Write("data", [.. response.SignedBytes.ToArray(), 0]);
        Assert.NotEqual(0, tool.OpenSsl(verify).ExitCode);
    }

    private static string Time => TestAuthority.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static OcspResponse Answer(OcspRequest request, OcspState state)
    {
        var der = Builder(request, state).Issue(Authority.Issuing, Authority.IssuingKey).Encoded;
        Assert.True(OcspResponse.TryParse(der.Span, out var response));
        return response;
    }

    private static OcspResponseBuilder Builder(OcspRequest request, OcspState state) => new()
    {
        ProducedAt = TestAuthority.Now,
        Nonce = request.Nonce,
        Answers =
        [
            .. request.Certificates.Select(id => new OcspAnswer(
                id, state, TestAuthority.Now.AddHours(-1), TestAuthority.Now.AddHours(1),
                state == OcspState.Revoked ? new(id.SerialNumber, TestAuthority.Now.AddDays(-1), RevocationReason.KeyCompromise) : null)),
        ],
    };
}
