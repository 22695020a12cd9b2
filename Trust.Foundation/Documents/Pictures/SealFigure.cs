using SkiaSharp;

namespace Trust.Documents.Pictures;

/// <summary>
/// Puts the parts of a seal together as one figure in millimetres. Lengths are shares of the width, so that a seal of 38 mm is the one of 42 mm made smaller.
/// </summary>
internal sealed class SealFigure : IDisposable
{
    private const double Ring = 1.2 / 42;
    private const double RingGap = 1.3 / 42;
    private const double OvalHeight = 2.0 / 3;
    private const double StarWidth = 0.318;
    private const double CodeSize = 2.5 / 42;
    private const double CodeGap = 0.75 / 42;
    private const double LineSize = 4.0 / 42;
    private const double SampleSize = 5.2 / 42;
    private const double SmallestSample = 2.9 / 42;
    private const double Clearance = 0.7 / 42;

    private readonly SealTexts _texts;
    private readonly bool _hasStar;
    private readonly bool _isOval;
    private readonly double _unit;
    private readonly Ellipse _outer;
    private readonly SKPathBuilder _figure = new();

    public SealFigure(SealPictureRequest request, SealTexts texts)
    {
        _texts = texts;
        _hasStar = request.HasStar;
        _isOval = request.Shape == SealShape.Oval;
        var (width, height) = Size(request);
        _unit = request.Shape == SealShape.Round ? width : width * 0.85;
        _outer = new(width / 2, height / 2);
    }

    public static (double Width, double Height) Size(SealPictureRequest request) =>
        (request.DiameterMm, request.Shape == SealShape.Round ? request.DiameterMm : Math.Round(request.DiameterMm * OvalHeight, 2));

    public SKPath Draw()
    {
        DrawRing();
        var hasCode = _texts.Code.Count > 0;
        var rows = ArcRows.Place(_texts.Arc, _outer.Inset((Ring + RingGap) * _unit), _unit, _texts.Line.Count > 0 ? 228 : hasCode && !_isOval ? 244 : 262);
        rows.ForEach(row => row.Draw(_figure, _outer));
        DrawCode();
        var inner = rows[^1].Baseline;
        var line = LineBox();
        var middle = MiddleRoom(inner, line);
        if (_hasStar)
        {
            DrawStar(middle.Y, middle.Radius);
        }
        else if (_texts.Centre.Count > 0)
        {
            Lettering.Straight(_figure, _outer, _texts.Centre, middle.Y, 6.0 / 42 * _unit, inner.HalfWidthAt(4.0 / 42 * _unit) * 2 * 0.86);
        }

        DrawSample(inner, middle, line);
        if (line is { } box)
        {
            Lettering.Straight(_figure, _outer, _texts.Line, box.Y, box.Size, box.Width);
        }

        return _figure.Detach();
    }

    public void Dispose() => _figure.Dispose();

    private void DrawRing()
    {
        var inner = _outer.Inset(Ring * _unit);
        _figure.AddOval(new SKRect(0, 0, (float)(_outer.A * 2), (float)(_outer.B * 2)), SKPathDirection.Clockwise);
        _figure.AddOval(
            new SKRect((float)(_outer.A - inner.A), (float)(_outer.B - inner.B), (float)(_outer.A + inner.A), (float)(_outer.B + inner.B)),
            SKPathDirection.CounterClockwise);
    }

    private void DrawCode()
    {
        if (_texts.Code.Count == 0)
        {
            return;
        }

        // Invoice seals have the number in the middle. Elsewhere digits stand on the ring and read from left to right along the bottom.
        var size = CodeSize * _unit;
        if (_isOval && !_hasStar && _texts.Centre.Count == 0)
        {
            Lettering.Straight(_figure, _outer, _texts.Code, 0, size * 1.2, _outer.A * 1.15);
        }
        else
        {
            Lettering.AlongBottom(_figure, _outer, _texts.Code, _outer.Inset((Ring + CodeGap) * _unit), size, size * 0.14);
        }
    }

    /// <summary>Middle and size of the line under the star. The arc text ends above it, so that it has all the room inside the ring.</summary>
    private (double Y, double Size, double Width)? LineBox()
    {
        if (_texts.Line.Count == 0)
        {
            return null;
        }

        var size = LineSize * _unit * (_isOval ? 0.78 : 1);
        var y = _outer.B * (_texts.Code.Count > 0 && !_isOval ? 0.5 : 0.56);
        var room = _outer.Inset((Ring + (RingGap * 2)) * _unit).HalfWidthAt(y + (size / 2));
        return (y, size, room * 2);
    }

    private (double Y, double Radius) MiddleRoom(Ellipse inner, (double Y, double Size, double Width)? line)
    {
        var wanted = StarWidth * _unit / 2;
        var clear = Clearance * _unit;
        if (line is not { } box)
        {
            return (0, Math.Min(wanted, inner.B - clear));
        }

        // The star hangs in the room between the arc text above and the line below.
        var (top, bottom) = (-inner.B + clear, box.Y - (box.Size / 2) - (clear * 1.6));
        var radius = Math.Min(wanted * 0.94, (bottom - top) / 2 * 0.98);
        if (_texts.Sample.Count > 0 && !_isOval)
        {
            radius = Math.Min(radius, inner.HalfWidthAt(SmallestSample * _unit / 2) - (SmallestSample * _unit / 0.66));
        }

        return (Math.Max(top + radius, Math.Min(-0.03 * _unit, bottom - (radius * 0.81))), radius);
    }

    private void DrawStar(double y, double radius)
    {
        // The inner corners of a regular pentagram lie at 0.382 of its radius.
        var points = new SKPoint[10];
        for (var i = 0; i < points.Length; i++)
        {
            var (sine, cosine) = Math.SinCos(Math.PI * i / 5);
            var r = i % 2 == 0 ? radius : radius * 0.381966;
            points[i] = new((float)(_outer.A + (r * sine)), (float)(_outer.B + y - (r * cosine)));
        }

        _figure.AddPoly(points, true);
    }

    /// <summary>样 and 章: under the star or the text in the middle where nothing else stands there.</summary>
    private void DrawSample(Ellipse inner, (double Y, double Radius) middle, (double Y, double Size, double Width)? line)
    {
        if (_texts.Sample.Count != 2)
        {
            return;
        }

        var size = SampleSize * _unit;
        if (line is not { } box)
        {
            DrawSample(size * 0.9, _outer.B * (_isOval ? 0.45 : 0.5), _isOval ? size * 0.8 : size);
            return;
        }

        // Otherwise left and right of the star, and in an ellipse of the line itself.
        var half = _isOval ? Lettering.StraightWidth(_texts.Line, box.Size, box.Width) / 2 : _hasStar ? middle.Radius * 0.98 : 0;
        var room = (_isOval ? box.Width / 2 : inner.HalfWidthAt(size / 2)) - half;
        DrawSample(half + (room * 0.47), _isOval ? box.Y : middle.Y + (_hasStar ? middle.Radius * 0.1 : 0), Math.Min(size, room * 0.66));
    }

    private void DrawSample(double x, double y, double size)
    {
        Lettering.Centred(_figure, _texts.Sample[0], _outer.A - x, _outer.B + y, size, size);
        Lettering.Centred(_figure, _texts.Sample[1], _outer.A + x, _outer.B + y, size, size);
    }
}
