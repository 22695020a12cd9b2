using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Tests.Certificates;

public class PathValidatorTests
{
    private static readonly TestAuthority Authority = new(KeyAlgorithm.Sm2);

    [Theory]
    [InlineData(KeyAlgorithm.Sm2)]
    [InlineData(KeyAlgorithm.EcdsaP256)]
    [InlineData(KeyAlgorithm.Rsa3072)]
    public void Good_path_passes_every_check(KeyAlgorithm algorithm)
    {
        var authority = algorithm == KeyAlgorithm.Sm2 ? Authority : new(algorithm);
        var options = authority.Options() with { AnyKeyUsage = KeyUsages.DigitalSignature, ExtendedKeyUsage = ExtendedKeyUsages.ClientAuth };
        var result = PathValidator.Validate(authority.Holder, options);
        Assert.True(result.IsValid, result.Decisive?.ToString());
        Assert.Equal([authority.Holder, authority.Issuing, authority.Root], result.Path);
        Assert.All(result.Checks, check => Assert.Equal(PathReason.Ok, check.Reason));
        Assert.Equal(17, result.Checks.Count);
    }

    [Fact]
    public void Missing_intermediate_leaves_the_chain_incomplete() =>
        Expect(PathVerdict.Indeterminate, PathReason.ChainIncomplete, 0, Authority.Options() with { Intermediates = [] });

    [Fact]
    public void Unknown_root_leaves_the_chain_incomplete() =>
        Expect(PathVerdict.Indeterminate, PathReason.ChainIncomplete, 1, Authority.Options() with { Anchors = [new TestAuthority(KeyAlgorithm.Sm2).Issuing] });

    [Fact]
    public void Anchor_of_the_same_name_with_another_key_is_refused()
    {
        var impostor = CertificateBuilder.Authority(Authority.Root.Subject, TestAuthority.Start, TestAuthority.Start.AddYears(20), 1).SelfSign(Authority.HolderKey);
        Expect(PathVerdict.Indeterminate, PathReason.ChainIncomplete, 1, Authority.Options() with { Anchors = [impostor] });
    }

    [Fact]
    public void Holder_that_issues_certificates_is_no_authority()
    {
        var forged = CertificateBuilder.EndEntity(TestAuthority.Name("Forged"), TestAuthority.Start, TestAuthority.Start.AddYears(1))
            .Issue(Authority.RootKey.SubjectPublicKeyInfo, Authority.Holder, Authority.HolderKey);
        var options = Authority.Options() with { Intermediates = [Authority.Issuing, Authority.Holder], Revocation = RevocationMode.Ignore };
        var result = PathValidator.Validate(forged, options);
        Assert.Equal(PathVerdict.Failed, result.Verdict);
        Assert.Contains(result.Checks, check => check is { Depth: 1, Reason: PathReason.NotAnAuthority });
        Assert.Contains(result.Checks, check => check is { Depth: 1, Reason: PathReason.KeyUsageMissing });
        Assert.Contains(result.Checks, check => check is { Depth: 2, Reason: PathReason.PathLengthExceeded });
    }

    [Fact]
    public void Expired_and_not_yet_valid_are_told_apart_to_the_second()
    {
        var options = Authority.Options() with { Revocation = RevocationMode.Ignore };
        Expect(PathVerdict.Failed, PathReason.NotYetValid, 0, options with { Time = TestAuthority.Start.AddSeconds(-1) });
        Expect(PathVerdict.Failed, PathReason.Expired, 0, options with { Time = Authority.Holder.NotAfter.AddSeconds(1) });
        Assert.True(PathValidator.Validate(Authority.Holder, options with { Time = Authority.Holder.NotAfter }).IsValid);
        Assert.True(PathValidator.Validate(Authority.Holder, options with { Time = TestAuthority.Start }).IsValid);
    }

    [Fact]
    public void Revoked_certificate_is_refused_with_time_and_reason()
    {
        var time = TestAuthority.Now.AddDays(-2);
        var revoked = new RevokedCertificate(Authority.Holder.SerialNumberText, time, RevocationReason.PrivilegeWithdrawn);
        var result = Expect(PathVerdict.Failed, PathReason.Revoked, 0, Authority.Options(revoked));
        Assert.Equal(revoked, result.Revocation);
    }

    [Fact]
    public void Certificate_revoked_after_the_stated_time_passes_and_the_result_says_so()
    {
        var revoked = new RevokedCertificate(Authority.Holder.SerialNumberText, TestAuthority.Now.AddMinutes(-2), RevocationReason.Superseded);
        var result = PathValidator.Validate(Authority.Holder, Authority.Options(revoked) with { Time = TestAuthority.Now.AddMinutes(-3) });
        Assert.True(result.IsValid);
        Assert.Equal(revoked, result.Revocation);
        Assert.Contains(result.Checks, check => check.Reason == PathReason.RevokedLater);
    }

