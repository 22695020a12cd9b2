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
    private const double Clearance = 0.7 / 42;

    private readonly SealTexts _texts;
    private readonly bool _hasStar;
    private readonly double _unit;
    private readonly Ellipse _outer;
    private readonly SKPathBuilder _figure = new();

    public SealFigure(SealPictureRequest request, SealTexts texts)
    {
        _texts = texts;
        _hasStar = request.HasStar;
        var (width, height) = Size(request);
        _unit = request.Shape == SealShape.Round ? width : width * 0.85;
        _outer = new(width / 2, height / 2);
    }

    public static (double Width, double Height) Size(SealPictureRequest request) =>
        (request.DiameterMm, request.Shape == SealShape.Round ? request.DiameterMm : Math.Round(request.DiameterMm * OvalHeight, 2));

    public SKPath Draw()
    {
        DrawRing();
        var hasLower = _texts.Code.Count > 0 || _texts.Line.Count > 0;
        var rows = ArcRows.Place(_texts.Arc, _outer.Inset((Ring + RingGap) * _unit), _unit, hasLower);
        rows.ForEach(row => row.Draw(_figure, _outer));
        DrawCode();
        var inner = rows[^1].Baseline;
        var line = LineBox(rows);
        var middle = MiddleRoom(inner, line);
        if (_hasStar)
        {
            DrawStar(middle.Y, middle.Radius);
        }
        else if (_texts.Centre.Count > 0)
        {
            Lettering.Straight(_figure, _outer, _texts.Centre, middle.Y, 6.0 / 42 * _unit, inner.HalfWidthAt(4.0 / 42 * _unit) * 2 * 0.86);
        }

        DrawSample(inner, middle);
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

        // Digits stand on the ring: their baseline is the outer curve and they read from left to right along the bottom.
        var size = CodeSize * _unit;
        var baseline = _outer.Inset((Ring + CodeGap) * _unit);
        Lettering.AlongBottom(_figure, _outer, _texts.Code, baseline, size, size * 0.12);
    }

    /// <summary>Middle and size of the line under the star: between the ends of the arc text, or inside them where they reach down that far.</summary>
    private (double Y, double Size, double Width)? LineBox(List<ArcRow> rows)
    {
        if (_texts.Line.Count == 0)
        {
            return null;
        }

        var size = LineSize * _unit * (_outer.B / _outer.A);
        var y = _outer.B * (_texts.Code.Count > 0 ? 0.535 : 0.60);
        var (top, bottom) = (y - (size / 2), y + (size / 2));
        var clear = Clearance * _unit;
        var reachesDown = rows.Max(row => row.LowestPoint) + clear > top;
        var limit = reachesDown ? rows[^1].Baseline : _outer.Inset((Ring + RingGap) * _unit);
        if (_texts.Code.Count > 0 && !reachesDown)
        {
            limit = _outer.Inset((Ring + (RingGap * 2)) * _unit);
        }

        var width = (limit.HalfWidthAt(bottom) - clear) * 2;
        return (y, size, Math.Max(width, size * 2));
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

    /// <summary>样 and 章 left and right of the middle, as large as there is room.</summary>
    private void DrawSample(Ellipse inner, (double Y, double Radius) middle)
    {
        if (_texts.Sample.Count != 2)
        {
            return;
        }

        var half = _hasStar ? middle.Radius * 0.98 : 0;
        var room = inner.HalfWidthAt(SampleSize * _unit / 2) - half;
        var size = Math.Min(SampleSize * _unit, room * 0.80);
        var x = half + (room / 2);
        var y = middle.Y + (_hasStar ? middle.Radius * 0.12 : _texts.Centre.Count > 0 ? size * 1.3 : 0);
        Lettering.Centred(_figure, _texts.Sample[0], _outer.A - x, _outer.B + y, size, size);
        Lettering.Centred(_figure, _texts.Sample[1], _outer.A + x, _outer.B + y, size, size);
    }
}
