using SkiaSharp;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace Trust.Browser.Tests.License;

/// <summary>Reads the QR code in a picture, as the camera of a telephone does.</summary>
internal static class QrScanner
{
    public static string Read(byte[] png)
    {
        using var picture = SKBitmap.Decode(png);
        using var plain = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(plain))
        {
            canvas.Clear(SKColors.White);
            canvas.DrawBitmap(picture, 0, 0, SKSamplingOptions.Default);
        }

        var source = new RGBLuminanceSource(plain.Bytes, plain.Width, plain.Height, RGBLuminanceSource.BitmapFormat.RGBA32);
        var hints = new Dictionary<DecodeHintType, object> { [DecodeHintType.TRY_HARDER] = true };
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source)), hints)?.Text ?? throw new InvalidOperationException("There is no QR code to be read in the picture.");
    }
}
