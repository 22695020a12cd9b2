using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Crypto;
using Trust.Documents.Seals;
using Trust.Seal.Data;
using Trust.Seal.Pki;

namespace Trust.Seal.Making;

/// <summary>Makes the seal (SEA-04): a key of its own, a certificate for it, and the SESeal (GB/T 38540, version 4) signed by the seal maker. The caller saves.</summary>
internal sealed class MakeSeal(SealDbContext db, SealKeys keys, IssuingAuthority authority)
{
    // Vendor id of the header; ASCII.
    private const string Vendor = "TRUST";

    public TrustError? Make(SealRecord seal, DateTimeOffset now)
    {
        var from = WholeSeconds.Cut(now);
        var to = from.AddYears(seal.ValidYears).AddSeconds(-1);
        if (to > authority.Certificate.NotAfter || now > authority.MakerCertificate.NotAfter)
        {
            return SealErrors.AuthorityEnds;
        }

        var (publicKey, privateKey) = keys.Draw(seal.Id);
        var certificate = authority.Issue(publicKey, seal.OwnerName, seal.OwnerCode, seal.Name, from, to);
        var made = new SesSealBuilder
        {
            VendorId = Vendor,
            SealId = seal.Number,
            Type = 1,
            Name = $"{seal.OwnerName} {seal.Name}",
            Certificates = [certificate.Encoded],
            CreateDate = from,
            ValidStart = from,
            ValidEnd = to,
            Picture = new SesPicture("PNG", seal.Picture, seal.DiameterMm, seal.DiameterMm),
        }.Build(authority.MakerCertificate.Encoded, info => authority.Maker.Sign(info.Span));
        seal.Seal = made.Encoded.ToArray();
        seal.SealDigest = Sm3.HashData(seal.Seal);
        seal.Certificate = certificate.Encoded.ToArray();
        seal.PrivateKey = privateKey;
        seal.ValidFrom = from;
        seal.ValidTo = to;
        db.Certificates.Add(new CertificateRecord { Serial = certificate.SerialNumberText, SealId = seal.Id, Encoded = seal.Certificate, NotBefore = from, NotAfter = to });
        return null;
    }
}
