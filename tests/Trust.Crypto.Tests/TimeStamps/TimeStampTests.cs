using System.Formats.Asn1;
using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;
using Trust.Crypto.Keys;
using Trust.Crypto.Tests.Certificates;
using Trust.Crypto.TimeStamps;

namespace Trust.Crypto.Tests.TimeStamps;

public class TimeStampTests
{
    private static readonly TestTimeStampAuthority Tsa = new(KeyAlgorithm.Sm2);
    private static readonly byte[] Stamped = "a signature value"u8.ToArray();

    [Fact]
    public void Token_says_what_was_stamped_and_when()
    {
        var token = Tsa.Issue(Stamped, TestAuthority.Now.AddMilliseconds(120));
        Assert.Equal(Oids.Sm3, token.ImprintAlgorithm);
        Assert.Equal(Sm3.HashData(Stamped), token.Imprint.ToArray());
        Assert.Equal(TestAuthority.Now.AddMilliseconds(120), token.Time);
        Assert.Equal(TimeSpan.FromSeconds(1), token.Accuracy);
        Assert.Equal(32, token.SerialNumber.Length);
        var check = token.Verify(Stamped);
        Assert.True(check.IsValid, check.ToString());
        Assert.Equal(Tsa.Certificate, check.Certificate);
    }

