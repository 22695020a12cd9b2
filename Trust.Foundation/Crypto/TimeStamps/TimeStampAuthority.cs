using System.Formats.Asn1;
using System.Security.Cryptography;
using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;
using Trust.Crypto.Keys;

namespace Trust.Crypto.TimeStamps;

/// <summary>What a time stamp authority says and accepts.</summary>
public sealed record TimeStampPolicy
{
    /// <summary>OID that names the policy. Default: an OID below the joint-iso-itu-t example arc, for tests and development.</summary>
    public string Oid { get; init; } = "2.999.1.1";

    /// <summary>How far the time may be off, whole milliseconds up to one day.</summary>
    public TimeSpan Accuracy { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>OIDs of the digest algorithms of imprints that are stamped.</summary>
    public IReadOnlyList<string> ImprintAlgorithms { get; init; } = [Oids.Sm3, DigestAlgorithms.Sha256, DigestAlgorithms.Sha384, DigestAlgorithms.Sha512];

    /// <summary>Certificates that come along after the authority's own, up to the root.</summary>
    public IReadOnlyList<Certificate> Chain { get; init; } = [];
}

/// <summary>
/// Issues time stamps (RFC 3161, GB/T 20520-2006) with signingCertificateV2 (RFC 5816); with an SM2 key digest and signature are SM3 and SM2. The clock is
/// the caller's affair, and so is refusing while it is not trustworthy.
/// </summary>
public static class TimeStampAuthority
{
    /// <summary>Issues a token.</summary>
    /// <param name="key">Key of the authority.</param>
    /// <param name="certificate">Its certificate: extKeyUsage timeStamping alone, critical.</param>
    /// <param name="imprint">Digest to stamp; its length fits the algorithm.</param>
    /// <param name="now">The time; cut to milliseconds.</param>
    /// <param name="policy">Policy, or null for the default.</param>
    /// <param name="imprintAlgorithm">OID of the imprint's algorithm; SM3 unless stated.</param>
    /// <param name="nonce">Contents of the request's nonce INTEGER, or empty.</param>
    /// <param name="includeCertificate">Whether the certificates come along.</param>
    /// <returns>The token, with a serial number of 126 random bits.</returns>
    /// <exception cref="ArgumentException">The imprint's length or algorithm is wrong, the key is not that of the certificate, or the certificate is not for time stamps alone.</exception>
    /// <exception cref="InvalidOperationException">The key is retired.</exception>
    public static TimeStampToken Issue(
        ISigningKey key,
        Certificate certificate,
        ReadOnlySpan<byte> imprint,
        DateTimeOffset now,
        TimeStampPolicy? policy = null,
        string imprintAlgorithm = Oids.Sm3,
        ReadOnlyMemory<byte> nonce = default,
        bool includeCertificate = true)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(certificate);
        policy ??= new();
        Require(key, certificate);
        if (DigestAlgorithms.SizeOf(imprintAlgorithm) != imprint.Length)
        {
            throw new ArgumentException("The imprint does not fit its algorithm, or the algorithm is not accepted.", nameof(imprint));
        }

        // RFC 3161 section 2.4.2: genTime in DER has no trailing zeros, which whole milliseconds written by AsnWriter have not.
        var time = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
        var info = WriteInfo(policy, imprintAlgorithm, imprint, time, nonce);
        var digest = key.Algorithm == KeyAlgorithm.Sm2 ? Oids.Sm3 : DigestAlgorithms.Sha256;
        var writer = new SignedDataWriter(CmsOids.SignedData, 3, CmsOids.TimeStampInfo, certificate, key)
        {
            Certificates = includeCertificate ? [certificate, .. policy.Chain] : [],
        };
        var der = writer.Write(info, time, SigningCertificateAttribute.Write(certificate, digest));
        return TimeStampToken.TryParse(der, out var token) ? token : throw new ArgumentException("The token grew too large.");
    }

