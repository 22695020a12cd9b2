using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace Trust.Documents.Seals;

/// <summary>Times of seals: the ASN.1 types, and the notations that makers write in their place.</summary>
internal static class SesTimeReading
{
    private static readonly string[] WithZone =
    [
        "yyyyMMddHHmmss'Z'", "yyyyMMddHHmmss.FFFFFFF'Z'", "yyyyMMddHHmm'Z'", "yyyyMMddHHmmsszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK",
    ];

    private static readonly string[] WithoutZone =
        ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss", "yyyyMMddHHmmss", "yyyyMMddHHmmss.FFFFFFF", "yyyy/MM/dd HH:mm:ss"];

    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>A time of a seal: UTCTime in the 2014 edition, GeneralizedTime later.</summary>
    internal static SesTime Read(ReadOnlyMemory<byte> value, SesVersion version, SesReading reading, string name)
    {
        var tag = (UniversalTagNumber)SesReading.TagByte(value);
        if (tag is not (UniversalTagNumber.UtcTime or UniversalTagNumber.GeneralizedTime))
        {
            throw new SesException(SesFaults.Structure, $"{name} is no time.");
        }

        if (tag != (version == SesVersion.V1 ? UniversalTagNumber.UtcTime : UniversalTagNumber.GeneralizedTime))
        {
            reading.Remark(SesRemarks.TimeNotation, $"{name} is {tag}");
        }

        var time = Parse(Encoding.Latin1.GetString(SesReading.Content(value)), tag == UniversalTagNumber.UtcTime, reading, name);
        return time.Instant is not null ? time : throw new SesException(SesFaults.Structure, $"{name} holds no time.");
    }

    /// <summary>timeInfo of a signature: any string or time; octets that are a time stamp token are left to the caller.</summary>
    internal static (SesTime Time, byte[] Octets) ReadTimeInfo(ReadOnlyMemory<byte> value, SesVersion version, SesReading reading)
    {
        const string name = "timeInfo";
        var tag = (UniversalTagNumber)SesReading.TagByte(value);
        switch (tag)
        {
            case UniversalTagNumber.GeneralizedTime or UniversalTagNumber.UtcTime:
                if (version == SesVersion.V1 || tag == UniversalTagNumber.UtcTime)
                {
                    reading.Remark(SesRemarks.TimeNotation, $"{name} is {tag}");
                }

                var content = SesReading.Content(value).ToArray();
                return (Parse(Encoding.Latin1.GetString(content), tag == UniversalTagNumber.UtcTime, reading, name), content);
            case UniversalTagNumber.BitString or UniversalTagNumber.OctetString:
                if (version != SesVersion.V1)
                {
                    reading.Remark(SesRemarks.TimeNotation, $"{name} is {tag}");
                }

                var octets = reading.Bits(value, name);
                return (OfOctets(octets, reading, name), octets);
            case UniversalTagNumber.IA5String or UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.VisibleString:
                reading.Remark(SesRemarks.TimeNotation, $"{name} is {tag}");
                var text = SesReading.Content(value).ToArray();
                return (Parse(Encoding.Latin1.GetString(text), false, reading, name), text);
            default:
                throw new SesException(SesFaults.Structure, $"{name} is neither time nor text.");
        }
    }

    private static SesTime OfOctets(byte[] octets, SesReading reading, string name)
    {
        if (octets.AsSpan().ContainsAnyExceptInRange((byte)0x20, (byte)0x7e))
        {
            // A time stamp token, or something else that is not text.
            return new("", null);
        }

        var text = Encoding.ASCII.GetString(octets);
        return Parse(text, text.Length == 13, reading, name);
    }

    private static SesTime Parse(string text, bool isShortYear, SesReading reading, string name)
    {
        // UTCTime: two-digit years 00 to 49 are of this century.
        var full = isShortYear && text.Length >= 2 && char.IsAsciiDigit(text[0]) ? (text[0] < '5' ? "20" : "19") + text : text;
        if (DateTimeOffset.TryParseExact(
            full, WithZone, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            if (text.Contains('-', StringComparison.Ordinal))
            {
                reading.Remark(SesRemarks.TimeNotation, $"{name}: {text}");
            }

            return new(text, instant);
        }

        if (DateTime.TryParseExact(full, WithoutZone, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            reading.Remark(SesRemarks.TimeWithoutZone, $"{name}: {text}");
            return new(text, local.Ticks > China.Ticks ? new DateTimeOffset(local, China).ToUniversalTime() : null);
        }

        reading.Remark(SesRemarks.TimeNotation, $"{name}: {text}");
        return new(text, null);
    }
}
