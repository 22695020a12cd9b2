using System.Formats.Asn1;
using Trust.Crypto.Certificates;

namespace Trust.Crypto.TimeStamps;

internal static class TimeStampReading
{
    // yyyyMMddHHmmss, the shortest that DER permits (X.690 clause 11.7).
    private const int WholeSecondLength = 14;

    /// <summary>MessageImprint (RFC 3161 section 2.4.1).</summary>
    internal static (string Algorithm, byte[] Digest) Imprint(AsnReader reader)
    {
        var imprint = reader.ReadSequence();
        var algorithm = ExtensionReading.SignatureAlgorithm(imprint);
        var digest = imprint.ReadOctetString();
        imprint.ThrowIfNotEmpty();
        return (algorithm, digest);
    }

    /// <summary>
    /// genTime to the tick (100 ns). The framework reads fractions of a second through floating point and is one tick early for many of them; a time that was cut to
    /// microseconds would come back as another one.
    /// </summary>
    internal static DateTimeOffset Time(AsnReader reader)
    {
        var content = reader.PeekContentBytes().Span;
        var digits = content.Length > WholeSecondLength ? content[WholeSecondLength..] : default;
        var second = WholeSeconds.Cut(reader.ReadGeneralizedTime());
        var (ticks, unit) = (0L, TimeSpan.TicksPerSecond / 10);
        if (digits is [(byte)'.' or (byte)',', .. var fraction])
        {
            // Read without a fault, so that what is left are digits and the zone.
            foreach (var digit in fraction)
            {
                if (!char.IsAsciiDigit((char)digit) || unit == 0)
                {
                    break;
                }

                ticks += (digit - '0') * unit;
                unit /= 10;
            }
        }

        return second.AddTicks(ticks);
    }

    internal static void WriteImprint(AsnWriter writer, string algorithm, ReadOnlySpan<byte> digest)
    {
        using (writer.PushSequence())
        {
            ExtensionEncoding.WriteSignatureAlgorithm(writer, algorithm);
            writer.WriteOctetString(digest);
        }
    }
}
