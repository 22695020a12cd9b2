using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;
using Trust.Crypto.Tests.Certificates;
using Trust.Crypto.TimeStamps;

namespace Trust.Crypto.Tests.TimeStamps;

/// <summary>A time stamp authority below the issuing authority of <see cref="TestAuthority"/>.</summary>
internal sealed class TestTimeStampAuthority
{
    internal TestTimeStampAuthority(KeyAlgorithm algorithm)
    {
        Authority = new(algorithm);
        Key = TestAuthority.Key(algorithm);
        Certificate = Builder.Issue(Key.SubjectPublicKeyInfo, Authority.Issuing, Authority.IssuingKey);
    }

    internal TestAuthority Authority { get; }

    internal ISigningKey Key { get; }

    internal Certificate Certificate { get; }

    internal static CertificateBuilder Builder { get; } =
        CertificateBuilder.EndEntity(TestAuthority.Name("Time stamps"), TestAuthority.Start, TestAuthority.Start.AddYears(5)) with
        {
            ExtendedKeyUsage = [ExtendedKeyUsages.TimeStamping],
            ExtendedKeyUsageIsCritical = true,
        };

    internal TimeStampToken Issue(byte[] stamped, DateTimeOffset? now = null) =>
        TimeStampAuthority.Issue(Key, Certificate, Sm3.HashData(stamped), now ?? TestAuthority.Now);
}
