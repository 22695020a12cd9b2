using System.Globalization;
using System.Text;

namespace Trust.Documents.Pdf.Syntax;

/// <summary>Strings (ISO 32000-1 clause 7.3.4), text strings (7.9.2) and dates (7.9.4).</summary>
internal static class PdfText
{
    private const int MaxTextLength = 4096;

    /// <summary>Decodes <c>(...)</c>; null where it does not end.</summary>
    public static byte[]? ReadLiteral(ReadOnlyMemory<byte> data, int start, out int end)
    {
        var bytes = data.Span;
        var text = new MemoryStream();
        var depth = 0;
        for (end = start; end < bytes.Length;)
        {
            var value = bytes[end++];
            if (value == '\\' && end < bytes.Length)
            {
                Escape(bytes, ref end, text);
                continue;
            }

            depth += value == '(' ? 1 : value == ')' ? -1 : 0;
            if (depth == 0)
            {
                return text.ToArray();
            }

            if (value != '(' || depth > 1)
            {
                text.WriteByte(value);
            }
        }

        return null;
    }

    /// <summary>Decodes <c>&lt;...&gt;</c>; null for anything but hexadecimal digits and white space inside, or where it does not end.</summary>
    public static byte[]? ReadHex(ReadOnlyMemory<byte> data, int start, out int end)
    {
        end = start;
        var bytes = data.Span;
        var length = bytes[start..].IndexOf((byte)'>');
        if (length < 0)
        {
            return null;
        }

        var decoded = new byte[(length / 2) + 1];
        var digits = 0;
        foreach (var value in bytes.Slice(start + 1, length - 1))
        {
            if (char.IsAsciiHexDigit((char)value))
            {
                // An odd last digit counts as followed by 0.
                decoded[digits / 2] |= (byte)(PdfSyntax.HexValue(value) << (digits % 2 == 0 ? 4 : 0));
                digits++;
            }
            else if (!PdfSyntax.IsSpace(value))
            {
                return null;
            }
        }

        end = start + length + 1;
        return decoded[..((digits + 1) / 2)];
    }

    /// <summary>A text string for people: UTF-16 or UTF-8 with byte order mark, else Latin-1; at most 4,096 characters, control characters left out.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = bytes is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode.GetString(bytes[2..])
            : bytes is [0xEF, 0xBB, 0xBF, ..] ? Encoding.UTF8.GetString(bytes[3..])
            : Encoding.Latin1.GetString(bytes);
        return string.Concat(text.Take(MaxTextLength).Where(character => !char.IsControl(character)));
    }

    /// <summary>A text string, written so that no byte of it needs an escape.</summary>
    public static string Encode(string text) =>
        text.All(character => character is >= ' ' and <= '~' and not ('(' or ')' or '\\')) ? $"({text})" : $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    /// <summary><c>D:YYYYMMDDHHmmSS+00'00'</c>.</summary>
    public static string EncodeDate(DateTimeOffset time) =>
        $"(D:{time.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}+00'00')";

    /// <summary>A date; null where it is malformed. Without a zone it counts as UTC.</summary>
    public static DateTimeOffset? DecodeDate(string text)
    {
        var date = text.StartsWith("D:", StringComparison.Ordinal) ? text[2..] : text;
        var digits = date.TakeWhile(char.IsAsciiDigit).Count();
        if (digits < 4 || digits > 14
            || !DateTime.TryParseExact(string.Concat(date.AsSpan(0, digits), "0101000000".AsSpan(Math.Min(digits, 14) - 4)), "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        var zone = date[digits..].Replace("'", "", StringComparison.Ordinal);
        if (zone is "" or "Z" or "Z0000" or "Z00")
        {
            return new(local, TimeSpan.Zero);
        }

        var sound = zone.Length is 3 or 5 && zone[0] is '+' or '-' && int.TryParse(zone.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        if (!sound)
        {
            return null;
        }

        var hours = int.Parse(zone.AsSpan(1, 2), CultureInfo.InvariantCulture);
        var minutes = zone.Length == 5 ? int.Parse(zone.AsSpan(3, 2), CultureInfo.InvariantCulture) : 0;
        var offset = new TimeSpan(hours, minutes, 0) * (zone[0] == '-' ? -1 : 1);
        var ticks = local.Ticks - offset.Ticks;
        return offset.Duration() <= TimeSpan.FromHours(14) && minutes < 60 && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    private static void Escape(ReadOnlySpan<byte> bytes, ref int at, MemoryStream text)
    {
        var value = bytes[at++];
        switch (value)
        {
            case (byte)'n':
                text.WriteByte((byte)'\n');
                break;
            case (byte)'r':
                text.WriteByte((byte)'\r');
                break;
            case (byte)'t':
                text.WriteByte((byte)'\t');
                break;
            case (byte)'b':
                text.WriteByte((byte)'\b');
                break;
            case (byte)'f':
                text.WriteByte((byte)'\f');
                break;
            case (byte)'\r':
                at += at < bytes.Length && bytes[at] == '\n' ? 1 : 0;
                break;
            case (byte)'\n':
                break;
            case >= (byte)'0' and <= (byte)'7':
                var code = value - '0';
                for (var i = 0; i < 2 && at < bytes.Length && bytes[at] is >= (byte)'0' and <= (byte)'7'; i++)
                {
                    code = (code * 8) + (bytes[at++] - '0');
                }

                text.WriteByte((byte)code);
                break;
            default:
                text.WriteByte(value);
                break;
        }
    }
}
