using System.IO.Compression;

namespace Trust.Documents.Pdf.Syntax;

/// <summary>Unpacks the streams that structure lies in: object streams and cross-reference streams (ISO 32000-1 clauses 7.4.4, 7.5.7, 7.5.8).</summary>
internal static class PdfStreams
{
    private const int MaxColumns = 4096;

    /// <summary>The unpacked bytes of a stream without a filter, or with FlateDecode alone.</summary>
    public static byte[] Unpack(PdfValue dictionary, ReadOnlyMemory<byte> packed, PdfBudget budget)
    {
        var filter = Single(dictionary["Filter"]);
        if (filter is null)
        {
            return packed.ToArray();
        }

        if (!filter.IsName("FlateDecode"))
        {
            throw new PdfFormatException(PdfFaults.StreamInvalid, "A stream of the structure has another filter than FlateDecode.");
        }

        var unpacked = Inflate(packed, budget);
        var parameters = Single(dictionary["DecodeParms"]);
        var predictor = parameters?["Predictor"]?.Integer ?? 1;
        return predictor == 1 ? unpacked
            : predictor is >= 10 and <= 15 && parameters!["Colors"] is null or { Integer: 1 } && parameters!["BitsPerComponent"] is null or { Integer: 8 }
                && (parameters["Columns"] is null ? 1 : parameters["Columns"]!.IntegerIn(1, MaxColumns)) is { } columns
            ? Unpredict(unpacked, columns)
            : throw new PdfFormatException(PdfFaults.StreamInvalid, "A stream of the structure has an unknown predictor.");
    }

    private static PdfValue? Single(PdfValue? value) => value switch
    {
        null or { Kind: PdfKind.Null } => null,
        { Kind: PdfKind.Array, Items: [] } => null,
        { Kind: PdfKind.Array, Items: [var only] } => only,
        _ => value,
    };

    private static byte[] Inflate(ReadOnlyMemory<byte> packed, PdfBudget budget)
    {
        var limit = budget.NextStreamBytes();
        using var unpacked = new MemoryStream();
        try
        {
            using var inflate = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            var buffer = new byte[16 * 1024];
            for (int read; (read = inflate.Read(buffer)) > 0;)
            {
                budget.Spend();
                unpacked.Write(buffer, 0, read);
                if (unpacked.Length > limit)
                {
                    throw new PdfFormatException(PdfFaults.TooLarge, "The streams of the structure unpack to more than is read.");
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new PdfFormatException(PdfFaults.StreamInvalid, "A stream of the structure does not unpack.");
        }

        budget.Unpacked((int)unpacked.Length);
        return unpacked.ToArray();
    }

    // PNG filters (RFC 2083 chapter 6) over samples of one byte.
    private static byte[] Unpredict(byte[] data, int columns)
    {
        var rows = data.Length / (columns + 1);
        var output = new byte[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            var source = data.AsSpan(row * (columns + 1), columns + 1);
            var target = output.AsSpan(row * columns, columns);
            var above = row == 0 ? default : output.AsSpan((row - 1) * columns, columns);
            for (var i = 0; i < columns; i++)
            {
                var left = i == 0 ? 0 : target[i - 1];
                var up = row == 0 ? 0 : above[i];
                var corner = i == 0 || row == 0 ? 0 : above[i - 1];
                target[i] = (byte)(source[i + 1] + source[0] switch
                {
                    0 => 0,
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => Paeth(left, up, corner),
                    _ => throw new PdfFormatException(PdfFaults.StreamInvalid, "A stream of the structure has an unknown predictor."),
                });
            }
        }

        return output;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var estimate = left + up - corner;
        var (toLeft, toUp, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
