namespace Trust.Documents.Pdf.Syntax;

/// <summary>An indirect object (ISO 32000-1 clause 7.3.10).</summary>
/// <param name="Number">Object number.</param>
/// <param name="Generation">Generation; 0 inside an object stream.</param>
/// <param name="Value">The object; the dictionary of a stream.</param>
internal sealed record PdfObject(int Number, int Generation, PdfValue Value)
{
    /// <summary>Packed bytes of a stream, else null.</summary>
    public ReadOnlyMemory<byte>? Stream { get; init; }

    /// <summary>Number of the object stream in which it lies; places in <see cref="Value"/> are then those of the unpacked stream. Else null.</summary>
    public int? Container { get; init; }

    /// <summary>The whole object from its number to endobj as it stands in the file; empty inside an object stream.</summary>
    public ReadOnlyMemory<byte> Source { get; init; }

    /// <summary>Reads the object that begins at a byte of the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="at">First byte of its number.</param>
    /// <param name="budget">What may be spent.</param>
    /// <param name="lengthOf">Resolves a reference to the length of a stream; null where that is not possible.</param>
    public static PdfObject Read(ReadOnlyMemory<byte> file, int at, PdfBudget budget, Func<PdfValue, long?> lengthOf)
    {
        var syntax = new PdfSyntax(file, at, budget);
        syntax.SkipSpace();
        var start = syntax.At;
        var number = syntax.ExpectInteger(0, PdfBudget.MaxObjectNumber);
        var generation = syntax.ExpectInteger(0, ushort.MaxValue);
        syntax.Expect("obj");
        var value = syntax.Read();
        if (value.Kind is PdfKind.End or PdfKind.Keyword)
        {
            throw new PdfFormatException(PdfFaults.StructureInvalid, $"Object {number} is empty.");
        }

        ReadOnlyMemory<byte>? stream = null;
        var end = syntax.Read();
        if (end.IsKeyword("stream") && value.IsDictionary)
        {
            stream = StreamBytes(file, end.End, value, lengthOf, number);
            syntax.At = SkipMark(file.Span, end.End) + stream.Value.Length;
            syntax.Expect("endstream");
            end = syntax.Read();
        }

        return end.IsKeyword("endobj")
            ? new(number, generation, value) { Stream = stream, Source = file[start..end.End] }
            : throw new PdfFormatException(PdfFaults.StructureInvalid, $"Object {number} does not end.");
    }

    private static ReadOnlyMemory<byte> StreamBytes(ReadOnlyMemory<byte> file, int at, PdfValue dictionary, Func<PdfValue, long?> lengthOf, int number)
    {
        var start = SkipMark(file.Span, at);
        var stated = dictionary["Length"];
        var length = stated?.Kind == PdfKind.Reference ? lengthOf(stated) : stated?.Integer;
        return length is >= 0 && start + length <= file.Length
            ? file.Slice(start, (int)length)
            : throw new PdfFormatException(PdfFaults.StreamInvalid, $"The stream of object {number} has no proper length.");
    }

    private static int SkipMark(ReadOnlySpan<byte> file, int at) =>
        at < file.Length && file[at] == '\n' ? at + 1
        : at + 1 < file.Length && file[at] == '\r' && file[at + 1] == '\n' ? at + 2
        : at;
}
