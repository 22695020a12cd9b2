using System.Text;
using Trust.Contracts;
using Trust.Contracts.License;
using Trust.Documents.Fonts;
using Trust.Documents.Pdf;
using Trust.Documents.Writing;
using Trust.License.Types;

namespace Trust.License.Issuing;

/// <summary>
/// The licence as an OFD (GB/T 36905): face, metadata, tags from metadata to the objects that show them, the data file and the log proof as attachments. The same data give
/// the same bytes.
/// </summary>
internal static class LicenceFile
{
    public const string DataName = "licence.json";
    public const string ProofName = "log-proof.txt";
    public const string TagType = "LicenceItems";
    public const string TagNameSpace = "urn:gov-trust:licence:items";

    private const double Margin = 8;
    private static readonly OfdColor Grey = new(90, 90, 90);

    /// <summary>Describes the file; OFD and PDF rendition are both written out of the description.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="data">What stands in it.</param>
    /// <param name="address">Address in the QR code.</param>
    /// <param name="proof">Log proof; null while there is none.</param>
    /// <param name="sample">Whether it is marked as a sample: everything of the invented province is.</param>
    public static OfdBuilder Describe(LicenceType type, LicenceData data, string address, string? proof, bool sample)
    {
        var builder = new OfdBuilder(new OfdDocumentInfo
        {
            DocId = data.Salt,
            CreationDate = DateOnly.FromDateTime(data.CreatedAt.UtcDateTime),
            Title = type.Name,
            Author = data.IssuerName,
            Subject = data.Identifier,
            Creator = "Trust.License",
            CustomData = data.Metadata(type),
        });
        var face = type.Face;
        var page = builder.AddPage(face.Width, face.Height);
        var colour = ColourOf(face.Colour);
        DrawFrame(page, face, colour);
        var title = page.AddText(type.Name, face.Title.X, face.Title.Y, new OfdTextStyle { Size = face.Title.Size, Face = FontFace.SerifBold, Color = colour, LetterSpacing = face.Title.Size * 0.35 }, OfdAlignment.Center);
        List<OfdTagNode> tags = [new OfdTagNode(LicenceMetadata.TypeName) { Objects = [.. title.Select(id => (page.Id, id))] }];
        foreach (var line in face.Lines)
        {
            DrawLine(builder, page, line, data.FaceValue(type, line.Item), colour, tags);
        }

        DrawCode(page, face.Code, address);
        page.AddText($"验证码 {data.Secret[..5]} {data.Secret[5..]}", face.Code.X + (face.Code.Size / 2), face.Code.Y + face.Code.Size + 5, new OfdTextStyle { Size = 3.2, Color = Grey }, OfdAlignment.Center);
        if (sample)
        {
            page.AddWatermark(new OfdWatermark { Text = "样本 SAMPLE" });
        }

        builder.AddTag(TagType, TagNameSpace, new OfdTagNode("Items") { Children = tags });
        builder.AddAttachment(DataName, "json", data.ToJson(type), visible: false);
        builder.AddAttachment(ProofName, "txt", Encoding.UTF8.GetBytes(proof ?? ""), visible: false);
        return builder;
    }

    /// <summary>The OFD file before it is sealed.</summary>
    public static Result<byte[]> ToOfd(OfdBuilder description) => description.TryBuild(out var ofd, out var fault) ? ofd : Refused(fault);

    /// <summary>The PDF rendition before it is sealed; it names the sealed OFD.</summary>
    public static Result<byte[]> ToPdf(OfdBuilder description, ReadOnlySpan<byte> sealedOfd) =>
        PdfRendition.TryWrite(description, sealedOfd, out var pdf, out var fault) ? pdf : Refused(fault);

    private static TrustError Refused(WritingFault fault) => LicenseErrors.FaceRefused with { Detail = $"{fault.Code}: {fault.Detail}" };

    // Two lines around the page, as on paper.
    private static void DrawFrame(OfdPage page, LicenceFace face, OfdColor colour)
    {
        foreach (var (distance, width) in new[] { (Margin, 1.2), (Margin + 2.4, 0.3) })
        {
            var box = new OfdBox(distance - 1, distance - 1, face.Width - (2 * distance) + 2, face.Height - (2 * distance) + 2);
            page.AddPath(new OfdPath().Rectangle(new OfdBox(1, 1, box.Width - 2, box.Height - 2)), box, new OfdPathStyle { Stroke = colour, LineWidth = width });
        }
    }

    private static void DrawLine(OfdBuilder builder, OfdPage page, FaceLine line, string value, OfdColor colour, List<OfdTagNode> tags)
    {
        page.AddText(line.Label, line.X, line.Y, new OfdTextStyle { Size = line.Size, Face = FontFace.SerifBold, Color = colour });
        if (value.Length == 0)
        {
            return;
        }

        // Long values become smaller, in steps, before they are refused; what stands below begins 14 mm further down at the earliest.
        var box = new OfdBox(line.X + line.LabelWidth, line.Y - line.Size, line.Width, line.Item.StartsWith("KZ_JY", StringComparison.Ordinal) ? 30 : 12.5);
        var size = line.Size;
        while (size > 2.4 && builder.MeasureParagraph(value, box.Width, Style(size)) > box.Height)
        {
            size -= 0.3;
        }

        var block = page.AddParagraph(value, box, Style(size));
        tags.Add(new OfdTagNode(line.Item == LicenceMetadata.Validity ? LicenceMetadata.ValidTo : line.Item) { Objects = [.. block.ObjectIds.Select(id => (page.Id, id))] });
    }

    private static OfdTextStyle Style(double size) => new() { Size = size, Face = FontFace.Serif, LineHeight = 1.35 };

    private static void DrawCode(OfdPage page, FacePlace place, string address)
    {
        var code = QrModules.Of(address);
        var module = place.Size / code.Count;
        var path = code.Runs.Aggregate(new OfdPath(), (drawn, run) => drawn.Rectangle(new OfdBox(run.Column * module, run.Row * module, run.Length * module, module)));
        page.AddPath(path, new OfdBox(place.X, place.Y, place.Size, place.Size), new OfdPathStyle { Stroke = null, Fill = OfdColor.Black });
    }

    private static OfdColor ColourOf(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        return new OfdColor(bytes[0], bytes[1], bytes[2]);
    }
}
