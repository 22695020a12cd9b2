using System.Numerics;
using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;
using Trust.Hosting.Http;
using Trust.Hosting.Keys;

namespace Trust.Seal.Pki;

/// <summary>The issuing CA of the node (签发机构) and its neighbours: certificates for seals, revocation lists, and what others check them with.</summary>
internal sealed class IssuingAuthority(KeyFolder keys, PublicOrigin origin) : IDisposable
{
    public const string CrlPath = "/pki/issuing.crl";
    public const string OcspPath = "/pki/ocsp";
    public const string CertificatePath = "/pki/issuing.cer";

    private const string Scope = "issuing";

    private readonly Lazy<ISigningKey> key = new(() => keys.OpenSigningKey(KeyPurpose.IssuingCa, KeyAlgorithm.Sm2, Scope));
    private readonly Lazy<ISigningKey> maker = new(() => keys.OpenSigningKey(KeyPurpose.SealMaker, KeyAlgorithm.Sm2));
    private readonly Lazy<ISigningKey> stamps = new(() => keys.OpenSigningKey(KeyPurpose.Tsa, KeyAlgorithm.Sm2));
    private readonly Lazy<Certificate> root = new(() => ReadRoot(keys));

    /// <summary>Key of the CA.</summary>
    public ISigningKey Key => key.Value;

    /// <summary>Certificate of the CA.</summary>
    public Certificate Certificate => CertificateOf(key.Value);

    /// <summary>Root above it; its private key need not be here.</summary>
    public Certificate Root => root.Value;

    /// <summary>Key of the seal maker (制章人).</summary>
    public ISigningKey Maker => maker.Value;

    /// <summary>Certificate of the seal maker.</summary>
    public Certificate MakerCertificate => CertificateOf(maker.Value);

    /// <summary>Key of the time stamp authority.</summary>
    public ISigningKey TimeStamps => stamps.Value;

    /// <summary>Certificate of the time stamp authority.</summary>
    public Certificate TimeStampCertificate => CertificateOf(stamps.Value);

    /// <summary>Issues the signing certificate of a seal.</summary>
    public Certificate Issue(ReadOnlyMemory<byte> publicKey, string organisation, string creditCode, string sealName, DateTimeOffset from, DateTimeOffset to)
    {
        var subject = DistinguishedName.Create(("C", "CN"), ("O", organisation), ("OU", creditCode), ("CN", $"{organisation} {sealName}"));
        var builder = CertificateBuilder.EndEntity(subject, from, to) with
        {
            CrlAddresses = [origin.At(CrlPath).ToString()],
            OcspAddresses = [origin.At(OcspPath).ToString()],
            CaIssuersAddresses = [origin.At(CertificatePath).ToString()],
        };
        return builder.Issue(publicKey, Certificate, Key);
    }

    /// <summary>Issues a revocation list.</summary>
    public RevocationList Issue(long number, DateTimeOffset now, DateTimeOffset next, IReadOnlyList<RevokedCertificate> revoked) =>
        new RevocationListBuilder { ThisUpdate = now, NextUpdate = next, Number = new BigInteger(number), Revoked = revoked, KeepsExpiredSince = Certificate.NotBefore }.Issue(Certificate, Key);

    public void Dispose()
    {
        foreach (var lazy in new[] { key, maker, stamps }.Where(lazy => lazy.IsValueCreated))
        {
            lazy.Value.Dispose();
        }
    }

    private static Certificate CertificateOf(ISigningKey key) => Certificate.TryParse(key.Certificate.Span, out var certificate)
        ? certificate
        : throw new KeyMissingException($"The active key for {key.Purpose.ToName()} has no certificate.");

    private static Certificate ReadRoot(KeyFolder keys)
    {
        var path = Path.Combine(keys.Directory, "root.pem");
        return File.Exists(path) && Certificate.TryParsePem(File.ReadAllText(path), out var certificate)
            ? certificate
            : throw new KeyMissingException($"There is no root.pem with the root certificate in {keys.Directory}.");
    }
}
