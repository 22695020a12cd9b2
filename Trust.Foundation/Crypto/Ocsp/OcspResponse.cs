using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using Trust.Crypto.Certificates;

namespace Trust.Crypto.Ocsp;

/// <summary>OCSPResponseStatus (RFC 6960 section 4.2.1); numbers as encoded.</summary>
public enum OcspResponseStatus
{
    /// <summary>There is an answer.</summary>
    Successful = 0,

    /// <summary>The request can't be read.</summary>
    MalformedRequest = 1,

    /// <summary>Something is wrong with the responder.</summary>
    InternalError = 2,

    /// <summary>Not now.</summary>
    TryLater = 3,

    /// <summary>The request must be signed.</summary>
    SignatureRequired = 5,

    /// <summary>The responder does not answer for this issuer.</summary>
    Unauthorized = 6,
}

/// <summary>State of one certificate.</summary>
public enum OcspState
{
    /// <summary>Issued and not revoked.</summary>
    Good,

    /// <summary>Revoked.</summary>
    Revoked,

    /// <summary>The responder does not know it.</summary>
    Unknown,
}

/// <summary>Answer about one certificate (SingleResponse).</summary>
/// <param name="Certificate">Which certificate.</param>
/// <param name="State">Its state.</param>
/// <param name="ThisUpdate">When this was known to be right.</param>
/// <param name="NextUpdate">When newer information comes at the latest, or null.</param>
/// <param name="Revocation">Time and reason for a revoked certificate, else null.</param>
public sealed record OcspAnswer(
    OcspCertificateId Certificate, OcspState State, DateTimeOffset ThisUpdate, DateTimeOffset? NextUpdate, RevokedCertificate? Revocation = null);

/// <summary>OCSPResponse (RFC 6960 section 4.2): media type <c>application/ocsp-response</c>. Immutable.</summary>
public sealed class OcspResponse
{
    /// <summary>Largest response that is read: 256 KiB.</summary>
    public const int MaxSizeInBytes = 256 * 1024;

    private const int MaxAnswers = 64;
    private const int MaxCertificates = 16;

    private OcspResponse(ReadOnlyMemory<byte> der)
    {
        Encoded = der;
        var outer = new AsnReader(der, AsnEncodingRules.BER);
        var response = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var status = response.ReadEnumeratedBytes();
        Status = status.Length == 1 && Enum.IsDefined((OcspResponseStatus)status.Span[0])
            ? (OcspResponseStatus)status.Span[0]
            : throw new AsnContentException("Unknown status.");
        if (Status == OcspResponseStatus.Successful)
        {
            var bytes = response.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
            if (bytes.ReadObjectIdentifier() != OcspOids.Basic)
            {
                throw new AsnContentException("Unknown kind of response.");
            }

            ReadBasic(new AsnReader(bytes.ReadOctetString(), AsnEncodingRules.BER));
        }

        response.ThrowIfNotEmpty();
    }

    /// <summary>The whole response as received.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>Status; everything else is empty unless it is <see cref="OcspResponseStatus.Successful"/>.</summary>
    public OcspResponseStatus Status { get; }

    /// <summary>tbsResponseData: the signed bytes.</summary>
    public ReadOnlyMemory<byte> SignedBytes { get; private set; }

    /// <summary>When it was signed.</summary>
    public DateTimeOffset ProducedAt { get; private set; }

    /// <summary>Answers, at most 64.</summary>
    public IReadOnlyList<OcspAnswer> Answers { get; private set; } = [];

    /// <summary>Value of the nonce extension as it stands there, or empty.</summary>
    public ReadOnlyMemory<byte> Nonce { get; private set; }

    /// <summary>OID of the signature algorithm.</summary>
    public string SignatureAlgorithm { get; private set; } = "";

    /// <summary>Signature value.</summary>
    public ReadOnlyMemory<byte> Signature { get; private set; }

    /// <summary>Certificates that came along.</summary>
    public IReadOnlyList<Certificate> Certificates { get; private set; } = [];

    /// <summary>Reads a response.</summary>
    /// <param name="der">DER or BER, nothing after it, at most 256 KiB; copied.</param>
    /// <param name="response">The response, or null.</param>
    public static bool TryParse(ReadOnlySpan<byte> der, [NotNullWhen(true)] out OcspResponse? response) =>
        EncodedStructure.TryParse(der, MaxSizeInBytes, bytes => new OcspResponse(bytes), out response);

