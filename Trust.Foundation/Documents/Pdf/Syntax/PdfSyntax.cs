using System.Globalization;
using System.Text;

namespace Trust.Documents.Pdf.Syntax;

/// <summary>Reads objects out of bytes (ISO 32000-1 clauses 7.2 and 7.3), one after another.</summary>
internal sealed class PdfSyntax(ReadOnlyMemory<byte> data, int at, PdfBudget budget)
{
    private const int MaxNameLength = 1024;
    private const int MaxNumberLength = 64;

    /// <summary>The next byte.</summary>
    public int At { get; set; } = at;

    /// <summary>The next object, keyword or end; references are put together.</summary>
    public PdfValue Read(int depth = 0)
    {
        budget.Spend();
        if (depth > PdfBudget.MaxDepth)
        {
            throw new PdfFormatException(PdfFaults.TooDeep, $"Objects are nested deeper than {PdfBudget.MaxDepth}.");
        }

        SkipSpace();
        var start = At;
        if (At >= data.Length)
        {
            return Make(PdfKind.End, start);
        }

        var bytes = data.Span;
        switch (bytes[At])
        {
            case (byte)'/':
                At++;
                return Make(PdfKind.Name, start, Name());
            case (byte)'(':
                return Text(start);
            case (byte)'[':
                At++;
                return Array(start, depth);
            case (byte)'<' when At + 1 < bytes.Length && bytes[At + 1] == '<':
                At += 2;
                return Dictionary(start, depth);
            case (byte)'<':
                return Hex(start);
            case (byte)']':
                At++;
                return Make(PdfKind.End, start, "]");
            case (byte)'>' when At + 1 < bytes.Length && bytes[At + 1] == '>':
                At += 2;
                return Make(PdfKind.End, start, ">>");
            case (>= (byte)'0' and <= (byte)'9') or (byte)'+' or (byte)'-' or (byte)'.':
                return NumberOrReference(start);
            default:
                return Keyword(start);
        }
    }

    /// <summary>A keyword that must come next.</summary>
    public void Expect(string keyword)
    {
        if (!Read().IsKeyword(keyword))
        {
            throw Broken($"\"{keyword}\" is missing");
        }
    }

    /// <summary>A whole number within bounds that must come next.</summary>
    public int ExpectInteger(int least, int most)
    {
        SkipSpace();
        budget.Spend();
        return At < data.Length && Numeral(At).IntegerIn(least, most) is { } value ? value : throw Broken("a whole number is missing or out of bounds");
    }

    /// <summary>Goes over white space and comments.</summary>
    public void SkipSpace()
    {
        var bytes = data.Span;
        while (At < bytes.Length)
        {
            if (bytes[At] == '%')
            {
                var line = bytes[At..].IndexOfAny((byte)'\r', (byte)'\n');
                At = line < 0 ? bytes.Length : At + line;
            }
            else if (IsSpace(bytes[At]))
            {
                At++;
            }
            else
            {
                return;
            }
        }
    }

    public static bool IsSpace(byte value) => value is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsRegular(byte value) =>
        !IsSpace(value) && value is not ((byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%');

    private PdfValue Make(PdfKind kind, int start, string word = "") =>
        new() { Kind = kind, Start = start, End = At, Source = data[start..At], Word = word };

    private ReadOnlySpan<byte> Regular(int limit)
    {
        var start = At;
        var bytes = data.Span;
        while (At < bytes.Length && IsRegular(bytes[At]))
        {
            At++;
        }

        return At - start <= limit ? bytes[start..At] : throw Broken("a name, number or keyword is too long");
    }

    private string Name()
    {
        var raw = Regular(MaxNameLength);
        var name = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '#' && i + 2 < raw.Length && char.IsAsciiHexDigit((char)raw[i + 1]) && char.IsAsciiHexDigit((char)raw[i + 2]))
            {
                name.Append((char)((HexValue(raw[i + 1]) << 4) | HexValue(raw[i + 2])));
                i += 2;
            }
            else
            {
                name.Append((char)raw[i]);
            }
        }

        return name.ToString();
    }

