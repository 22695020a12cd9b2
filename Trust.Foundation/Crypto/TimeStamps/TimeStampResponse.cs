using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Numerics;

namespace Trust.Crypto.TimeStamps;

/// <summary>PKIFailureInfo (RFC 3161 section 2.4.2); numbers are the bits.</summary>
public enum TimeStampFailure
{
    /// <summary>badAlg: the digest algorithm is not accepted.</summary>
    BadAlgorithm = 0,

    /// <summary>badRequest.</summary>
    BadRequest = 2,

    /// <summary>badDataFormat: the request can't be read, or the imprint has the wrong length.</summary>
    BadDataFormat = 5,

    /// <summary>timeNotAvailable: the clock is not trustworthy now.</summary>
    TimeNotAvailable = 14,

    /// <summary>unacceptedPolicy.</summary>
    UnacceptedPolicy = 15,

    /// <summary>unacceptedExtension.</summary>
    UnacceptedExtension = 16,

    /// <summary>addInfoNotAvailable.</summary>
    AdditionalInformationNotAvailable = 17,

    /// <summary>systemFailure.</summary>
    SystemFailure = 25,
}

/// <summary>TimeStampResp (RFC 3161 section 2.4.2): media type <c>application/timestamp-reply</c>. Immutable.</summary>
public sealed class TimeStampResponse
{
    private const int Granted = 0;
    private const int GrantedWithModifications = 1;
    private const int Rejection = 2;

    private TimeStampResponse(ReadOnlyMemory<byte> der)
    {
        Encoded = der;
        var outer = new AsnReader(der, AsnEncodingRules.BER);
        var response = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var info = response.ReadSequence();
        Status = info.TryReadInt32(out var status) && status is >= 0 and <= 5 ? status : throw new AsnContentException("Unknown status.");
        if (info.HasData && info.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            var texts = info.ReadSequence();
            Text = texts.HasData ? texts.ReadCharacterString(UniversalTagNumber.UTF8String) : null;
        }

        if (info.HasData)
        {
            Failure = ReadFailure(info.ReadBitString(out _));
        }

        info.ThrowIfNotEmpty();
        if (response.HasData)
        {
            Token = TimeStampToken.TryParse(response.ReadEncodedValue().Span, out var token) ? token : throw new AsnContentException("The token is malformed.");
        }

        response.ThrowIfNotEmpty();

        // RFC 3161 section 2.4.2: a token stands exactly where it was granted.
        if (IsGranted != (Token is not null))
        {
            throw new AsnContentException("Status and token contradict each other.");
        }
    }

    /// <summary>The whole response.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>PKIStatus: 0 granted, 1 granted with modifications, 2 rejection, 3 waiting, 4 and 5 revocation.</summary>
    public int Status { get; }

    /// <summary>Whether there is a token.</summary>
    public bool IsGranted => Status is Granted or GrantedWithModifications;

    /// <summary>What the authority says, or null.</summary>
    public string? Text { get; }

    /// <summary>Why it was refused, or null.</summary>
    public TimeStampFailure? Failure { get; }

    /// <summary>The token, or null where it was refused.</summary>
    public TimeStampToken? Token { get; }

    /// <summary>Reads a response.</summary>
    /// <param name="der">DER or BER, nothing after it; copied.</param>
    /// <param name="response">The response, or null.</param>
    public static bool TryParse(ReadOnlySpan<byte> der, [NotNullWhen(true)] out TimeStampResponse? response) =>
        EncodedStructure.TryParse(der, TimeStampToken.MaxSizeInBytes, bytes => new TimeStampResponse(bytes), out response);

    /// <summary>A granted response.</summary>
    /// <param name="token">The token.</param>
    public static TimeStampResponse Grant(TimeStampToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(Granted);
            }

            writer.WriteEncodedValue(token.Encoded.Span);
        }

        return new(writer.Encode());
    }

    /// <summary>A refusal.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="text">For people, English.</param>
    public static TimeStampResponse Reject(TimeStampFailure failure, string text)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteInteger(Rejection);
            using (writer.PushSequence())
            {
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
            }

            var bits = new byte[(int)failure / 8 + 1];
            bits[^1] = (byte)(0x80 >> (int)failure % 8);
            writer.WriteBitString(bits, BitOperations.TrailingZeroCount(bits[^1]));
        }

        return new(writer.Encode());
    }

    private static TimeStampFailure? ReadFailure(byte[] bits)
    {
        for (var i = 0; i < bits.Length * 8; i++)
        {
            if ((bits[i / 8] & 0x80 >> i % 8) != 0)
            {
                return Enum.IsDefined((TimeStampFailure)i) ? (TimeStampFailure)i : null;
            }
        }

        return null;
    }
}
