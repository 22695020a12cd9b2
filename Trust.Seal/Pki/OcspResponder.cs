using Microsoft.EntityFrameworkCore;
using Trust.Crypto.Certificates;
using Trust.Crypto.Ocsp;
using Trust.Seal.Data;

namespace Trust.Seal.Pki;

/// <summary>Answers about certificates of the issuing CA (RFC 6960), from the rows and signed by the CA itself.</summary>
internal sealed class OcspResponder(SealDbContext db, IssuingAuthority authority, TimeProvider time)
{
    public const string RequestType = "application/ocsp-request";
    public const string ResponseType = "application/ocsp-response";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public async Task<byte[]> AnswerAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!OcspRequest.TryParse(body.Span, out var request))
        {
            return OcspResponse.Refuse(OcspResponseStatus.MalformedRequest).Encoded.ToArray();
        }

        var issuer = authority.Certificate;
        var now = time.GetUtcNow();
        var serials = request.Certificates.Select(id => id.SerialNumber).Distinct().ToList();
        var rows = await db.Certificates.AsNoTracking().Where(row => serials.Contains(row.Serial)).ToDictionaryAsync(row => row.Serial, cancellationToken);

        // The node's own services have certificates of the same authority, and no row.
        var own = new[] { authority.MakerCertificate, authority.TimeStampCertificate }.Where(certificate => certificate.IsSignedBy(issuer.PublicKey!)).Select(certificate => certificate.SerialNumberText).ToHashSet();
        var answers = request.Certificates.Select(id => !id.IsOf(issuer) ? Unknown(id, now)
            : rows.TryGetValue(id.SerialNumber, out var row) ? Of(id, row, now)
            : own.Contains(id.SerialNumber) ? new OcspAnswer(id, OcspState.Good, now, now + Life)
            : Unknown(id, now)).ToList();
        return new OcspResponseBuilder { ProducedAt = now, Answers = answers, Nonce = request.Nonce }.Issue(issuer, authority.Key).Encoded.ToArray();
    }

    private static OcspAnswer Of(OcspCertificateId id, CertificateRecord row, DateTimeOffset now) => row.RevokedAt is { } revoked
        ? new OcspAnswer(id, OcspState.Revoked, now, now + Life, new RevokedCertificate(row.Serial, revoked, (RevocationReason)row.RevocationReason!.Value))
        : new OcspAnswer(id, OcspState.Good, now, now + Life);

    private static OcspAnswer Unknown(OcspCertificateId id, DateTimeOffset now) => new(id, OcspState.Unknown, now, now + Life);
}
