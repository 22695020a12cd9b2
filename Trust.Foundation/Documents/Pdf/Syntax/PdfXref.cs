namespace Trust.Documents.Pdf.Syntax;

/// <summary>Where an object lies: at a byte of the file, or as one of an object stream.</summary>
/// <param name="Place">Byte, or number of the object stream; negative for a free number.</param>
/// <param name="Detail">Generation, or index in the object stream.</param>
/// <param name="InStream">Whether it lies in an object stream.</param>
internal readonly record struct PdfPlace(long Place, int Detail, bool InStream);

/// <summary>All cross-reference sections of a file, the newest first (ISO 32000-1 clauses 7.5.4, 7.5.5, 7.5.8).</summary>
internal sealed class PdfXref
{
    private const int TailLength = 2048;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly PdfBudget _budget;
    private readonly Dictionary<int, PdfPlace> _places = [];
    private readonly HashSet<long> _visited = [];

    private PdfXref(ReadOnlyMemory<byte> file, PdfBudget budget)
    {
        _file = file;
        _budget = budget;
    }

    public IReadOnlyDictionary<int, PdfPlace> Places => _places;

    /// <summary>Trailer of the newest section.</summary>
    public PdfValue Trailer { get; private set; } = PdfValue.Null;

    /// <summary>Where the newest section stands.</summary>
    public int Start { get; private set; }

    /// <summary>Whether the newest section is a cross-reference stream.</summary>
    public bool IsStream { get; private set; }

    /// <summary>Whether any section has both forms (7.5.8.4): readers differ on what it says.</summary>
    public bool IsHybrid { get; private set; }

    public static PdfXref Read(ReadOnlyMemory<byte> file, PdfBudget budget)
    {
        var xref = new PdfXref(file, budget);
        xref.Start = xref.FindStart();
        xref.Follow();
        return xref;
    }

    private int FindStart()
    {
        var tail = Math.Max(0, _file.Length - TailLength);
        var at = _file.Span[tail..].LastIndexOf("startxref"u8);
        if (at < 0)
        {
            throw Wrong("startxref is missing at the end");
        }

        return new PdfSyntax(_file, tail + at + "startxref".Length, _budget).ExpectInteger(0, _file.Length);
    }

    private void Follow()
    {
        long? next = Start;
        while (next is { } at)
        {
            if (!_visited.Add(at) || _visited.Count > PdfBudget.MaxSections)
            {
                throw Wrong("the sections are circular or too many");
            }

            var (trailer, isStream) = Section((int)at);
            if (_visited.Count == 1)
            {
                (Trailer, IsStream) = (trailer, isStream);
            }

            if (!isStream && trailer["XRefStm"] is { } hybrid)
            {
                IsHybrid = true;
                if (hybrid.IntegerIn(0, _file.Length) is not { } second || !_visited.Add(second) || !Section(second).IsStream)
                {
                    throw Wrong("a hybrid section names no stream");
                }
            }

            next = trailer["Prev"] is not { } previous ? null : previous.IntegerIn(0, _file.Length) ?? throw Wrong("Prev is out of bounds");
        }

        if (Trailer["Encrypt"] is { Kind: not PdfKind.Null })
        {
            throw new PdfFormatException(PdfFaults.Encrypted, "The file is encrypted.");
        }
    }

    private (PdfValue Trailer, bool IsStream) Section(int at)
    {
        var syntax = new PdfSyntax(_file, at, _budget);
        var first = syntax.Read();
        return first.IsKeyword("xref") ? (Table(syntax), false)
            : first.Kind == PdfKind.Number ? (Stream(at), true)
            : throw Wrong("startxref or Prev names no section");
    }

    private PdfValue Table(PdfSyntax syntax)
    {
        while (true)
        {
            var token = syntax.Read();
            if (token.IsKeyword("trailer"))
            {
                break;
            }

            if (token.IntegerIn(0, PdfBudget.MaxObjectNumber) is not { } start)
            {
                throw Wrong("a table is malformed");
            }

            var count = syntax.ExpectInteger(0, PdfBudget.MaxObjectNumber - start + 1);
            for (var i = 0; i < count; i++)
            {
                var place = syntax.ExpectInteger(0, int.MaxValue);
                var generation = syntax.ExpectInteger(0, ushort.MaxValue);
                var kind = syntax.Read();
                Add(start + i, kind.IsKeyword("n") && place > 0 ? new(place, generation, false)
                    : kind.IsKeyword("n") || kind.IsKeyword("f") ? new(-1, generation, false)
                    : throw Wrong("a table is malformed"));
            }
        }

        var trailer = syntax.Read();
        return trailer.IsDictionary && !trailer.HasDuplicates ? trailer : throw Wrong("a trailer is missing or has an entry twice");
    }

    private PdfValue Stream(int at)
    {
        var found = PdfObject.Read(_file, at, _budget, _ => null);
        if (!found.Value.IsDictionary || found.Value.HasDuplicates || !(found.Value["Type"]?.IsName("XRef") ?? false) || found.Stream is not { } packed)
        {
            throw Wrong("startxref or Prev names no section");
        }

        var widths = found.Value["W"]?.Items.Select(width => width.IntegerIn(0, 8) ?? 99).ToArray() ?? [];
        var size = found.Value["Size"]?.IntegerIn(0, PdfBudget.MaxObjectNumber + 1) ?? throw Wrong("a cross-reference stream has no size");
        if (widths.Length != 3 || widths.Max() > 8 || widths.Sum() == 0)
        {
            throw Wrong("a cross-reference stream has no proper widths");
        }

        var data = PdfStreams.Unpack(found.Value, packed, _budget).AsSpan();
        var index = found.Value["Index"]?.Items.Select(item => item.IntegerIn(0, PdfBudget.MaxObjectNumber + 1) ?? throw Wrong("an index is malformed")).ToArray() ?? [0, size];
        for (var range = 0; range + 1 < index.Length; range += 2)
        {
            for (var i = 0; i < index[range + 1]; i++)
            {
                if (data.Length < widths.Sum())
                {
                    throw Wrong("a cross-reference stream is too short");
                }

                var kind = widths[0] == 0 ? 1 : Field(ref data, widths[0]);
                var second = Field(ref data, widths[1]);
                var third = Field(ref data, widths[2]);
                var isUsed = kind is 1 or 2 && second > 0 && second <= int.MaxValue && third is >= 0 and <= int.MaxValue;
                Add(index[range] + i, isUsed ? new(second, (int)third, kind == 2) : new(-1, 0, false));
            }
        }

        return found.Value;
    }

    private static long Field(ref Span<byte> data, int width)
    {
        var value = 0L;
        foreach (var octet in data[..width])
        {
            value = (value << 8) | octet;
        }

        data = data[width..];
        return value;
    }

    // The newest section is read first and wins.
    private void Add(int number, PdfPlace place)
    {
        _budget.Spend();
        if (number <= PdfBudget.MaxObjectNumber)
        {
            _places.TryAdd(number, place);
        }
    }

    private static PdfFormatException Wrong(string what) => new(PdfFaults.XrefInvalid, $"Cross-reference data: {what}.");
}