    private PdfValue Keyword(int start)
    {
        var word = Encoding.Latin1.GetString(Regular(MaxNameLength));
        if (word.Length == 0)
        {
            throw Broken("an unexpected character");
        }

        return word switch
        {
            "null" => Make(PdfKind.Null, start),
            "true" or "false" => Make(PdfKind.Boolean, start, word),
            _ => Make(PdfKind.Keyword, start, word),
        };
    }

    private PdfValue Numeral(int start)
    {
        At = start;
        var text = Encoding.Latin1.GetString(Regular(MaxNumberLength));
        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            throw Broken("a number is malformed");
        }

        return new()
        {
            Kind = PdfKind.Number,
            Start = start,
            End = At,
            Source = data[start..At],
            Number = number,
            Integer = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null,
        };
    }

    private PdfValue NumberOrReference(int start)
    {
        var number = Numeral(start);
        if (number.IntegerIn(0, PdfBudget.MaxObjectNumber) is not { } target)
        {
            return number;
        }

        // Two whole numbers and R: looked at without reading further than that.
        var bytes = data.Span;
        var look = At;
        while (look < bytes.Length && IsSpace(bytes[look]))
        {
            look++;
        }

        var generation = 0;
        var digits = look;
        while (look < bytes.Length && look - digits < 5 && bytes[look] is >= (byte)'0' and <= (byte)'9')
        {
            generation = (generation * 10) + (bytes[look++] - '0');
        }

        var space = look;
        while (look < bytes.Length && IsSpace(bytes[look]))
        {
            look++;
        }

        var isReference = digits > At && space > digits && look > space && look < bytes.Length && bytes[look] == 'R'
            && (look + 1 == bytes.Length || !IsRegular(bytes[look + 1])) && generation <= ushort.MaxValue;
        if (!isReference)
        {
            return number;
        }

        At = look + 1;
        return new() { Kind = PdfKind.Reference, Start = start, End = At, Source = data[start..At], Target = (target, generation) };
    }

    private PdfValue Array(int start, int depth)
    {
        List<PdfValue> items = [];
        while (true)
        {
            var item = Read(depth + 1);
            if (item.Kind == PdfKind.End)
            {
                return item.Word == "]"
                    ? new() { Kind = PdfKind.Array, Start = start, End = At, Source = data[start..At], Items = items }
                    : throw Broken("an array does not end");
            }

            items.Add(item.Kind != PdfKind.Keyword ? item : throw Broken("a keyword stands in an array"));
        }
    }

    private PdfValue Dictionary(int start, int depth)
    {
        List<KeyValuePair<string, PdfValue>> entries = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        while (true)
        {
            var key = Read(depth + 1);
            if (key.Kind == PdfKind.End && key.Word == ">>")
            {
                return new()
                {
                    Kind = PdfKind.Dictionary,
                    Start = start,
                    End = At,
                    Source = data[start..At],
                    Entries = entries,
                    HasDuplicates = keys.Count != entries.Count,
                };
            }

            var value = key.Kind == PdfKind.Name ? Read(depth + 1) : throw Broken("a dictionary has no proper key or does not end");
            if (value.Kind is PdfKind.End or PdfKind.Keyword)
            {
                throw Broken("a dictionary lacks a value");
            }

            keys.Add(key.Word);
            entries.Add(new(key.Word, value));
        }
    }

    private PdfValue Text(int start) => PdfText.ReadLiteral(data, start, out var end) is { } bytes
        ? Finish(start, end, bytes, isHex: false)
        : throw Broken("a string does not end");

    private PdfValue Hex(int start) => PdfText.ReadHex(data, start, out var end) is { } bytes
        ? Finish(start, end, bytes, isHex: true)
        : throw Broken("a hexadecimal string is malformed");

    private PdfValue Finish(int start, int end, byte[] bytes, bool isHex)
    {
        At = end;
        return new() { Kind = PdfKind.Text, Start = start, End = end, Source = data[start..end], Bytes = bytes, IsHex = isHex };
    }

    internal static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private PdfFormatException Broken(string what) => new(PdfFaults.SyntaxInvalid, $"At byte {At}: {what}.");
}
