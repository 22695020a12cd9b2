using System.Text;
using SkiaSharp;
using Trust.Crypto.Cms;
using Trust.Documents.Pdf;
using Trust.Documents.Pdf.Syntax;
using Trust.Documents.Tests.Writing;
using Trust.Documents.Writing;
using Trust.Testing;
using UglyToad.PdfPig;

namespace Trust.Documents.Tests.Pdf;

/// <summary>Signatures by incremental update: nothing before is touched, and other programs accept them.</summary>
public class PdfSignerTests
{
    [Fact]
    public void A_signed_file_begins_with_the_bytes_of_the_unsigned_one_and_is_intact()
    {
        var signed = PdfMaking.Sign(PdfMaking.Sample, PdfMaking.Request with { Stamp = PdfMaking.Stamp }, PdfMaking.TimeStamp);
        var report = PdfSignatureCheck.Check(signed);
        Assert.True(report.IsIntact, report.Fault?.ToString());
        var signature = Assert.Single(report.Signatures);
        Assert.True(signature.CoversWholeFile);
        Assert.Equal("Signature1", signature.FieldName);
        Assert.Equal(("Adobe.PPKLite", "ETSI.CAdES.detached"), (signature.Filter, signature.SubFilter));
        Assert.Equal(PdfMaking.Signer, signature.Certificate);
        Assert.Equal(PdfMaking.Signed, signature.ClaimedTime);
        Assert.Equal(PdfMaking.Signed.AddSeconds(2), signature.TimeStamp!.Time);
        Assert.True(signature.TimeStampCheck!.IsValid);
        Assert.Null(signature.TimeStampFault);
        using var document = PdfDocument.Open(signed);
        Assert.True(document.TryGetForm(out var form));
        Assert.Single(form.Fields);
    }

    [Fact]
    public void Several_signatures_stand_one_after_another()
    {
        var first = PdfMaking.Sign(PdfMaking.Sample);
        var second = PdfMaking.Sign(first, PdfMaking.Request with { Stamp = PdfMaking.Stamp, Format = PdfSignatureFormat.Sm2 });
        var third = PdfMaking.Sign(second, PdfMaking.Request with { Stamp = PdfMaking.Stamp with { PageIndex = 0 } });
        var report = PdfSignatureCheck.Check(third);
        Assert.True(report.IsIntact, report.Fault?.ToString());
        Assert.Equal(["Signature1", "Signature2", "Signature3"], report.Signatures.Select(signature => signature.FieldName));
        Assert.Equal([false, false, true], report.Signatures.Select(signature => signature.CoversWholeFile));
        Assert.Contains(report.Signatures[0].LaterChanges, change => change is { IsNew: true, Kind: "Sig" });
        Assert.Empty(report.Signatures[2].LaterChanges);
        Assert.All(report.Signatures, signature => Assert.Equal(0, signature.PagesAdded));
    }

    [Fact]
    public void Sm2_signatures_are_those_of_the_Chinese_standard()
    {
        var signed = PdfMaking.Sign(PdfMaking.Sample, PdfMaking.Request with { Format = PdfSignatureFormat.Sm2 });
        var signature = Assert.Single(PdfSignatureCheck.Check(signed).Signatures);
        Assert.True(signature.IsIntact, signature.Fault?.ToString());
        Assert.Equal(("GM.PKILite", "GM.SM2"), (signature.Filter, signature.SubFilter));
        var (_, value) = PdfMaking.Cut(signed);
        Assert.True(SignedData.TryParse(value.AsSpan(0, 4 + (value[2] << 8) + value[3]), out var data));
        Assert.True(data.IsChinese);
        var signer = Assert.Single(data.Signers);
        var (code, output) = PdfMaking.Run(
            "openssl",
            ["dgst", "-sm3", "-keyform", "DER", "-verify", "key", "-sigopt", "distid:1234567812345678", "-signature", "value", "message"],
            ("key", PdfMaking.Sm2Signer.SubjectPublicKeyInfo.ToArray()),
            ("value", signer.Signature.ToArray()),
            ("message", signer.SignedAttributeBytes.ToArray()));
        Assert.True(code == 0, output);
    }

    [Fact]
    public void OpenSsl_verifies_the_signature_cut_out_of_the_file()
    {
        var signed = PdfMaking.Sign(PdfMaking.Sign(PdfMaking.Sample), PdfMaking.Request with { Stamp = PdfMaking.Stamp }, PdfMaking.TimeStamp);
        var (covered, value) = PdfMaking.Cut(signed);
        Assert.Equal(0, Verify(covered).ExitCode);
        covered[1000] ^= 1;
        Assert.NotEqual(0, Verify(covered).ExitCode);

        (int ExitCode, string Output) Verify(byte[] content) => PdfMaking.Run(
            "openssl",
            ["cms", "-verify", "-inform", "DER", "-in", "value", "-content", "content", "-binary", "-CAfile", "root.pem", "-purpose", "any", "-cades", "-out", "out"],
            ("value", value),
            ("content", content),
            ("root.pem", Encoding.ASCII.GetBytes(PdfMaking.Root.ToPem())));
    }

