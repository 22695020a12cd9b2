using Trust.Crypto.TimeStamps;

namespace Trust.Seal.Pki;

/// <summary>The node's time stamp authority (RFC 3161, GB/T 20520): for our own signatures, and for whoever asks over HTTP.</summary>
internal sealed class TimeStampService(IssuingAuthority authority, SigningClock clock, SealOptions options, TimeProvider time)
{
    public const string RequestType = "application/timestamp-query";
    public const string ResponseType = "application/timestamp-reply";

    private readonly Lazy<TimeStampPolicy> policy = new(() => new TimeStampPolicy { Oid = options.TimeStampPolicy, Chain = [authority.Certificate] });

    /// <summary>A token over an SM3 digest, certificates inside, so that it can be checked offline.</summary>
    public TimeStampToken Stamp(ReadOnlySpan<byte> digest) =>
        TimeStampAuthority.Issue(authority.TimeStamps, authority.TimeStampCertificate, digest, time.GetUtcNow(), policy.Value);

    /// <summary>Answers a request as it came.</summary>
    public byte[] Answer(ReadOnlySpan<byte> request) => (clock.IsGood()
        ? TimeStampAuthority.Respond(authority.TimeStamps, authority.TimeStampCertificate, request, time.GetUtcNow(), policy.Value)
        : TimeStampResponse.Reject(TimeStampFailure.TimeNotAvailable, "The clock differs from its source.")).Encoded.ToArray();
}