    [Fact]
    public void Missing_stale_and_foreign_lists_leave_revocation_unknown()
    {
        Expect(PathVerdict.Indeterminate, PathReason.RevocationUnknown, 0, Authority.Options() with { RevocationLists = [Authority.RootList()] });
        Expect(PathVerdict.Indeterminate, PathReason.RevocationUnknown, 0, Authority.Options() with { Time = TestAuthority.Now.AddDays(2) });

        // A list of the right name that another key signed says nothing.
        var impostor = CertificateBuilder.Authority(Authority.Issuing.Subject, TestAuthority.Start, TestAuthority.Start.AddYears(10)).SelfSign(Authority.HolderKey);
        var forged = new RevocationListBuilder { ThisUpdate = TestAuthority.Now, NextUpdate = TestAuthority.Now.AddDays(1), Number = 9 }.Issue(impostor, Authority.HolderKey);
        Expect(PathVerdict.Indeterminate, PathReason.RevocationUnknown, 0, Authority.Options() with { RevocationLists = [Authority.RootList(), forged] });
        var lenient = Authority.Options() with { RevocationLists = [], Revocation = RevocationMode.WhereAvailable };
        Assert.True(PathValidator.Validate(Authority.Holder, lenient).IsValid);
    }

    [Fact]
    public void Missing_key_usage_and_purpose_are_named()
    {
        Expect(PathVerdict.Failed, PathReason.KeyUsageMissing, 0, Authority.Options() with { AnyKeyUsage = KeyUsages.KeyAgreement });
        Expect(PathVerdict.Failed, PathReason.ExtendedKeyUsageMissing, 0, Authority.Options() with { ExtendedKeyUsage = ExtendedKeyUsages.TimeStamping });
    }

    [Theory]
    [InlineData("1.2.3.4", true, PathReason.CriticalExtensionUnknown)]
    [InlineData("1.2.3.4", false, PathReason.Ok)]
    [InlineData("2.5.29.30", false, PathReason.CriticalExtensionUnknown)]
    [InlineData("2.5.29.17", false, PathReason.ExtensionMalformed)]
    public void Extensions_that_are_not_understood_decide_by_their_criticality(string oid, bool isCritical, string expected)
    {
        var certificate = (Authority.HolderBuilder with { AlternativeNames = [], OtherExtensions = [new(oid, isCritical, new byte[] { 0x05, 0x00 })] })
            .Issue(Authority.HolderKey.SubjectPublicKeyInfo, Authority.Issuing, Authority.IssuingKey);
        var result = PathValidator.Validate(certificate, Authority.Options());
        Assert.Equal(expected, result.Checks.Single(check => check is { Depth: 0, Check: "extensions" }).Reason);
        Assert.Equal(expected == PathReason.Ok, result.IsValid);
    }

    [Fact]
    public void Path_longer_than_allowed_is_refused() =>
        Expect(PathVerdict.Failed, PathReason.PathTooLong, 1, Authority.Options() with { MaxPathLength = 2 });

    [Fact]
    public void Signature_of_the_right_name_and_key_identifier_but_wrong_key_is_refused()
    {
        var der = Authority.Holder.Encoded.ToArray();
        der[^1] ^= 1;
        Assert.True(Certificate.TryParse(der, out var changed));
        var result = PathValidator.Validate(changed, Authority.Options());
        Assert.Equal(PathReason.SignatureInvalid, result.Decisive!.Reason);
    }

    [Fact]
    public void Authorities_that_certify_each_other_in_circles_are_answered_quickly()
    {
        var key = Authority.HolderKey;
        var circle = Enumerable.Range(0, 60)
            .Select(i => CertificateBuilder.Authority(TestAuthority.Name("Circle"), TestAuthority.Start, TestAuthority.Start.AddYears(1)).SelfSign(key)).ToList();
        var result = PathValidator.Validate(circle[0], Authority.Options() with { Intermediates = circle });
        Assert.NotEqual(PathVerdict.Passed, result.Verdict);
    }

    [Fact]
    public void Better_of_two_paths_is_taken()
    {
        // The same authority has an expired certificate and a valid one.
        var expired = CertificateBuilder.Authority(Authority.Issuing.Subject, TestAuthority.Start, TestAuthority.Start.AddDays(1), 0)
            .Issue(Authority.IssuingKey.SubjectPublicKeyInfo, Authority.Root, Authority.RootKey);
        Assert.True(PathValidator.Validate(Authority.Holder, Authority.Options() with { Intermediates = [expired, Authority.Issuing] }).IsValid);
        Expect(PathVerdict.Failed, PathReason.Expired, 1, Authority.Options() with { Intermediates = [expired] });
    }

    private static PathResult Expect(PathVerdict verdict, string reason, int depth, PathValidationOptions options)
    {
        var result = PathValidator.Validate(Authority.Holder, options);
        Assert.Equal(verdict, result.Verdict);
        Assert.Equal(reason, result.Decisive!.Reason);
        Assert.Equal(depth, result.Decisive.Depth);
        return result;
    }
}
