using System.Text;

namespace Trust.Documents.Writing;

/// <summary>A figure of lines and curves in millimetres, relative to the upper left corner of its box (AbbreviatedData, GB/T 33190 clause 9.1).</summary>
public sealed class OfdPath
{
    private readonly StringBuilder _data = new();

    internal string Data => _data.ToString();

    internal bool IsSound { get; private set; } = true;

    /// <summary>Starts a new part at a point.</summary>
    /// <param name="x">Millimetres.</param>
    /// <param name="y">Millimetres.</param>
    public OfdPath MoveTo(double x, double y) => Add('M', x, y);

    /// <summary>A straight line to a point.</summary>
    /// <param name="x">Millimetres.</param>
    /// <param name="y">Millimetres.</param>
    public OfdPath LineTo(double x, double y) => Add('L', x, y);

    /// <summary>A quadratic curve.</summary>
    /// <param name="x1">Control point.</param>
    /// <param name="y1">Control point.</param>
    /// <param name="x">End.</param>
    /// <param name="y">End.</param>
    public OfdPath QuadraticTo(double x1, double y1, double x, double y) => Add('Q', x1, y1, x, y);

    /// <summary>A cubic curve.</summary>
    /// <param name="x1">First control point.</param>
    /// <param name="y1">First control point.</param>
    /// <param name="x2">Second control point.</param>
    /// <param name="y2">Second control point.</param>
    /// <param name="x">End.</param>
    /// <param name="y">End.</param>
    public OfdPath CubicTo(double x1, double y1, double x2, double y2, double x, double y) => Add('B', x1, y1, x2, y2, x, y);

    /// <summary>Closes the part.</summary>
    public OfdPath Close()
    {
        Separate().Append('C');
        return this;
    }

    /// <summary>A rectangle.</summary>
    /// <param name="box">Relative to the box of the figure.</param>
    public OfdPath Rectangle(OfdBox box) =>
        MoveTo(box.X, box.Y).LineTo(box.X + box.Width, box.Y).LineTo(box.X + box.Width, box.Y + box.Height).LineTo(box.X, box.Y + box.Height).Close();

    private OfdPath Add(char command, params ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            IsSound &= Units.IsSound(value);
        }

        Separate().Append(command).Append(' ').Append(Units.Text(values));
        return this;
    }

    private StringBuilder Separate() => _data.Length == 0 ? _data : _data.Append(' ');
}