    /// <summary>Answers a request as it comes over HTTP (RFC 3161 section 3.4): a token, or a refusal with its reason. Nothing in the request makes it throw.</summary>
    /// <param name="key">Key of the authority.</param>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="request">Body of the request.</param>
    /// <param name="now">The time.</param>
    /// <param name="policy">Policy, or null for the default.</param>
    /// <exception cref="ArgumentException">The key is not that of the certificate, or the certificate is not for time stamps alone.</exception>
    /// <exception cref="InvalidOperationException">The key is retired.</exception>
    public static TimeStampResponse Respond(
        ISigningKey key, Certificate certificate, ReadOnlySpan<byte> request, DateTimeOffset now, TimeStampPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(certificate);
        policy ??= new();
        Require(key, certificate);
        if (!TimeStampRequest.TryParse(request, out var read))
        {
            return TimeStampResponse.Reject(TimeStampFailure.BadDataFormat, "The request is no TimeStampReq.");
        }

        if (DigestAlgorithms.SizeOf(read.ImprintAlgorithm) is not { } size || !policy.ImprintAlgorithms.Contains(read.ImprintAlgorithm))
        {
            return TimeStampResponse.Reject(TimeStampFailure.BadAlgorithm, "The digest algorithm of the imprint is not accepted.");
        }

        if (read.Imprint.Length != size)
        {
            return TimeStampResponse.Reject(TimeStampFailure.BadDataFormat, "The imprint does not have the length of its algorithm.");
        }

        if (read.Policy is not null && read.Policy != policy.Oid)
        {
            return TimeStampResponse.Reject(TimeStampFailure.UnacceptedPolicy, "The policy asked for is not that of this authority.");
        }

        // RFC 3161 section 2.4.1: an extension that is not known is refused, critical or not.
        return read.Extensions.Count > 0
            ? TimeStampResponse.Reject(TimeStampFailure.UnacceptedExtension, "No extension is known here.")
            : TimeStampResponse.Grant(Issue(
                key, certificate, read.Imprint.Span, now, policy, read.ImprintAlgorithm, read.Nonce, read.WantsCertificate));
    }

    private static void Require(ISigningKey key, Certificate certificate)
    {
        if (!certificate.SubjectPublicKeyInfo.Span.SequenceEqual(key.SubjectPublicKeyInfo.Span))
        {
            throw new ArgumentException("The key is not that of the certificate.", nameof(key));
        }

        if (certificate.ExtendedKeyUsage is not [ExtendedKeyUsages.TimeStamping] || !certificate.Find(ExtensionOids.ExtendedKeyUsage)!.IsCritical)
        {
            throw new ArgumentException("The certificate is not for time stamps alone (RFC 3161 section 2.3).", nameof(certificate));
        }
    }

    private static byte[] WriteInfo(TimeStampPolicy policy, string imprintAlgorithm, ReadOnlySpan<byte> imprint, DateTimeOffset time, ReadOnlyMemory<byte> nonce)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteObjectIdentifier(policy.Oid);
            TimeStampReading.WriteImprint(writer, imprintAlgorithm, imprint);
            writer.WriteInteger(SerialNumber());
            writer.WriteGeneralizedTime(time);
            WriteAccuracy(writer, policy.Accuracy);
            if (!nonce.IsEmpty)
            {
                writer.WriteInteger(nonce.Span);
            }
        }

        return writer.Encode();
    }

    private static void WriteAccuracy(AsnWriter writer, TimeSpan accuracy)
    {
        using (writer.PushSequence())
        {
            if (accuracy >= TimeSpan.FromSeconds(1))
            {
                writer.WriteInteger((int)accuracy.TotalSeconds);
            }

            if (accuracy.Milliseconds > 0)
            {
                writer.WriteInteger(accuracy.Milliseconds, new Asn1Tag(TagClass.ContextSpecific, 0));
            }
        }
    }

    private static byte[] SerialNumber()
    {
        var random = RandomNumberGenerator.GetBytes(16);
        random[0] = (byte)(random[0] & 0x3f | 0x40);
        return random;
    }
}
