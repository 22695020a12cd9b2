using System.Text;
using Trust.Documents.Tests.Ofd;
using Trust.Documents.Verification;

namespace Trust.Documents.Tests.Verification.Attacks;

/// <summary>Something is changed, dropped or added after sealing. The untouched file passes.</summary>
public class ContentAttacks
{
    private static readonly SealingOffice Office = new();
    private static readonly Package Good = Office.SealDocument();

    [Fact]
    public void Untouched_file_passes_and_says_so_in_a_sentence()
    {
        var report = Office.Verify(Good).Passes();
        Assert.Equal("这份文件是真的，签章以后没有改动过。", report.Sentence.Zh);
        Assert.All(report.Checks, check => Assert.True(check.Status is not (CheckStatus.NotOk or CheckStatus.Warning), check.ToString()));
        Assert.All(report.Unprotected, entry => Assert.Equal("SignatureList", entry.Role));
    }

    [Theory]
    [InlineData(SealingOffice.Page)]
    [InlineData("OFD.xml")]
    [InlineData("Doc_0/Document.xml")]
    [InlineData("Doc_0/Attachs/data.xml")]
    public void Byte_changed_in_a_covered_entry_is_named(string entry)
    {
        var data = Good[entry];
        var at = data.AsSpan().LastIndexOf((byte)'<') - 1;
        var report = Office.Verify(Good.WithChangedByte(entry, Math.Max(at, 0), 0x01));
        if (report.Code is null)
        {
            Assert.Contains(entry, report.Fails(SubIndications.HashFailure, "REF-DIGEST").Checks.First(check => check.Id == "REF-DIGEST").Detail, StringComparison.Ordinal);
        }
        else
        {
            Assert.NotEqual(0, report.ToExitCode());
        }
    }

    [Fact]
    public void Text_changed_in_Signature_xml_breaks_the_digest() =>
        Office.Verify(Good.Replace(SealingOffice.SignatureXml, "Trust", "Tru5t")).Fails(SubIndications.HashFailure, "SIG-DIGEST");

    [Fact]
    public void Reference_dropped_from_Signature_xml_breaks_the_digest()
    {
        var xml = Encoding.UTF8.GetString(Good[SealingOffice.SignatureXml]);
        var start = xml.IndexOf("<ofd:Reference FileRef=\"/Doc_0/Pages/Page_1", StringComparison.Ordinal);
        var end = xml.IndexOf("</ofd:Reference>", start, StringComparison.Ordinal) + "</ofd:Reference>".Length;
        Office.Verify(Good.With(SealingOffice.SignatureXml, xml.Remove(start, end - start))).Fails(SubIndications.HashFailure, "SIG-DIGEST");
    }

    [Fact]
    public void Covered_entry_taken_away_is_named() =>
        Office.Verify(Good.Without("Doc_0/Attachs/data.xml")).Fails(SubIndications.HashFailure, "REF-DIGEST");

    [Fact]
    public void Byte_changed_in_the_value_breaks_it()
    {
        var value = Good[SealingOffice.Value];
        Assert.True(Seals.SesSignatureBytes.TryFindValue(value, out var at));
        Office.Verify(Good.WithChangedByte(SealingOffice.Value, at + 10)).Fails(SubIndications.SignatureCryptoFailure, "SIG-VALUE");
    }

    [Theory]
    [InlineData("a page", "Doc_0/Document.xml", "</ofd:Pages>", "<ofd:Page ID='9' BaseLoc='Pages/Page_9/Content.xml'/></ofd:Pages>")]
    public void Page_added_by_changing_the_document_breaks_the_digest(string what, string entry, string old, string replacement)
    {
        Assert.NotEmpty(what);
        Office.Verify(Good.Replace(entry, old, replacement).With("Doc_0/Pages/Page_9/Content.xml", OfdMaker.Page(""))).Fails(SubIndications.HashFailure, "REF-DIGEST");
    }

