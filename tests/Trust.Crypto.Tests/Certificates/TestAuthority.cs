using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Tests.Certificates;

/// <summary>Root, issuing authority and holder of one algorithm.</summary>
internal sealed class TestAuthority
{
    internal static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    internal static readonly DateTimeOffset Now = Start.AddDays(100);

    internal TestAuthority(KeyAlgorithm algorithm)
    {
        RootKey = Key(algorithm);
        IssuingKey = Key(algorithm);
        HolderKey = Key(algorithm);
        Root = CertificateBuilder.Authority(Name("测试根 CA"), Start, Start.AddYears(20), 1).SelfSign(RootKey);
        Issuing = CertificateBuilder.Authority(Name("Issuing CA"), Start, Start.AddYears(10), 0).Issue(IssuingKey.SubjectPublicKeyInfo, Root, RootKey);
        Holder = HolderBuilder.Issue(HolderKey.SubjectPublicKeyInfo, Issuing, IssuingKey);
    }

    internal ISigningKey RootKey { get; }

    internal ISigningKey IssuingKey { get; }

    internal ISigningKey HolderKey { get; }

    internal Certificate Root { get; }

    internal Certificate Issuing { get; }

    internal Certificate Holder { get; }

    internal CertificateBuilder HolderBuilder { get; } =
        CertificateBuilder.EndEntity(Name("某某省某某局"), Start, Start.AddYears(2)) with
        {
            ExtendedKeyUsage = [ExtendedKeyUsages.ClientAuth],
            AlternativeNames =
            [
                new(AlternativeNameKind.Dns, "seal.example.test"), new(AlternativeNameKind.Uri, "https://seal.example.test/"),
                new(AlternativeNameKind.IpAddress, "192.0.2.7"), new(AlternativeNameKind.IpAddress, "2001:db8::7"), new(AlternativeNameKind.Email, "a@example.test"),
            ],
            CrlAddresses = ["http://trust.invalid/pki/issuing.crl"],
            OcspAddresses = ["http://trust.invalid/pki/ocsp"],
            CaIssuersAddresses = ["http://trust.invalid/pki/issuing.cer"],
        };

    internal static DistinguishedName Name(string commonName) => DistinguishedName.Create(("C", "CN"), ("O", "Trust, 测试"), ("CN", commonName));

    internal static ISigningKey Key(KeyAlgorithm algorithm) => SigningKeyMaterial.Generate(algorithm).ToSigningKey(KeyPurpose.IssuingCa);

    internal RevocationList List(params RevokedCertificate[] revoked) => Builder(revoked).Issue(Issuing, IssuingKey);

    internal RevocationList RootList() => Builder([]).Issue(Root, RootKey);

    internal PathValidationOptions Options(params RevokedCertificate[] revoked) => new()
    {
        Anchors = [Root],
        Intermediates = [Issuing],
        RevocationLists = [RootList(), List(revoked)],
        Time = Now,
    };

    private static RevocationListBuilder Builder(RevokedCertificate[] revoked) =>
        new() { ThisUpdate = Now.AddHours(-1), NextUpdate = Now.AddDays(1), Number = 7, Revoked = revoked };
}
