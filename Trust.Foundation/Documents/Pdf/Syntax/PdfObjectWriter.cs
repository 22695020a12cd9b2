using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Trust.Documents.Pdf.Syntax;

/// <summary>Writes objects one after another and then what finds them: a table or a cross-reference stream (ISO 32000-1 clauses 7.5.4 and 7.5.8).</summary>
internal sealed class PdfObjectWriter
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly SortedDictionary<int, (int Place, int Generation)> _places = [];
    private readonly int _base;

    /// <summary>A writer whose first byte stands at a place of the whole file.</summary>
    /// <param name="head">Latin-1 text that comes first.</param>
    /// <param name="start">Bytes of the file before.</param>
    public PdfObjectWriter(string head, int start = 0)
    {
        _base = start;
        Write(head);
    }

    /// <summary>Place in the whole file of what comes next.</summary>
    public int Place => _base + _output.WrittenCount;

    /// <summary>SHA-256 over everything so far.</summary>
    public byte[] Digest() => SHA256.HashData(_output.WrittenSpan);

    /// <summary>An object.</summary>
    /// <returns>Place of the body in the whole file.</returns>
    public int Add(int number, int generation, string body)
    {
        Begin(number, generation);
        var place = Place;
        Write(body);
        Write("\nendobj\n");
        return place;
    }

    public void AddStream(int number, string entries, ReadOnlySpan<byte> data)
    {
        Begin(number, 0);
        Write(string.Create(CultureInfo.InvariantCulture, $"<< {entries} /Length {data.Length} >>\nstream\n"));
        _output.Write(data);
        Write("\nendstream\nendobj\n");
    }

    /// <summary>An object as it stood elsewhere, from its number to endobj.</summary>
    public void AddSource(int number, ReadOnlySpan<byte> source)
    {
        _places.Add(number, (Place, 0));
        _output.Write(source);
        Write("\n");
    }

    /// <summary>Ends with a table.</summary>
    /// <param name="trailer">Entries of the trailer but Size and Prev.</param>
    /// <param name="previous">Place of the section before, or null for a file of one revision.</param>
    /// <param name="size">Number above those of all objects of the file; that of this writer when 0.</param>
    public byte[] FinishTable(string trailer, int? previous, int size = 0)
    {
        var start = Place;
        Write("xref\n");
        if (previous is null)
        {
            Write("0 1\n0000000000 65535 f \n");
        }

        foreach (var range in Ranges())
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"{range[0]} {range.Count}\n"));
            foreach (var number in range)
            {
                Write(string.Create(CultureInfo.InvariantCulture, $"{_places[number].Place:D10} {_places[number].Generation:D5} n \n"));
            }
        }

        var above = Math.Max(size, _places.Keys.Last() + 1);
        Write(string.Create(CultureInfo.InvariantCulture, $"trailer\n<< /Size {above} {trailer}{Previous(previous)} >>\nstartxref\n{start}\n%%EOF\n"));
        return _output.WrittenSpan.ToArray();
    }

    /// <summary>Ends with a cross-reference stream that gets the number <paramref name="number"/>.</summary>
    public byte[] FinishStream(int number, string trailer, int previous)
    {
        var start = Place;
        _places.Add(number, (start, 0));
        var index = new StringBuilder();
        using var data = new MemoryStream();
        Span<byte> entry = stackalloc byte[7];
        foreach (var range in Ranges())
        {
            index.Append(CultureInfo.InvariantCulture, $"{range[0]} {range.Count} ");
            foreach (var one in range)
            {
                entry[0] = 1;
                BinaryPrimitives.WriteInt32BigEndian(entry[1..], _places[one].Place);
                BinaryPrimitives.WriteUInt16BigEndian(entry[5..], (ushort)_places[one].Generation);
                data.Write(entry);
            }
        }

        _places.Remove(number);
        AddStream(number, string.Create(CultureInfo.InvariantCulture, $"/Type /XRef /Size {number + 1} /W [1 4 2] /Index [{index}] {trailer}{Previous(previous)}"), data.ToArray());
        Write(string.Create(CultureInfo.InvariantCulture, $"startxref\n{start}\n%%EOF\n"));
        return _output.WrittenSpan.ToArray();
    }

    private static string Previous(int? previous) => previous is { } place ? string.Create(CultureInfo.InvariantCulture, $" /Prev {place}") : "";

    private void Begin(int number, int generation)
    {
        _places.Add(number, (Place, generation));
        Write(string.Create(CultureInfo.InvariantCulture, $"{number} {generation} obj\n"));
    }

    private List<List<int>> Ranges()
    {
        List<List<int>> ranges = [];
        foreach (var number in _places.Keys)
        {
            if (ranges.Count == 0 || ranges[^1][^1] != number - 1)
            {
                ranges.Add([]);
            }

            ranges[^1].Add(number);
        }

        return ranges;
    }

    // Text here is Latin-1 throughout: what is copied from a file is bytes.
    private void Write(string text) => _output.Write(Encoding.Latin1.GetBytes(text));
}

/// <summary>Copies of dictionaries with other entries; what is kept is kept byte for byte.</summary>
internal static class PdfDictionaryText
{
    public static string With(PdfValue dictionary, params ReadOnlySpan<(string Key, string Value)> changed)
    {
        HashSet<string> replaced = new(StringComparer.Ordinal);
        foreach (var (key, _) in changed)
        {
            replaced.Add(key);
        }

        var text = new StringBuilder("<<");
        foreach (var (key, value) in dictionary.Entries)
        {
            if (!replaced.Contains(key))
            {
                text.Append(CultureInfo.InvariantCulture, $" /{Escape(key)} {Encoding.Latin1.GetString(value.Source.Span)}");
            }
        }

        foreach (var (key, value) in changed)
        {
            text.Append(CultureInfo.InvariantCulture, $" /{key} {value}");
        }

        return text.Append(" >>").ToString();
    }

    private static string Escape(string name) =>
        string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.' ? $"{character}" : $"#{(int)character:X2}"));
}
