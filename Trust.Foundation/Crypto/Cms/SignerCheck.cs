using Trust.Crypto.Certificates;

namespace Trust.Crypto.Cms;

/// <summary>What holds of one SignerInfo. Trust in the certificate, its validity and its revocation are another question.</summary>
/// <param name="Certificate">The certificate named; where several are named so, the one whose key made the signature. Null where none is at hand.</param>
/// <param name="AlgorithmAccepted">Whether digest and signature algorithm are accepted and belong together.</param>
/// <param name="SignatureHolds">Whether the value is a signature of the certificate's key over what has to be signed.</param>
/// <param name="DigestHolds">Whether the messageDigest attribute is the digest of the content; null without signed attributes.</param>
/// <param name="ContentTypeHolds">Whether the contentType attribute is the type of the content; null without signed attributes.</param>
public sealed record SignerCheck(Certificate? Certificate, bool AlgorithmAccepted, bool SignatureHolds, bool? DigestHolds, bool? ContentTypeHolds)
{
    /// <summary>Whether everything holds.</summary>
    public bool IsValid => Certificate is not null && AlgorithmAccepted && SignatureHolds && DigestHolds != false && ContentTypeHolds != false;
}

internal static class SignerChecking
{
    internal static SignerCheck Check(SignerInfo signer, string contentType, ReadOnlySpan<byte> content, IEnumerable<Certificate> candidates)
    {
        var algorithm = CmsOids.Combine(signer.DigestAlgorithm, signer.SignatureAlgorithm);
        var message = signer.SignedAttributes is null ? content : signer.SignedAttributeBytes.Span;
        Certificate? named = null;
        var signatureHolds = false;
        foreach (var candidate in candidates.Where(signer.Names).Distinct())
        {
            named ??= candidate;
            if (algorithm is not null && candidate.PublicKey is { } key && key.Verify(algorithm, message, signer.Signature.Span))
            {
                named = candidate;
                signatureHolds = true;
                break;
            }
        }

        var accepted = algorithm is not null && (named?.PublicKey is not { } namedKey || namedKey.Accepts(algorithm));
        return signer.SignedAttributes is null
            ? new(named, accepted, signatureHolds, null, null)
            : new(named, accepted, signatureHolds, DigestHolds(signer, content), ContentTypeHolds(signer, contentType));
    }

    private static bool DigestHolds(SignerInfo signer, ReadOnlySpan<byte> content) =>
        signer.FindSingle(CmsOids.MessageDigest) is { } value
        && ExtensionReading.TryRead(value, reader => reader.ReadOctetString(), out var stated)
        && DigestAlgorithms.TryHash(signer.DigestAlgorithm, content, out var digest)
        && digest.AsSpan().SequenceEqual(stated);

    // RFC 5652 section 11.1: it may be absent only where the content is plain data; a wrong or doubled one never does.
    private static bool ContentTypeHolds(SignerInfo signer, string contentType) =>
        signer.SignedAttributes!.Any(attribute => attribute.Oid == CmsOids.ContentType)
            ? signer.FindSingle(CmsOids.ContentType) is { } value
                && ExtensionReading.TryRead(value, reader => reader.ReadObjectIdentifier(), out var stated)
                && stated == contentType
            : contentType is CmsOids.Data or CmsOids.ChineseData;
}