    [Theory]
    [InlineData(2_849_990)]
    [InlineData(2_850_000)]
    [InlineData(1)]
    [InlineData(9_999_999)]
    [InlineData(0)]
    public void Time_comes_back_to_the_tick(int ticks)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteGeneralizedTime(TestAuthority.Now.AddTicks(ticks));
        Assert.Equal(TestAuthority.Now.AddTicks(ticks), TimeStampReading.Time(new AsnReader(writer.Encode(), AsnEncodingRules.DER)));
    }

    [Fact]
    public void Token_for_other_octets_has_a_wrong_imprint()
    {
        var check = Tsa.Issue(Stamped).Verify("a signature valuf"u8);
        Assert.False(check.ImprintHolds);
        Assert.True(check is { SignatureHolds: true, AttributesHold: true, SigningCertificateHolds: true, IsValid: false });
    }

    [Fact]
    public void Every_changed_byte_of_the_signed_parts_is_noticed()
    {
        var token = Tsa.Issue(Stamped);
        var der = token.Encoded.ToArray();
        foreach (var part in new[] { token.SignedData.Content!.Value, token.SignedData.Signers[0].SignedAttributeBytes[1..], token.SignedData.Signers[0].Signature })
        {
            var start = der.AsSpan().LastIndexOf(part.Span);
            for (var i = start; i < start + part.Length; i++)
            {
                var changed = (byte[])der.Clone();
                changed[i] ^= 1;
                Assert.False(TimeStampToken.TryParse(changed, out var read) && read.Verify(Stamped).IsValid, $"Byte {i}");
            }
        }
    }

    [Fact]
    public void Certificate_that_the_signed_attribute_does_not_name_is_refused()
    {
        // The same key in another certificate of the same issuer and serial number: the signature holds, the attribute does not.
        var other = (TestTimeStampAuthority.Builder with { SerialNumber = Tsa.Certificate.SerialNumber, NotAfter = TestAuthority.Start.AddYears(9) })
            .Issue(Tsa.Key.SubjectPublicKeyInfo, Tsa.Authority.Issuing, Tsa.Authority.IssuingKey);
        var token = TimeStampAuthority.Issue(Tsa.Key, Tsa.Certificate, Sm3.HashData(Stamped), TestAuthority.Now, includeCertificate: false);
        Assert.Empty(token.Certificates);
        Assert.True(token.Verify(Stamped, [Tsa.Certificate]).IsValid);
        var check = token.Verify(Stamped, [other]);
        Assert.True(check is { SignatureHolds: true, SigningCertificateHolds: false, IsValid: false });
        Assert.Null(token.Verify(Stamped).Certificate);
    }

    [Theory]
    [InlineData(false, ExtendedKeyUsages.TimeStamping)]
    [InlineData(true, ExtendedKeyUsages.TimeStamping, ExtendedKeyUsages.ClientAuth)]
    [InlineData(true, ExtendedKeyUsages.ClientAuth)]
    public void Certificate_that_is_not_for_time_stamps_alone_stamps_nothing(bool isCritical, params string[] purposes)
    {
        var certificate = (TestTimeStampAuthority.Builder with { ExtendedKeyUsage = purposes, ExtendedKeyUsageIsCritical = isCritical })
            .Issue(Tsa.Key.SubjectPublicKeyInfo, Tsa.Authority.Issuing, Tsa.Authority.IssuingKey);
        Assert.Throws<ArgumentException>(() => TimeStampAuthority.Issue(Tsa.Key, certificate, new byte[32], TestAuthority.Now));

        // Nor is a token believed that such a certificate made elsewhere.
        var token = TimeStampAuthority.Issue(Tsa.Key, Tsa.Certificate, Sm3.HashData(Stamped), TestAuthority.Now, includeCertificate: false);
        Assert.False(token.Verify(Stamped, [certificate]).PurposeHolds);
    }

    [Fact]
    public void Imprint_of_the_wrong_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => TimeStampAuthority.Issue(Tsa.Key, Tsa.Certificate, new byte[31], TestAuthority.Now));

    [Theory]
    [InlineData(Oids.Sm3)]
    [InlineData(DigestAlgorithms.Sha256)]
    public void Request_is_answered_with_nonce_and_certificate(string algorithm)
    {
        Assert.True(DigestAlgorithms.TryHash(algorithm, Stamped, out var digest));
        var request = TimeStampRequest.Create(digest, algorithm);
        var response = Respond(request);
        Assert.True(response.IsGranted);
        Assert.Equal(request.Nonce.ToArray(), response.Token!.Nonce.ToArray());
        Assert.Equal([Tsa.Certificate], response.Token.Certificates);
        Assert.True(response.Token.Verify(Stamped).IsValid);
    }

    [Fact]
    public void Requests_that_cannot_be_granted_are_rejected_with_the_reason()
    {
        Assert.Equal(TimeStampFailure.BadDataFormat, Reject("no request"u8.ToArray()));
        Assert.Equal(TimeStampFailure.BadDataFormat, Reject([.. TimeStampRequest.Create(new byte[32]).Encoded.ToArray(), 0]));
        Assert.Equal(TimeStampFailure.BadDataFormat, Reject(TimeStampRequest.Create(new byte[20]).Encoded.ToArray()));
        Assert.Equal(TimeStampFailure.BadAlgorithm, Reject(TimeStampRequest.Create(new byte[20], "1.3.14.3.2.26").Encoded.ToArray()));
        Assert.Equal(TimeStampFailure.UnacceptedPolicy, Reject(TimeStampRequest.Create(new byte[32], policy: "1.2.3").Encoded.ToArray()));
        Assert.True(Respond(TimeStampRequest.Create(new byte[32], policy: new TimeStampPolicy().Oid)).IsGranted);
    }

    [Fact]
    public void Response_whose_status_and_token_contradict_each_other_is_unreadable()
    {
        var granted = TimeStampResponse.Grant(Tsa.Issue(Stamped)).Encoded.ToArray();
        Assert.True(TimeStampResponse.TryParse(granted, out _));
        granted[granted.AsSpan().IndexOf(new byte[] { 0x30, 0x03, 0x02, 0x01, 0x00 }) + 4] = 2;
        Assert.False(TimeStampResponse.TryParse(granted, out _));
        Assert.False(TimeStampResponse.TryParse([0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x00], out _));
    }

    [Fact]
    public void Authority_is_validated_at_the_time_of_the_stamp()
    {
        var token = Tsa.Issue(Stamped);
        var options = Tsa.Authority.Options() with { Time = token.Time, ExtendedKeyUsage = ExtendedKeyUsages.TimeStamping };
        Assert.True(PathValidator.Validate(token.Verify(Stamped).Certificate!, options).IsValid);
        Assert.False(PathValidator.Validate(Tsa.Authority.Holder, options).IsValid);
    }

    [Fact]
    public void Outer_content_type_of_GM_T_0010_is_read_too()
    {
        var der = Tsa.Issue(Stamped).Encoded.ToArray();
        var pkcs7 = Convert.FromHexString("06092A864886F70D010702");
        var chinese = Convert.FromHexString("060A2A811CCF550601040202");
        var at = der.AsSpan().IndexOf(pkcs7);
        Assert.Equal(0x82, der[1]);
        byte[] changed = [.. der[..at], .. chinese, .. der[(at + pkcs7.Length)..]];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(2), (ushort)(changed.Length - 4));
        Assert.True(TimeStampToken.TryParse(changed, out var token));
        Assert.True(token.SignedData.IsChinese);
        Assert.True(token.Verify(Stamped).IsValid);
    }

    private static TimeStampResponse Respond(TimeStampRequest request)
    {
        var encoded = TimeStampAuthority.Respond(Tsa.Key, Tsa.Certificate, request.Encoded.Span, TestAuthority.Now).Encoded;
        Assert.True(TimeStampResponse.TryParse(encoded.Span, out var response));
        return response;
    }

    private static TimeStampFailure? Reject(byte[] request)
    {
        var response = TimeStampAuthority.Respond(Tsa.Key, Tsa.Certificate, request, TestAuthority.Now);
        Assert.False(response.IsGranted);
        Assert.Null(response.Token);
        Assert.NotNull(response.Text);
        return response.Failure;
    }
}