    /// <summary>A response without an answer.</summary>
    /// <param name="status">Anything but successful.</param>
    public static OcspResponse Refuse(OcspResponseStatus status)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEnumeratedValue(status);
        }

        return new(writer.Encode());
    }

    /// <summary>
    /// Whether the issuer itself signed it, or a responder to whom the issuer gave a certificate with the OCSP signing purpose that is valid at the stated time
    /// (RFC 6960 section 4.2.2.2).
    /// </summary>
    /// <param name="issuer">Certificate of the issuer of the certificates that were asked about.</param>
    /// <param name="time">The time at which a responder's certificate has to be valid.</param>
    public bool IsSignedFor(Certificate issuer, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return IsSignedBy(issuer) || Certificates.Any(responder =>
            responder.ExtendedKeyUsage.Contains(ExtendedKeyUsages.OcspSigning)
            && issuer.PublicKey is { } key && responder.Issuer.Equals(issuer.Subject) && responder.IsSignedBy(key)
            && responder.NotBefore <= time && time < responder.NotAfter.AddSeconds(1)
            && IsSignedBy(responder));
    }

    /// <summary>The answer for a certificate that counts at a time, or null: signed for the issuer, about this certificate, and current.</summary>
    /// <param name="serialNumber">Serial number, as <see cref="Certificate.SerialNumberText"/>.</param>
    /// <param name="issuer">Certificate of its issuer.</param>
    /// <param name="time">The time.</param>
    public OcspAnswer? Find(string serialNumber, Certificate issuer, DateTimeOffset time) => IsSignedFor(issuer, time)
        ? Answers.FirstOrDefault(answer =>
            answer.Certificate.SerialNumber == serialNumber && answer.Certificate.IsOf(issuer)
            && answer.ThisUpdate <= time && (answer.NextUpdate is null || time <= answer.NextUpdate))
        : null;

    private bool IsSignedBy(Certificate signer) => signer.PublicKey is { } key && key.Verify(SignatureAlgorithm, SignedBytes.Span, Signature.Span);

    private void ReadBasic(AsnReader outer)
    {
        var basic = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        SignedBytes = basic.PeekEncodedValue();
        ReadData(basic.ReadSequence());
        SignatureAlgorithm = ExtensionReading.SignatureAlgorithm(basic);
        Signature = basic.ReadBitString(out _);
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0);
        if (basic.HasData)
        {
            var certificates = new List<Certificate>();
            var list = basic.ReadSequence(tag).ReadSequence();
            while (list.HasData && certificates.Count < MaxCertificates)
            {
                if (Certificate.TryParse(list.ReadEncodedValue().Span, out var certificate))
                {
                    certificates.Add(certificate);
                }
            }

            Certificates = certificates;
        }

        basic.ThrowIfNotEmpty();
    }

    private void ReadData(AsnReader data)
    {
        while (data.PeekTag().TagClass == TagClass.ContextSpecific)
        {
            // version [0], responderID byName [1] or byKey [2]: the signature tells who answered.
            data.ReadEncodedValue();
        }

        ProducedAt = data.ReadGeneralizedTime().ToUniversalTime();
        var answers = new List<OcspAnswer>();
        var list = data.ReadSequence();
        while (list.HasData)
        {
            answers.Add(ReadAnswer(list.ReadSequence()));
            if (answers.Count > MaxAnswers)
            {
                throw new AsnContentException("Too many answers.");
            }
        }

        Answers = answers;
        var tag = new Asn1Tag(TagClass.ContextSpecific, 1);
        if (data.HasData)
        {
            Nonce = OcspNonce.Find(ExtensionReading.Extensions(data.ReadSequence(tag).ReadSequence()));
        }

        data.ThrowIfNotEmpty();
    }

    private static OcspAnswer ReadAnswer(AsnReader answer)
    {
        var id = OcspCertificateId.Read(answer);
        var tag = answer.PeekTag();
        RevokedCertificate? revocation = null;
        if (tag.HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 1)))
        {
            revocation = ReadRevocation(id, answer.ReadSequence(tag));
        }
        else
        {
            answer.ReadEncodedValue();
        }

        var state = revocation is not null ? OcspState.Revoked
            : tag.HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 0)) ? OcspState.Good : OcspState.Unknown;
        var thisUpdate = answer.ReadGeneralizedTime().ToUniversalTime();
        var next = new Asn1Tag(TagClass.ContextSpecific, 0);
        DateTimeOffset? nextUpdate = answer.HasData && answer.PeekTag().HasSameClassAndValue(next)
            ? answer.ReadSequence(next).ReadGeneralizedTime().ToUniversalTime()
            : null;
        return new(id, state, thisUpdate, nextUpdate, revocation);
    }

    private static RevokedCertificate ReadRevocation(OcspCertificateId id, AsnReader revoked)
    {
        var time = revoked.ReadGeneralizedTime().ToUniversalTime();
        var reason = revoked.HasData
            ? RevocationList.ReasonOf(revoked.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadEnumeratedBytes())
            : RevocationReason.Unspecified;
        return new(id.SerialNumber, time, reason);
    }
}
