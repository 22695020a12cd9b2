using Trust.Documents.Pdf;
using Trust.Documents.Pdf.Syntax;
using Trust.Documents.Tests.Pdf;
using Trust.Documents.Verification;

namespace Trust.Documents.Tests.Verification.Pdf;

/// <summary>What somebody writes behind a signature. Each attack stands alone, and under a second trusted signature that covers it: the first one never vouches for it.</summary>
public class LaterRevisionAttacks
{
    private const string Overlay = "/Type /Annot /Subtype /FreeText /Rect [0 0 500 700] /Contents (paid) /F 4";

    private static readonly Dictionary<string, Action<PdfObjectWriter, PdfFile>> Attacks = new()
    {
        ["page shows another content"] = (writer, file) => PdfOffice.Page(writer, file, 0, "Contents", _ => Text(writer, file)),
        ["page gets a content more"] = (writer, file) => PdfOffice.Page(writer, file, 0, "Contents", old => $"[{old} {Text(writer, file)}]"),
        ["stream of a page is replaced"] = (writer, file) => writer.AddStream(PdfTree.Pages(file)[0].Value["Contents"]!.Target.Number, "", "0 0 500 500 re f"u8),
        ["annotation over the text"] = (writer, file) => PdfOffice.Page(writer, file, 0, "Annots", old => Longer(old, $"<< {Overlay} >>")),
        ["annotation as an object of its own"] = (writer, file) => PdfOffice.Page(writer, file, 0, "Annots", old => Longer(old, Add(writer, file, $"<< {Overlay} >>"))),
        ["picture that claims the first signature"] = (writer, file) => PdfOffice.Page(
            writer, file, 0, "Annots", old => Longer(old, Add(writer, file, $"<< /Type /Annot /Subtype /Widget /FT /Sig /Rect [0 0 500 700] /V {PdfOffice.SignatureNumber(file)} 0 R >>"))),
        ["field without a signature"] = (writer, file) => PdfOffice.Page(writer, file, 0, "Annots", old => Longer(old, Add(writer, file, "<< /Type /Annot /Subtype /Widget /FT /Sig /Rect [0 0 500 700] >>"))),
        ["widget of the signature is moved"] = (writer, file) =>
        {
            var widget = file.Resolve(PdfTree.Pages(file)[1].Value["Annots"]).Items[0].Target;
            writer.Add(widget.Number, widget.Generation, PdfDictionaryText.With(file.Resolve(file.Find(widget.Number)!.Value), ("Rect", "[0 0 500 700]")));
        },
        ["annotations are taken away"] = (writer, file) => PdfOffice.Page(writer, file, 1, "Annots", _ => "[]"),
        ["action when it is opened"] = (writer, file) => PdfOffice.Catalog(writer, file, "OpenAction", "<< /S /JavaScript /JS (app.alert) >>"),
        ["page is turned"] = (writer, file) => PdfOffice.Page(writer, file, 0, "Rotate", _ => "180"),
        ["page is cut"] = (writer, file) => PdfOffice.Page(writer, file, 0, "CropBox", _ => "[0 0 100 100]"),
        ["page is added"] = (writer, file) =>
        {
            var pages = file.Catalog["Pages"]!.Target;
            var tree = file.Resolve(file.Catalog, "Pages");
            var more = Add(writer, file, $"<< /Type /Page /Parent {pages.Number} 0 R /MediaBox [0 0 100 100] >>");
            writer.Add(pages.Number, pages.Generation, PdfDictionaryText.With(tree, ("Kids", $"[{string.Join(' ', file.Resolve(tree, "Kids").Items.Select(kid => $"{kid.Target.Number} 0 R"))} {more}]"), ("Count", "3")));
        },
        ["another page tree"] = (writer, file) => PdfOffice.Catalog(writer, file, "Pages", Add(writer, file, $"<< /Type /Pages /Count 1 /Kids [{PdfTree.Pages(file)[1].Number} 0 R] >>")),
        ["form that fills itself"] = (writer, file) => PdfOffice.Catalog(
            writer, file, "AcroForm", $"<< /Fields {System.Text.Encoding.Latin1.GetString(file.Resolve(file.Catalog, "AcroForm")["Fields"]!.Source.Span)} /NeedAppearances true >>"),
        ["title of the document"] = (writer, file) => writer.Add(file.Xref.Trailer["Info"]!.Target.Number, 0, "<< /Title (other) >>"),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Change_after_signing_never_passes(string attack)
    {
        var changed = PdfOffice.Revise(PdfOffice.Good, Attacks[attack]);
        PdfOffice.Verify(changed).IsUndecided(SubIndications.SignatureConstraintsFailure, "SIG-COVERAGE");
        Assert.False(PdfSignatureCheck.Check(changed).IsIntact);

        var covered = PdfOffice.Verify(SignAbove(changed)).IsUndecided(SubIndications.SignatureConstraintsFailure, "SIG-COVERAGE");
        Assert.Equal(2, covered.Signatures.Count);
        Assert.NotEqual(Indication.TotalPassed, covered.Signatures[0].Indication);
        Assert.Contains(covered.Unprotected, entry => entry is { IsShown: true, Signature: 1 });
    }

    [Fact]
    public void Other_catalog_or_information_in_the_trailer_never_passes()
    {
        foreach (var key in new[] { "Root", "Info" })
        {
            var file = PdfFile.Read(PdfOffice.Good, new(new()));
            var (root, info) = (file.Xref.Trailer["Root"]!.Target.Number, file.Xref.Trailer["Info"]!.Target.Number);
            var trailer = key == "Root" ? $"/Root {file.NextNumber} 0 R /Info {info} 0 R" : $"/Root {root} 0 R /Info {file.NextNumber} 0 R";
            var text = System.Text.Encoding.Latin1.GetString((key == "Root" ? file.Catalog : file.Find(info)!.Value).Source.Span);
            PdfOffice.Verify(SignAbove(PdfOffice.Revise(PdfOffice.Good, (writer, read) => writer.Add(read.NextNumber, 0, text), trailer)))
                .IsUndecided(SubIndications.SignatureConstraintsFailure, "SIG-COVERAGE");
        }
    }

    [Theory]
    [InlineData("/A << /S /URI /URI (http://x.invalid) >>")]
    [InlineData("/AA << /E << /S /Named /N /Print >> >>")]
    [InlineData("/Contents 4 0 R /Resources << >>")]
    [InlineData("/Parent 4 0 R")]
    public void Field_of_a_later_signature_brings_nothing_along(string entries)
    {
        // The second signature is real; its field was written by hand.
        var twice = SignAbove(PdfOffice.Good);
        var file = PdfFile.Read(twice, new(new()));
        var field = file.Resolve(file.Catalog, "AcroForm")["Fields"]!.Items[1].Target.Number;
        var first = PdfSignatureCheck.Check(PdfOffice.Revise(twice, (writer, read) =>
            writer.Add(field, 0, System.Text.Encoding.Latin1.GetString(read.Find(field)!.Value.Source.Span)[..^2] + entries + " >>"))).Signatures[0];
        Assert.NotNull(first.ForeignChange);
        Assert.Null(PdfSignatureCheck.Check(twice).Signatures[0].ForeignChange);
    }

    [Fact]
    public void Object_that_the_signed_revision_named_and_lacked_never_comes_later_unnoticed()
    {
        // The signed page lists a content that is not there yet; nothing that is signed changes when it comes.
        var number = 0;
        var prepared = PdfOffice.Revise(PdfMaking.Sample, (writer, file) =>
        {
            number = file.NextNumber + 500;
            PdfOffice.Page(writer, file, 0, "Contents", old => $"[{old} {number} 0 R]");
        });
        var signed = PdfOffice.Sign(prepared);
        PdfOffice.Verify(signed).Passes();
        var filled = SignAbove(PdfOffice.Revise(signed, (writer, _) => writer.AddStream(number, "", "0 0 500 500 re f"u8)));
        var report = PdfOffice.Verify(filled).IsUndecided(SubIndications.SignatureConstraintsFailure, "SIG-COVERAGE");
        Assert.Contains($"object {number} was named", report.ChecksOf(1).Single(check => check.Id == "SIG-COVERAGE").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Signature_that_is_taken_off_the_form_is_told_of()
    {
        var emptied = PdfOffice.Revise(PdfOffice.Good, (writer, file) => PdfOffice.Catalog(writer, file, "AcroForm", "<< /Fields [] >>"));
        var report = PdfOffice.Verify(emptied).IsUndecided(SubIndications.SignedDataNotFound, "DOC-SIGNATURES");
        Assert.Equal(CheckStatus.Warning, report.Status("DOC-UNLISTED", null));
        Assert.Equal(CheckStatus.Warning, PdfOffice.Verify(SignAbove(emptied)).Status("DOC-UNLISTED", null));
        Assert.DoesNotContain(PdfOffice.Verify(SignAbove(PdfOffice.Good)).Checks, check => check.Id == "DOC-UNLISTED");
    }

    [Fact]
    public void Signature_that_forbids_what_comes_after_is_taken_at_its_word()
    {
        var certified = (byte[])PdfOffice.Good.Clone();
        var place = certified.AsSpan().LastIndexOf("/Name "u8);
        var end = place + certified.AsSpan(place).IndexOf(" /ByteRange"u8);
        var reference = "/Reference [<< /TransformParams << /P 1 >> >>]"u8.ToArray();
        Assert.True(end - place >= reference.Length);
        certified.AsSpan(place, end - place).Fill((byte)' ');
        reference.CopyTo(certified, place);
        var report = PdfSignatureCheck.Check(PdfOffice.Sign(certified));
        Assert.Contains("certifies", report.Signatures[0].ForeignChange, StringComparison.Ordinal);
        Assert.Null(PdfSignatureCheck.Check(PdfOffice.Sign(PdfOffice.Good)).Signatures[0].ForeignChange);
    }

    [Fact]
    public void Validation_data_and_further_signatures_are_no_change()
    {
        var archived = PdfOffice.Revise(PdfOffice.Good, (writer, file) => PdfOffice.Catalog(writer, file, "DSS", Add(writer, file, "<< /Certs [] >>")));
        PdfOffice.Verify(archived).IsUndecided(SubIndications.SignatureConstraintsFailure, "SIG-COVERAGE");
        PdfOffice.Verify(PdfOffice.TimeStamped(archived)).Passes();
        PdfOffice.Verify(SignAbove(SignAbove(archived))).Passes();

        // An object that is written once more as it was.
        PdfOffice.Verify(SignAbove(PdfOffice.Revise(PdfOffice.Good, (writer, file) => PdfOffice.Catalog(writer, file, "Type", "/Catalog")))).Passes();
        foreach (var plain in new[] { PdfStreamsFile.Make(), PdfStreamsFile.Make("/AcroForm << /Fields [] >>", "/Annots []") })
        {
            PdfOffice.Verify(SignAbove(SignAbove(plain))).Passes();
        }
    }

    private static byte[] SignAbove(byte[] file)
    {
        var request = new PdfSignatureRequest { Format = PdfSignatureFormat.Sm2, SigningTime = SealingOffice.Signed.AddMinutes(5) };
        var office = PdfOffice.Office;
        Assert.True(
            PdfSigner.TrySign(file, request, office.SignerKey, office.Signer, out var signed, out var fault, [], value => office.Stamp(value, SealingOffice.Signed.AddMinutes(6))), fault?.ToString());
        return signed;
    }

    private static string Add(PdfObjectWriter writer, PdfFile file, string body)
    {
        writer.Add(file.NextNumber, 0, body);
        return $"{file.NextNumber} 0 R";
    }

    private static string Text(PdfObjectWriter writer, PdfFile file)
    {
        writer.AddStream(file.NextNumber, "", "0 0 500 500 re f"u8);
        return $"{file.NextNumber} 0 R";
    }

    private static string Longer(string list, string item) => list.Length == 0 ? $"[{item}]" : $"{list.TrimEnd(']')} {item}]";
}