    [Theory]
    [InlineData(SealingOffice.Page, "Page", 1)]
    [InlineData("Doc_0/Annots/Annotations.xml", "Annotation", null)]
    [InlineData("Doc_0/PublicRes.xml", "Resource", null)]
    [InlineData("Doc_0/Attachs/Attachments.xml", "Attachment", null)]
    [InlineData("Doc_0/Attachs/data.xml", "Attachment", null)]
    public void Shown_entry_that_the_signature_leaves_out_is_named_with_its_page(string entry, string role, int? page)
    {
        var report = Office.Verify(Office.SealDocument(new() { Excluded = [entry] })).IsUndecided(SubIndications.SignatureConstraintsFailure, "SIG-COVERAGE");
        var unprotected = Assert.Single(report.Unprotected, one => one.IsShown);
        Assert.Equal((entry, role), (unprotected.Entry, unprotected.Role));
        Assert.Equal(page is { } number ? [number] : [], unprotected.Pages);
    }

    [Fact]
    public void Annotation_added_where_the_list_is_not_covered_is_named()
    {
        const string list = "Doc_0/Annots/Annotations.xml";
        var attacked = Office.SealDocument(new() { Excluded = [list] })
            .With(list, $"<ofd:Annotations xmlns:ofd='{OfdMaker.Namespace}'><ofd:Page PageID='2'><ofd:FileLoc>a.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>")
            .With("Doc_0/Annots/a.xml", $"<ofd:PageAnnot xmlns:ofd='{OfdMaker.Namespace}'><ofd:Annot ID='50' Type='Stamp'><ofd:Appearance Boundary='0 0 50 50'/></ofd:Annot></ofd:PageAnnot>");
        var report = Office.Verify(attacked).IsUndecided(SubIndications.SignatureConstraintsFailure, "SIG-COVERAGE");
        Assert.Contains(report.Unprotected, entry => entry is { Entry: "Doc_0/Annots/a.xml", IsShown: true, Pages: [2] });
    }

    [Fact]
    public void Version_added_where_OFD_xml_is_not_covered_is_named_and_its_twin_without_passes_with_a_warning()
    {
        var open = Office.SealDocument(new() { Excluded = ["OFD.xml"] });
        var twin = Office.Verify(open).Passes();
        Assert.Equal(CheckStatus.Warning, twin.Status("SIG-COVERAGE"));
        Assert.Contains(twin.Unprotected, entry => entry is { Entry: "OFD.xml", IsShown: false });

        var attacked = open
            .Replace("OFD.xml", "</ofd:DocRoot>", "</ofd:DocRoot><ofd:Versions><ofd:Version ID='1' Index='1' Current='true' BaseLoc='/Doc_0/V.xml'/></ofd:Versions>")
            .With("Doc_0/V.xml", $"<ofd:DocVersion xmlns:ofd='{OfdMaker.Namespace}' ID='1'><ofd:DocRoot>/Doc_0/Document2.xml</ofd:DocRoot></ofd:DocVersion>")
            .With("Doc_0/Document2.xml", OfdMaker.Document("", "<ofd:Page ID='1' BaseLoc='Pages/Page_1/Content.xml'/>"));
        var report = Office.Verify(attacked).IsUndecided(SubIndications.SignatureConstraintsFailure, "SIG-COVERAGE");
        Assert.Contains(report.Unprotected, entry => entry is { Entry: "Doc_0/Document2.xml", Role: "DocumentRoot", IsShown: true });
    }

    [Fact]
    public void OFD_xml_turned_to_another_document_is_named()
    {
        var attacked = Office.SealDocument(new() { Excluded = ["OFD.xml"] })
            .Replace("OFD.xml", "Doc_0/Document.xml", "Doc_1/Document.xml")
            .With("Doc_1/Document.xml", OfdMaker.Document("", "<ofd:Page ID='1' BaseLoc='P.xml'/>")).With("Doc_1/P.xml", OfdMaker.Page(""));
        var report = Office.Verify(attacked).IsUndecided(SubIndications.SignatureConstraintsFailure, "SIG-COVERAGE");
        Assert.Contains(report.Unprotected, entry => entry is { Entry: "OFD.xml", IsShown: true });
    }

