using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using SkiaSharp;
using Trust.Documents.Fonts;
using Trust.Documents.Writing;

namespace Trust.Documents.Pictures;

/// <summary>
/// Draws seals in the proportions of official ones (ring 1.2 mm and star a third of the width at 42 mm, 宋体 on the arc) from the outlines of glyphs:
/// no font is needed where the picture is shown, and PNG and SVG are the same figure.
/// </summary>
public static partial class SealPicture
{
    /// <summary>Draws a seal.</summary>
    /// <param name="request">What it shows.</param>
    /// <param name="picture">The picture, when true.</param>
    /// <param name="fault">Why not, when false: <see cref="WritingFaults.ValueInvalid"/>, <see cref="WritingFaults.CharacterIllegal"/>, or
    /// <see cref="WritingFaults.GlyphMissing"/> for a character that no font has.</param>
    /// <param name="fonts">Where glyphs come from; the shipped fonts when null.</param>
    public static bool TryDraw(
        SealPictureRequest request, [NotNullWhen(true)] out SealPictureResult? picture, [NotNullWhen(false)] out WritingFault? fault, FontSet? fonts = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        picture = null;
        fault = request.Check();
        var letters = new SealLetters(fonts ?? FontSet.Shipped);
        SealTexts? texts = null;
        fault ??= SealTexts.TryMake(request, letters, out texts);
        if (fault is not null)
        {
            return false;
        }

        using var parts = new SealFigure(request, texts!);
        using var figure = parts.Draw();
        var (width, height) = SealFigure.Size(request);
        picture = new(Png(figure, request, width, height), Svg(figure, request.Color, width, height), width, height);
        return true;
    }

    private static byte[] Png(SKPath figure, SealPictureRequest request, double width, double height)
    {
        var scale = (float)request.PixelsPerMm;
        var info = new SKImageInfo((int)Math.Ceiling(width * scale), (int)Math.Ceiling(height * scale), SKColorType.Alpha8, SKAlphaType.Premul);
        using var bitmap = new SKBitmap(info);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Transparent);
        canvas.Scale(scale);
        using var paint = new SKPaint { IsAntialias = true, Color = SKColors.Black };
        canvas.DrawPath(figure, paint);
        canvas.Flush();
        return OneColourPng.Write(bitmap.GetPixelSpan(), info.Width, info.Height, bitmap.RowBytes, request.Color, request.PixelsPerMm);
    }

    private static string Svg(SKPath figure, OfdColor color, double width, double height)
    {
        string[] size = [width.ToString("0.###", CultureInfo.InvariantCulture), height.ToString("0.###", CultureInfo.InvariantCulture)];
        var fill = $"#{color.Red:x2}{color.Green:x2}{color.Blue:x2}";
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size[0]}mm\" height=\"{size[1]}mm\" viewBox=\"0 0 {size[0]} {size[1]}\">"
            + $"<path fill=\"{fill}\" d=\"{Shorter(figure.ToSvgPathData())}\"/></svg>";
    }

    // A thousandth of a millimetre is finer than any printer.
    private static string Shorter(string data) =>
        Decimal().Replace(data, match => double.Parse(match.ValueSpan, CultureInfo.InvariantCulture).ToString("0.###", CultureInfo.InvariantCulture));

    [GeneratedRegex(@"-?\d+\.\d+(e[-+]?\d+)?")]
    private static partial Regex Decimal();
}
