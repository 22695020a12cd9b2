namespace Trust.Documents.Pdf.Syntax;

internal enum PdfKind
{
    Null,
    Boolean,
    Number,
    Name,
    Text,
    Array,
    Dictionary,
    Reference,

    /// <summary>A word of the file structure: obj, endobj, stream, xref, trailer.</summary>
    Keyword,

    /// <summary>The end of an array or dictionary, or of the bytes.</summary>
    End,
}

/// <summary>An object of ISO 32000-1 clause 7.3 with the place at which it stands, so that it can be copied and compared byte for byte.</summary>
internal sealed class PdfValue
{
    public static readonly PdfValue Null = new() { Kind = PdfKind.Null };

    public required PdfKind Kind { get; init; }

    /// <summary>First byte in its source.</summary>
    public int Start { get; init; }

    /// <summary>Byte after its last one.</summary>
    public int End { get; init; }

    /// <summary>The bytes as they stand.</summary>
    public ReadOnlyMemory<byte> Source { get; init; }

    /// <summary>Name without the slash, or keyword.</summary>
    public string Word { get; init; } = "";

    public double Number { get; init; }

    /// <summary>The whole number, or null for fractions and what does not fit.</summary>
    public long? Integer { get; init; }

    /// <summary>Decoded bytes of a string.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Whether a string was written in hexadecimal digits.</summary>
    public bool IsHex { get; init; }

    public IReadOnlyList<PdfValue> Items { get; init; } = [];

    /// <summary>Entries of a dictionary in the order of the file; a key that occurs twice has its first value here.</summary>
    public IReadOnlyList<KeyValuePair<string, PdfValue>> Entries { get; init; } = [];

    /// <summary>Whether a key occurs twice: readers differ on which one counts.</summary>
    public bool HasDuplicates { get; init; }

    /// <summary>Object number and generation of a reference.</summary>
    public (int Number, int Generation) Target { get; init; }

    public bool IsDictionary => Kind == PdfKind.Dictionary;

    public PdfValue? this[string key]
    {
        get
        {
            foreach (var (name, value) in Entries)
            {
                if (name == key)
                {
                    return value;
                }
            }

            return null;
        }
    }

    public bool IsKeyword(string word) => Kind == PdfKind.Keyword && Word == word;

    public bool IsName(string word) => Kind == PdfKind.Name && Word == word;

    /// <summary>The whole number if it lies within bounds, else null.</summary>
    public int? IntegerIn(int least, int most) => Integer is { } value && value >= least && value <= most ? (int)value : null;
}