    [Fact]
    public void A_file_with_cross_reference_streams_is_signed_in_its_own_form()
    {
        var plain = PdfStreamsFile.Make();
        var once = PdfMaking.Sign(plain, PdfMaking.Request with { Stamp = PdfMaking.Stamp with { PageIndex = 0 } });
        var twice = PdfMaking.Sign(once);
        Assert.DoesNotContain("trailer", Encoding.Latin1.GetString(twice), StringComparison.Ordinal);
        var report = PdfSignatureCheck.Check(twice);
        Assert.True(report.IsIntact, report.Fault?.ToString());
        Assert.Equal(2, report.Signatures.Count);
        using var document = PdfDocument.Open(twice);
        Assert.Equal(1, document.NumberOfPages);
    }

    [ProgramFact("qpdf")]
    public void Qpdf_finds_no_fault_in_signed_files()
    {
        var stamped = PdfMaking.Request with { Stamp = PdfMaking.Stamp with { PageIndex = 0 } };
        foreach (var file in new[] { PdfMaking.Sign(PdfMaking.Sign(PdfMaking.Sample, stamped), stamped), PdfMaking.Sign(PdfMaking.Sign(PdfStreamsFile.Make(), stamped)) })
        {
            var (code, output) = PdfMaking.Run("qpdf", ["--check", "a.pdf"], ("a.pdf", file));
            Assert.True(code == 0 && output.Contains("No syntax or stream encoding errors", StringComparison.Ordinal), output);
        }
    }

    [ProgramFact("pdfsig")]
    public void Poppler_calls_the_signatures_valid()
    {
        var signed = PdfMaking.Sign(PdfMaking.Sign(PdfMaking.Sample), PdfMaking.Request with { Stamp = PdfMaking.Stamp });
        var (_, output) = PdfMaking.Run("pdfsig", ["-nocert", "a.pdf"], ("a.pdf", signed));
        Assert.Equal(2, output.Split("Signature is Valid").Length - 1);
        Assert.Equal(1, output.Split("Total document signed").Length - 1);
    }

