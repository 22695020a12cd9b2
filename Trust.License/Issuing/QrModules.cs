using QRCoder;

namespace Trust.License.Issuing;

/// <summary>A QR code (ISO/IEC 18004, level M) as runs of dark modules, so that it is drawn sharp in any size.</summary>
internal sealed class QrModules
{
    private QrModules(int count, IReadOnlyList<(int Row, int Column, int Length)> runs) => (Count, Runs) = (count, runs);

    /// <summary>Modules of a side, quiet zone counted in.</summary>
    public int Count { get; }

    public IReadOnlyList<(int Row, int Column, int Length)> Runs { get; }

    public static QrModules Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        List<(int, int, int)> runs = [];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows.Count; column++)
            {
                var first = column;
                while (column < rows.Count && rows[row][column])
                {
                    column++;
                }

                if (column > first)
                {
                    runs.Add((row, first, column - first));
                }
            }
        }

        return new QrModules(rows.Count, runs);
    }

    /// <summary>As the data of an SVG path in a view box of <see cref="Count"/>.</summary>
    public string ToSvgPath() => string.Concat(Runs.Select(run => $"M{run.Column} {run.Row}h{run.Length}v1h-{run.Length}z"));
}
