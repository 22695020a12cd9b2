namespace Trust.Documents.Pdf.Syntax;

/// <summary>A file up to one of its ends: its objects as the cross-reference data up to there say. Never repaired: readers differ on broken files.</summary>
internal sealed class PdfFile
{
    private readonly Dictionary<int, PdfObject?> _objects = [];
    private readonly Dictionary<int, (byte[] Data, int[] Numbers, int[] Offsets)> _containers = [];
    private readonly HashSet<int> _loading = [];

    private PdfFile(ReadOnlyMemory<byte> data, PdfXref xref, PdfBudget budget)
    {
        Data = data;
        Xref = xref;
        Budget = budget;
        Catalog = Resolve(xref.Trailer["Root"]);
        if (!Catalog.IsDictionary || !(Catalog["Type"]?.IsName("Catalog") ?? false) || Catalog.HasDuplicates)
        {
            throw new PdfFormatException(PdfFaults.StructureInvalid, "The trailer names no catalog.");
        }
    }

    public ReadOnlyMemory<byte> Data { get; }

    public PdfXref Xref { get; }

    public PdfBudget Budget { get; }

    public PdfValue Catalog { get; }

    /// <summary>Number above those of all objects.</summary>
    public int NextNumber => Math.Max(Xref.Trailer["Size"]?.IntegerIn(0, PdfBudget.MaxObjectNumber) ?? 0, Xref.Places.Keys.DefaultIfEmpty(0).Max() + 1);

    public static PdfFile Read(ReadOnlyMemory<byte> data, PdfBudget budget)
    {
        if (data.Length > budget.MaxFileBytes)
        {
            throw new PdfFormatException(PdfFaults.TooLarge, $"The file is larger than {budget.MaxFileBytes} bytes.");
        }

        return data.Span.StartsWith("%PDF-"u8)
            ? new(data, PdfXref.Read(data, budget), budget)
            : throw new PdfFormatException(PdfFaults.NotPdf, "The file does not begin with %PDF-.");
    }

    /// <summary>The object behind references; null where there is none (7.3.10).</summary>
    public PdfValue Resolve(PdfValue? value)
    {
        for (var depth = 0; depth < PdfBudget.MaxDepth; depth++)
        {
            if (value is not { Kind: PdfKind.Reference })
            {
                return value ?? PdfValue.Null;
            }

            value = Find(value.Target.Number, value.Target.Generation)?.Value;
        }

        throw new PdfFormatException(PdfFaults.TooDeep, "References lead to references without end.");
    }

    /// <summary>The entry of a dictionary behind references.</summary>
    public PdfValue Resolve(PdfValue dictionary, string key) => Resolve(dictionary[key]);

    /// <summary>An object by its number, or null.</summary>
    public PdfObject? Find(int number, int generation = 0)
    {
        Budget.Spend();
        if (!_objects.TryGetValue(number, out var found))
        {
            if (!_loading.Add(number) || _loading.Count > PdfBudget.MaxDepth)
            {
                throw new PdfFormatException(PdfFaults.StructureInvalid, $"Object {number} needs itself to be read.");
            }

            try
            {
                found = Load(number);
            }
            finally
            {
                _loading.Remove(number);
            }

            _objects.Add(number, found);
        }

        return found is not null && found.Generation == generation ? found : null;
    }

    private PdfObject? Load(int number)
    {
        if (!Xref.Places.TryGetValue(number, out var place) || place.Place < 0)
        {
            return null;
        }

        if (place.InStream)
        {
            return FromContainer(number, (int)place.Place, place.Detail);
        }

        if (place.Place >= Data.Length)
        {
            throw Misplaced(number);
        }

        var found = PdfObject.Read(Data, (int)place.Place, Budget, value => Resolve(value).Integer);
        return found.Number == number && found.Generation == place.Detail ? found : throw Misplaced(number);
    }

    private PdfObject FromContainer(int number, int container, int index)
    {
        if (!_containers.TryGetValue(container, out var content))
        {
            content = ReadContainer(container);
            _containers.Add(container, content);
        }

        if (index >= content.Numbers.Length || content.Numbers[index] != number)
        {
            throw Misplaced(number);
        }

        var value = new PdfSyntax(content.Data, content.Offsets[index], Budget).Read();
        return value.Kind is PdfKind.End or PdfKind.Keyword ? throw Misplaced(number) : new(number, 0, value) { Container = container };
    }

    private (byte[] Data, int[] Numbers, int[] Offsets) ReadContainer(int container)
    {
        if (Find(container) is not { Container: null, Stream: { } packed } found || !(found.Value["Type"]?.IsName("ObjStm") ?? false))
        {
            throw Misplaced(container);
        }

        var data = PdfStreams.Unpack(found.Value, packed, Budget);
        var first = Resolve(found.Value, "First").IntegerIn(0, data.Length) ?? throw Misplaced(container);
        var count = Resolve(found.Value, "N").IntegerIn(0, data.Length / 2) ?? throw Misplaced(container);
        var (numbers, offsets) = (new int[count], new int[count]);
        var syntax = new PdfSyntax(data, 0, Budget);
        for (var i = 0; i < count; i++)
        {
            numbers[i] = syntax.ExpectInteger(0, PdfBudget.MaxObjectNumber);
            offsets[i] = first + syntax.ExpectInteger(0, data.Length - first);
        }

        return (data, numbers, offsets);
    }

    private static PdfFormatException Misplaced(int number) =>
        new(PdfFaults.StructureInvalid, $"Object {number} is not where the cross-reference data say.");
}
