using Trust.Crypto.TimeStamps;

namespace Trust.Seal.Pki;

/// <summary>The node's time stamp authority (RFC 3161, GB/T 20520): for our own signatures, and for whoever asks over HTTP.</summary>
internal sealed class TimeStampService(IssuingAuthority authority, SigningClock clock, SealOptions options, TimeProvider time)
{
    public const string RequestType = "application/timestamp-query";
    public const string ResponseType = "application/timestamp-reply";

    private readonly TimeStampPolicy own = new() { Oid = options.TimeStampPolicy };
    private readonly Lazy<TimeStampPolicy> asked = new(() => new TimeStampPolicy { Oid = options.TimeStampPolicy, Chain = [authority.Certificate] });

    /// <summary>
    /// A token over an SM3 digest for a document of ours, with the stamp's own certificate, which the token's signature names. Nothing signs a copy of the authority above
    /// it: such a byte could be changed in a sealed file and nobody would miss it. The trust list has the authority.
    /// </summary>
    public TimeStampToken Stamp(ReadOnlySpan<byte> digest) =>
        TimeStampAuthority.Issue(authority.TimeStamps, authority.TimeStampCertificate, digest, time.GetUtcNow(), own);

    /// <summary>Answers a request as it came.</summary>
    public byte[] Answer(ReadOnlySpan<byte> request) => (clock.IsGood()
        ? TimeStampAuthority.Respond(authority.TimeStamps, authority.TimeStampCertificate, request, time.GetUtcNow(), asked.Value)
        : TimeStampResponse.Reject(TimeStampFailure.TimeNotAvailable, "The clock differs from its source.")).Encoded.ToArray();
}
