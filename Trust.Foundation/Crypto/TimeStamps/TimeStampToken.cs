using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;

namespace Trust.Crypto.TimeStamps;

/// <summary>
/// Time stamp token (RFC 3161, GB/T 20520-2006): signed data over a TSTInfo that binds a digest to a time. The outer content type may be that of
/// PKCS#7 or of GM/T 0010. Immutable.
/// </summary>
public sealed class TimeStampToken
{
    /// <summary>Largest token that is read: 256 KiB.</summary>
    public const int MaxSizeInBytes = 256 * 1024;

    private TimeStampToken(SignedData signedData)
    {
        // RFC 3161 section 2.4.2: exactly one signature, that of the authority.
        if (signedData.ContentType != CmsOids.TimeStampInfo || signedData.Content is not { } content || signedData.Signers.Count != 1)
        {
            throw new AsnContentException("Not a time stamp of one authority.");
        }

        SignedData = signedData;
        var outer = new AsnReader(content, AsnEncodingRules.BER);
        var info = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (!info.TryReadInt32(out var version) || version != 1)
        {
            throw new AsnContentException("Unknown version.");
        }

        Policy = info.ReadObjectIdentifier();
        (ImprintAlgorithm, Imprint) = TimeStampReading.Imprint(info);
        SerialNumber = Convert.ToHexStringLower(info.ReadIntegerBytes().Span);
        Time = TimeStampReading.Time(info);
        if (info.HasData && info.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            Accuracy = ReadAccuracy(info.ReadSequence());
        }

        if (info.HasData && info.PeekTag() == Asn1Tag.Boolean)
        {
            info.ReadBoolean();
        }

        Nonce = info.HasData && info.PeekTag() == Asn1Tag.Integer ? info.ReadIntegerBytes() : default;
        while (info.HasData)
        {
            // tsa [0], extensions [1]: who signed is told by the signature.
            info.ReadEncodedValue();
        }
    }

    /// <summary>The whole token as received.</summary>
    public ReadOnlyMemory<byte> Encoded => SignedData.Encoded;

    /// <summary>OID of the authority's policy.</summary>
    public string Policy { get; }

    /// <summary>OID of the digest algorithm of <see cref="Imprint"/>.</summary>
    public string ImprintAlgorithm { get; }

    /// <summary>Digest of what was stamped.</summary>
    public ReadOnlyMemory<byte> Imprint { get; }

    /// <summary>Serial number in lower-case hexadecimal.</summary>
    public string SerialNumber { get; }

    /// <summary>genTime.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>How far <see cref="Time"/> may be off, or null where the authority does not say.</summary>
    public TimeSpan? Accuracy { get; }

    /// <summary>Contents of the nonce INTEGER, or empty.</summary>
    public ReadOnlyMemory<byte> Nonce { get; }

    /// <summary>Certificates that came along.</summary>
    public IReadOnlyList<Certificate> Certificates => SignedData.Certificates;

    /// <summary>The signed data around it.</summary>
    public SignedData SignedData { get; }

    /// <summary>Reads a token.</summary>
    /// <param name="der">DER or BER of a ContentInfo, nothing after it, at most 256 KiB; copied.</param>
    /// <param name="token">The token, or null.</param>
    public static bool TryParse(ReadOnlySpan<byte> der, [NotNullWhen(true)] out TimeStampToken? token)
    {
        token = null;
        if (der.Length > MaxSizeInBytes || !SignedData.TryParse(der, out var signedData))
        {
            return false;
        }

        try
        {
            token = new(signedData);
            return true;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Checks everything but trust in the authority (RFC 3161 section 2.2): its certificate is for a path validation at <see cref="Time"/>.</summary>
    /// <param name="stamped">The octets that were stamped; their digest is computed here.</param>
    /// <param name="candidates">Certificates from elsewhere, beside those that came along.</param>
    public TimeStampCheck Verify(ReadOnlySpan<byte> stamped, IEnumerable<Certificate>? candidates = null)
    {
        var imprintHolds = DigestAlgorithms.TryHash(ImprintAlgorithm, stamped, out var digest) && digest.AsSpan().SequenceEqual(Imprint.Span);
        return Verify(imprintHolds, candidates);
    }

    /// <summary>The same for a digest that the caller computed with <see cref="ImprintAlgorithm"/>.</summary>
    /// <param name="digest">The digest.</param>
    /// <param name="candidates">Certificates from elsewhere, beside those that came along.</param>
    public TimeStampCheck VerifyDigest(ReadOnlySpan<byte> digest, IEnumerable<Certificate>? candidates = null) =>
        Verify(DigestAlgorithms.SizeOf(ImprintAlgorithm) == digest.Length && digest.SequenceEqual(Imprint.Span), candidates);

    private TimeStampCheck Verify(bool imprintHolds, IEnumerable<Certificate>? candidates)
    {
        var signer = SignedData.Signers[0];
        var check = SignedData.Check(signer, SignedData.Content!.Value.Span, candidates);
        return new(
            check.Certificate,
            imprintHolds,
            check.AlgorithmAccepted && check.SignatureHolds,
            check.DigestHolds == true && check.ContentTypeHolds == true,
            check.Certificate is not null && SigningCertificateAttribute.Names(signer, check.Certificate),
            check.Certificate is not null && IsForTimeStampsAlone(check.Certificate));
    }

    // RFC 3161 section 2.3: exactly this purpose, and critical.
    private static bool IsForTimeStampsAlone(Certificate certificate) =>
        certificate.ExtendedKeyUsage is [ExtendedKeyUsages.TimeStamping] && certificate.Find(ExtensionOids.ExtendedKeyUsage)!.IsCritical;

    private static TimeSpan ReadAccuracy(AsnReader accuracy)
    {
        var total = TimeSpan.Zero;
        while (accuracy.HasData)
        {
            // seconds INTEGER, millis [0], micros [1], each optional.
            var tag = accuracy.PeekTag();
            var isKnown = tag == Asn1Tag.Integer || (tag.TagClass == TagClass.ContextSpecific && tag.TagValue is 0 or 1);
            if (!isKnown || !accuracy.TryReadInt32(out var value, tag) || value is < 0 or > 86_400)
            {
                throw new AsnContentException("The accuracy is out of range.");
            }

            total += tag.TagClass == TagClass.Universal ? TimeSpan.FromSeconds(value)
                : tag.TagValue == 0 ? TimeSpan.FromMilliseconds(value) : TimeSpan.FromMicroseconds(value);
        }

        return total;
    }
}

/// <summary>What holds of a time stamp token.</summary>
/// <param name="Certificate">The authority's certificate, or null where it is not at hand.</param>
/// <param name="ImprintHolds">Whether the imprint is the digest of what was stamped, in an accepted algorithm.</param>
/// <param name="SignatureHolds">Whether the signature is that of the certificate's key, in an accepted algorithm.</param>
/// <param name="AttributesHold">Whether messageDigest and contentType fit the TSTInfo.</param>
/// <param name="SigningCertificateHolds">Whether a signingCertificate or signingCertificateV2 attribute names the certificate (RFC 5035).</param>
/// <param name="PurposeHolds">Whether the certificate is for time stamps alone: extKeyUsage critical with timeStamping only (RFC 3161 section 2.3).</param>
public sealed record TimeStampCheck(
    Certificate? Certificate, bool ImprintHolds, bool SignatureHolds, bool AttributesHold, bool SigningCertificateHolds, bool PurposeHolds)
{
    /// <summary>Whether everything holds.</summary>
    public bool IsValid => ImprintHolds && SignatureHolds && AttributesHold && SigningCertificateHolds && PurposeHolds;
}