    [Fact]
    public void Entry_that_nothing_reaches_is_a_warning_only()
    {
        var report = Office.Verify(Good.With("Thumbs.db", "x")).Passes();
        Assert.Equal(CheckStatus.Warning, report.Status("SIG-COVERAGE"));
        Assert.Contains(report.Unprotected, entry => entry is { Entry: "Thumbs.db", IsShown: false });
    }

    [Fact]
    public void Page_that_is_left_out_does_not_hide_behind_thousands_of_other_entries()
    {
        var open = Office.SealDocument(new() { Excluded = ["Doc_0/Pages/Page_1/Content.xml"] });
        var page = open["Doc_0/Pages/Page_1/Content.xml"];
        var hidden = new Package(open.Names.Where(name => !name.Contains("Page_1", StringComparison.Ordinal)).Select(name => (name, open[name]))
            .Concat(Enumerable.Range(0, 1500).Select(i => ($"x/{i}.bin", new byte[] { 1 })))
            .Append(("Doc_0/Pages/Page_1/Content.xml", page)));
        Office.Verify(hidden).IsUndecided(SubIndications.SignatureConstraintsFailure, "SIG-COVERAGE");
    }

    [Fact]
    public void Seal_file_swapped_for_another_seal_fails()
    {
        var other = Office.MakeSeal(Office.SealBuilder with { Name = "省长办公室" });
        Office.Verify(Good.With(SealingOffice.SealFile, other.Encoded.ToArray())).Fails(SubIndications.HashFailure, "REF-DIGEST");

        // Also where the producer left the seal file out of the references.
        var open = Office.SealDocument(new() { Excluded = [], Xml = WithoutSealReference });
        Office.Verify(open).Passes();
        Office.Verify(open.With(SealingOffice.SealFile, other.Encoded.ToArray())).Fails(SubIndications.SignatureConstraintsFailure, "SEAL-FILE");
    }

    [Fact]
    public void Second_signature_leaves_the_first_good_and_a_removed_one_is_suspected()
    {
        var twice = Office.SealDocument(document: Good.Make());
        var report = Office.Verify(twice).Passes();
        Assert.Equal(2, report.Signatures.Count);

        var list = Encoding.UTF8.GetString(twice["Doc_0/Signs/Signatures.xml"]);
        var at = list.IndexOf("<ofd:Signature ID=\"s002\"", StringComparison.Ordinal);
        var removed = twice.With("Doc_0/Signs/Signatures.xml", list.Remove(at, list.IndexOf("/>", at, StringComparison.Ordinal) + 2 - at));
        report = Office.Verify(removed);
        Assert.Equal(CheckStatus.Warning, report.Status("DOC-UNLISTED", null));
        Assert.Contains("Sign_1", report.Checks.First(check => check.Id == "DOC-UNLISTED").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdict_on_the_document_is_that_of_its_worst_signature()
    {
        var bad = Office.SealDocument(new() { Value = value => [.. value[..^1], (byte)(value[^1] ^ 1)] }, Good.Make());
        var report = Office.Verify(bad).Fails(SubIndications.SignatureCryptoFailure, "SIG-VALUE");
        Assert.Equal([Indication.TotalPassed, Indication.TotalFailed], report.Signatures.Select(signature => signature.Indication));
    }

    [Fact]
    public void Signature_taken_away_altogether_leaves_an_unsigned_document() =>
        Office.Verify(new Package(Signing.Raw.Names(SealingOffice.Document))).IsUndecided(SubIndications.SignedDataNotFound, "DOC-SIGNATURES");

    private static string WithoutSealReference(string xml)
    {
        var start = xml.IndexOf($"<ofd:Reference FileRef=\"/{SealingOffice.SealFile}\"", StringComparison.Ordinal);
        var end = xml.IndexOf("</ofd:Reference>", start, StringComparison.Ordinal) + "</ofd:Reference>".Length;
        return xml.Remove(start, end - start);
    }
}
