using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SkiaSharp;
using Trust.Crypto;
using Trust.Documents.Packaging;
using Trust.Documents.Pdf.Syntax;
using Trust.Documents.Writing;

namespace Trust.Documents.Pdf;

/// <summary>
/// The PDF rendition of a document that <see cref="OfdBuilder"/> writes: the same objects at the same places, made from the same description, with the same
/// font subsets. Written as PDF/A-2b (ISO 19005-2): fonts embedded, sRGB output intent, XMP metadata, no encryption, no script.
/// </summary>
public static partial class PdfRendition
{
    /// <summary>Language of the document (Catalog/Lang, ISO 32000-1 clause 14.9.2).</summary>
    public const string Language = "zh-CN";

    private const float PointsPerMillimetre = 72f / 25.4f;
    private const float PicturesPerInch = 300;

    /// <summary>Writes the rendition.</summary>
    /// <param name="document">The description, out of which <see cref="OfdBuilder.TryBuild"/> made <paramref name="ofd"/>.</param>
    /// <param name="ofd">The finished OFD file; the rendition names its SM3 digest.</param>
    /// <param name="pdf">The whole file, when true: the same bytes for the same arguments.</param>
    /// <param name="fault">The first fault of the description, when false.</param>
    /// <returns>False when the description has a fault: nothing is written that is not in the OFD file.</returns>
    public static bool TryWrite(OfdBuilder document, ReadOnlySpan<byte> ofd, [NotNullWhen(true)] out byte[]? pdf, [NotNullWhen(false)] out WritingFault? fault)
    {
        ArgumentNullException.ThrowIfNull(document);
        pdf = null;
        fault = document.Fault ?? (document.Pages.Count == 0 ? new(WritingFaults.ValueInvalid, "The document has no page.") : null);
        if (fault is null)
        {
            var mark = $"rendition of OFD {Convert.ToHexStringLower(Sm3.HashData(ofd))}";
            pdf = Finish(Draw(document), document, mark);
        }

        return fault is null;
    }

    /// <summary>The SM3 digest of the OFD file that a PDF file says it renders ("rendition of OFD" in its XMP metadata). A claim of the file, no proof.</summary>
    /// <param name="pdf">Any bytes.</param>
    /// <param name="digest">32 bytes, when true.</param>
    /// <returns>False for anything that is no readable PDF file with such a mark.</returns>
    public static bool TryReadOfdDigest(ReadOnlyMemory<byte> pdf, out ReadOnlyMemory<byte> digest)
    {
        digest = default;
        try
        {
            var file = PdfFile.Read(pdf, new(DocumentLimits.Default));
            var found = file.Catalog["Metadata"] is { Kind: PdfKind.Reference } reference && file.Find(reference.Target.Number)?.Stream is { Length: < 1 << 20 } xmp
                ? Mark().Match(Encoding.Latin1.GetString(xmp.Span))
                : Match.Empty;
            digest = found.Success ? Convert.FromHexString(found.Groups[1].Value) : default;
            return found.Success;
        }
        catch (PdfFormatException)
        {
            return false;
        }
    }

    private static byte[] Draw(OfdBuilder document)
    {
        using var output = new MemoryStream();
        var metadata = new SKDocumentPdfMetadata(PicturesPerInch) { PdfA = true, Title = document.Info.Title };
        using (var pdf = SKDocument.CreatePdf(output, metadata))
        using (var drawing = new PageCanvas(document))
        {
            foreach (var page in document.Pages)
            {
                // Skia writes whole points as page size and counts from its upper edge: the page lies at the lower edge and gets its true size afterwards.
                var (width, height) = ((float)page.Width * PointsPerMillimetre, (float)page.Height * PointsPerMillimetre);
                var canvas = pdf.BeginPage(MathF.Ceiling(width), MathF.Ceiling(height));
                canvas.Translate(0, MathF.Ceiling(height) - height);
                canvas.Scale(PointsPerMillimetre);
                drawing.Draw(canvas, page);
                pdf.EndPage();
            }

            pdf.Close();
        }

        return output.ToArray();
    }

    // Skia writes neither a language nor metadata of ours: its objects are written once more with other catalog, information, XMP and page sizes.
    private static byte[] Finish(byte[] drawn, OfdBuilder document, string mark)
    {
        var info = document.Info;
        var file = PdfFile.Read(drawn, new(DocumentLimits.Default with { MaxFileBytes = int.MaxValue }));
        var trailer = file.Xref.Trailer;
        var root = trailer["Root"]!.Target.Number;
        var information = trailer["Info"]!.Target.Number;
        var metadata = file.Catalog["Metadata"]!.Target.Number;
        var pages = PdfTree.Pages(file).Select((page, index) => (page, Size: document.Pages[index])).ToDictionary(entry => entry.page.Number);
        var writer = new PdfObjectWriter("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n");
        foreach (var number in file.Xref.Places.Keys.Order())
        {
            if (number == root)
            {
                writer.Add(number, 0, PdfDictionaryText.With(file.Catalog, ("Lang", $"({Language})")));
            }
            else if (number == information)
            {
                writer.Add(number, 0, PdfMetadata.Information(info, mark));
            }
            else if (number == metadata)
            {
                writer.AddStream(number, "/Type /Metadata /Subtype /XML", PdfMetadata.Xmp(info, mark));
            }
            else if (pages.TryGetValue(number, out var entry))
            {
                writer.Add(number, 0, PdfDictionaryText.With(entry.page.Value, ("MediaBox", MediaBox(entry.Size))));
            }
            else if (file.Find(number) is { } kept)
            {
                writer.AddSource(number, kept.Source.Span);
            }
        }

        var id = Convert.ToHexString(writer.Digest().AsSpan(0, 16));
        return writer.FinishTable($"/Root {root} 0 R /Info {information} 0 R /ID [<{id}> <{id}>]", previous: null);
    }

    private static string MediaBox(OfdPage page) =>
        string.Create(CultureInfo.InvariantCulture, $"[0 0 {page.Width * 72 / 25.4:0.####} {page.Height * 72 / 25.4:0.####}]");

    [GeneratedRegex("rendition of OFD ([0-9a-f]{64})\\b")]
    private static partial Regex Mark();
}