    [ProgramFact("pdftoppm")]
    public void The_picture_of_a_visible_signature_stands_where_it_was_asked_for()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("a.pdf"), PdfMaking.Sign(PdfMaking.Sample, PdfMaking.Request with { Stamp = PdfMaking.Stamp }));
        Assert.Equal(0, PdfMaking.Run("pdftoppm", ["-r", "254", "-f", "2", "-png", "a.pdf", "page"], folder).ExitCode);
        using var page = SKBitmap.Decode(folder.At("page-2.png"));

        // Ten pixels a millimetre: half a millimetre inside and outside of each edge of the box at 120, 200 with 42 by 42 mm.
        foreach (var (x, y) in new[] { (1205, 2205), (1615, 2205), (1405, 2005), (1405, 2415) })
        {
            Assert.Equal(SKColors.SteelBlue, page.GetPixel(x, y));
        }

        foreach (var (x, y) in new[] { (1195, 2205), (1625, 2205), (1405, 1995), (1405, 2425) })
        {
            Assert.NotEqual(SKColors.SteelBlue, page.GetPixel(x, y));
        }
    }

    [Fact]
    public void The_same_request_gives_the_same_bytes_and_pictures_do_not_depend_on_a_library()
    {
        var request = PdfMaking.Request with { Stamp = PdfMaking.Stamp };
        byte[][] drafts = [.. Enumerable.Range(0, 2).Select(_ => PdfSignatureDraft.TryPrepare(PdfMaking.Sample, request, out var draft, out var _) ? draft.Complete([1]) : [])];
        Assert.Equal(drafts[0], drafts[1]);
        Assert.Equal(0, Encoding.Latin1.GetString(drafts[0].AsSpan(PdfMaking.Sample.Length)).Split("/FlateDecode").Length - 1);
        Assert.True(drafts[0].Length - PdfMaking.Sample.Length < 32 * 1024);
    }

    [Theory]
    [InlineData(0, 128)]
    [InlineData(5, 1, 2, 3, 4, 5)]
    [InlineData(0, 7, 7)]
    [InlineData(1, 1, 2, 2, 3, 3, 3)]
    public void Run_lengths_unpack_to_what_was_packed(int seed, params int[] bytes)
    {
        var random = new Random(seed);
        byte[][] samples = [[], [.. bytes.Select(one => (byte)one)], new byte[1000], [.. Enumerable.Range(0, 5000).Select(_ => (byte)random.Next(random.Next(1, 256)))], [.. Enumerable.Range(0, 700).Select(i => (byte)(i / 3))]];
        Assert.All(samples, sample => Assert.Equal(sample, Unpack(RunLength.Pack(sample))));
        Assert.True(RunLength.Pack(new byte[12_800]).Length <= 201);
    }

    // ISO 32000-1 clause 7.4.5, word for word.
    private static byte[] Unpack(byte[] packed)
    {
        List<byte> data = [];
        var at = 0;
        for (; packed[at] != 128;)
        {
            var length = packed[at++];
            if (length < 128)
            {
                data.AddRange(packed[at..(at + length + 1)]);
                at += length + 1;
            }
            else
            {
                data.AddRange(Enumerable.Repeat(packed[at++], 257 - length));
            }
        }

        Assert.Equal(packed.Length - 1, at);
        return [.. data];
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal(PdfFaults.NotPdf, PdfMaking.Refusal([]));
        Assert.Equal(PdfFaults.NotPdf, PdfMaking.Refusal([.. "\n"u8, .. PdfMaking.Sample]));
        Assert.Equal(PdfFaults.ValueInvalid, PdfMaking.Refusal(PdfMaking.Sample, PdfMaking.Request with { ContentsSize = 10 }));
        Assert.Equal(PdfFaults.ValueInvalid, PdfMaking.Refusal(PdfMaking.Sample, PdfMaking.Request with { Reason = "\0" }));
        Assert.Equal(PdfFaults.PlaceInvalid, PdfMaking.Refusal(PdfMaking.Sample, PdfMaking.Request with { Stamp = PdfMaking.Stamp with { PageIndex = 2 } }));
        foreach (var box in new OfdBox[] { new(170, 200, 42, 42), new(120, 256, 42, 42), new(-1, 0, 42, 42), new(0, -0.1, 42, 42) })
        {
            Assert.Equal(PdfFaults.PlaceInvalid, PdfMaking.Refusal(PdfMaking.Sample, PdfMaking.Request with { Stamp = PdfMaking.Stamp with { Box = box } }));
        }

        Assert.Equal(PdfFaults.ValueInvalid, PdfMaking.Refusal(PdfMaking.Sample, PdfMaking.Request with { Stamp = PdfMaking.Stamp with { Box = new OfdBox(0, 0, 0, 5) } }));
        Assert.Equal(PdfFaults.ImageUnreadable, PdfMaking.Refusal(PdfMaking.Sample, PdfMaking.Request with { Stamp = PdfMaking.Stamp with { Png = SampleDocuments.Jpeg() } }));
        Assert.Equal(PdfFaults.Encrypted, PdfMaking.Refusal(Replace(PdfMaking.Sample, "/Info ", "/Encrypt 1 0 R /Info ")));
        var certified = PdfStreamsFile.Make(catalog: "/Perms << /DocMDP << /Reference [<< /TransformParams << /P 1 >> >>] >> >>");
        Assert.Equal(PdfFaults.ChangesForbidden, PdfMaking.Refusal(certified));
        Assert.Equal(PdfFaults.Unsupported, PdfMaking.Refusal(PdfStreamsFile.Make(catalog: "/AcroForm << /XFA () /Fields [] >>")));
        Assert.Equal(PdfFaults.Unsupported, PdfMaking.Refusal(PdfStreamsFile.Make(page: "/Rotate 90"), PdfMaking.Request with { Stamp = PdfMaking.Stamp with { PageIndex = 0 } }));
    }

    [Fact]
    public void A_value_that_does_not_fit_its_place_or_key_is_refused()
    {
        var request = PdfMaking.Request with { ContentsSize = 1024 };
        Assert.False(PdfSigner.TrySign(PdfMaking.Sample, request, PdfMaking.SignerKey, PdfMaking.Signer, out _, out var fault, [PdfMaking.Root], PdfMaking.TimeStamp));
        Assert.Equal(PdfFaults.ContentsTooLarge, fault.Code);
        Assert.False(PdfSigner.TrySign(PdfMaking.Sample, request, PdfMaking.Sm2Key, PdfMaking.Sm2Signer, out _, out fault));
        Assert.Equal(PdfFaults.ValueInvalid, fault.Code);
        Assert.Throws<ArgumentException>(() => PdfSigner.TrySign(PdfMaking.Sample, request, PdfMaking.SignerKey, PdfMaking.Root, out _, out _));
        Assert.True(PdfSignatureDraft.TryPrepare(PdfMaking.Sample, request, out var draft, out _));
        Assert.Equal(1024, draft.ContentsSize);
        Assert.Throws<ArgumentException>(() => draft.Complete([]));
        Assert.Throws<ArgumentException>(() => draft.Complete(new byte[1025]));
    }

    private static byte[] Replace(byte[] file, string old, string fresh)
    {
        var text = Encoding.Latin1.GetString(file);
        var at = text.LastIndexOf(old, StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text[..at] + fresh + text[(at + old.Length)..]);
    }
}
