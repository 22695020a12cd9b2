using System.Text;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;

namespace Trust.Documents.Tests.Ofd;

public sealed class OfdReadingTests
{
    [Fact]
    public void The_smallest_document_is_read()
    {
        var file = new OfdMaker().Read();
        var page = Assert.Single(file.Bodies[0].Document!.Pages);
        Assert.True(page.TryReadText(out var texts, out _));
        Assert.Equal(new OfdPageText(5, new(10, 20, 50, 10), "Hello"), Assert.Single(texts));
        Assert.Equal(100UL, file.Bodies[0].Document!.MaxUnitId);
        Assert.Empty(file.Faults);
        Assert.Null(file.Bodies[0].Signatures);
    }

    [Theory]
    [InlineData("http://www.ofdspec.org/2016", "ofd:")]
    [InlineData("http://www.ofdspec.org", "o:")]
    [InlineData("http://www.ofdspec.org/2016", "")]
    [InlineData("urn:other", "x:")]
    public void Any_namespace_and_prefix_is_read(string name, string prefix)
    {
        var maker = new OfdMaker();
        foreach (var part in new[] { "OFD.xml", "Doc_0/Document.xml", "Doc_0/PublicRes.xml", "Doc_0/Pages/Page_0/Content.xml" })
        {
            maker[part] = maker[part].Replace("xmlns:ofd='http://www.ofdspec.org/2016'", prefix.Length == 0 ? $"xmlns='{name}'" : $"xmlns:{prefix.TrimEnd(':')}='{name}'", StringComparison.Ordinal)
                .Replace("<ofd:", "<" + prefix, StringComparison.Ordinal).Replace("</ofd:", "</" + prefix, StringComparison.Ordinal);
        }

        Assert.True(maker.Read().Bodies[0].Document!.Pages[0].TryReadText(out var texts, out _));
        Assert.Single(texts);
    }

    [Fact]
    public void A_byte_order_mark_and_gb_18030_are_read()
    {
        var maker = new OfdMaker();
        maker.With("OFD.xml", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(maker["OFD.xml"])]);
        var gb = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        maker.With("Doc_0/PublicRes.xml", gb.GetBytes("<?xml version='1.0' encoding='GB2312'?>" + maker["Doc_0/PublicRes.xml"]));
        Assert.Equal("宋体", maker.Read().Bodies[0].Document!.Resources[0].Fonts[0].FontName);
    }

    [Theory]
    [InlineData("/Doc_0/Pages/Page_0/Content.xml", true)]
    [InlineData("./Pages/Page_0/Content.xml", true)]
    [InlineData("../Doc_0/Pages/Page_0/Content.xml", true)]
    [InlineData("Doc_0/Pages/Page_0/Content.xml", true)]
    [InlineData("pages/Page_0/Content.xml", false)]
    [InlineData("../../Doc_0/Pages/Page_0/Content.xml", false)]
    public void Paths_are_resolved_as_the_standard_says_and_never_leave(string loc, bool found)
    {
        var file = new OfdMaker().With("Doc_0/Document.xml", OfdMaker.Document(string.Empty, $"<ofd:Page ID='1' BaseLoc='{loc}'/>")).Read();
        Assert.Equal(found, file.Bodies[0].Document!.Pages[0].EntryName is not null);
    }

    [Theory]
    [InlineData("<!DOCTYPE OFD [<!ENTITY a 'b'>]><OFD>&a;</OFD>", DocumentFaults.Dtd)]
    [InlineData("<!DOCTYPE OFD SYSTEM 'http://127.0.0.1/x.dtd'><OFD/>", DocumentFaults.Dtd)]
    [InlineData("<OFD>", DocumentFaults.XmlMalformed)]
    [InlineData("", DocumentFaults.XmlMalformed)]
    [InlineData("<Other/>", DocumentFaults.NotOfd)]
    [InlineData("<OFD/>", DocumentFaults.NoDocument)]
    [InlineData("<OFD><DocBody><DocRoot>none.xml</DocRoot></DocBody></OFD>", DocumentFaults.EntryMissing)]
    public void What_is_no_document_is_refused_by_code(string text, string code) => Assert.Equal(code, new OfdMaker().With("OFD.xml", text).Refused());

    [Fact]
    public void Depth_and_nodes_are_limited_exactly()
    {
        static string Nested(int depth) => string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));
        static bool Reads(string text, DocumentLimits limits, out string? code)
        {
            var read = XmlReading.TryRead(Encoding.UTF8.GetBytes(text), "x", limits, Deadline.In(limits.TimeBudget), out _, out var fault, out _);
            code = fault?.Code;
            return read;
        }

        Assert.True(Reads(Nested(128), DocumentLimits.Default, out _));
        Assert.False(Reads(Nested(129), DocumentLimits.Default, out var code));
        Assert.Equal(DocumentFaults.XmlTooDeep, code);
        Assert.True(Reads("<a b='1'><c/></a>", DocumentLimits.Default with { MaxXmlNodes = 3 }, out _));
        Assert.False(Reads("<a b='1'><c/></a>", DocumentLimits.Default with { MaxXmlNodes = 2 }, out code));
        Assert.Equal(DocumentFaults.XmlTooLarge, code);
        Assert.False(Reads("<a/>", DocumentLimits.Default with { MaxXmlBytes = 3 }, out code));
        Assert.Equal(DocumentFaults.XmlTooLarge, code);
    }

    [Fact]
    public void Too_many_pages_are_refused()
    {
        var pages = string.Concat(Enumerable.Range(1, 5).Select(id => $"<ofd:Page ID='{id}' BaseLoc='Pages/Page_0/Content.xml'/>"));
        var maker = new OfdMaker().With("Doc_0/Document.xml", OfdMaker.Document(string.Empty, pages));
        Assert.Equal(5, maker.Read().Bodies[0].Document!.Pages.Count);
        Assert.Equal(DocumentFaults.TooManyPages, maker.Refused(DocumentLimits.Default with { MaxPages = 4 }));
    }

    [Theory]
    [InlineData("1 2 3", new[] { 1.0, 2, 3 })]
    [InlineData("g 3 1.5 4", new[] { 1.5, 1.5, 1.5, 4 })]
    [InlineData("  1   g 2 2 ", new[] { 1.0, 2, 2 })]
    [InlineData("g 2000000000 1", new[] { 1.0, 1, 1, 1 })]
    [InlineData("1 x 2", new[] { 1.0 })]
    [InlineData("g 3", new double[0])]
    public void Deltas_are_spread_and_bounded(string text, double[] expected) => Assert.Equal(expected, OfdValues.Deltas(text, 4));

    [Fact]
    public void Lists_and_later_versions_are_read()
    {
        var maker = new OfdMaker
        {
            ["OFD.xml"] = "<OFD><DocBody><DocInfo><CustomDatas><CustomData Name='k'>v</CustomData></CustomDatas></DocInfo><DocRoot>Doc_0/Document.xml</DocRoot><Versions><Version ID='1' Index='1' Current='true' BaseLoc='Doc_0/Versions/V1.xml'/></Versions></DocBody></OFD>",
            ["Doc_0/Versions/V1.xml"] = "<DocVersion ID='1'><FileList><File ID='1'>/Doc_0/Document_1.xml</File></FileList><DocRoot>/Doc_0/Document_1.xml</DocRoot></DocVersion>",
            ["Doc_0/Annots.xml"] = "<Annotations><Page PageID='1'><FileLoc>Annots/A.xml</FileLoc></Page></Annotations>",
            ["Doc_0/Annots/A.xml"] = "<PageAnnot><Annot ID='7' Type='Stamp' Creator='c'><Appearance Boundary='1 2 3 4'/></Annot></PageAnnot>",
            ["Doc_0/Attachments.xml"] = "<Attachments><Attachment ID='a' Name='data' Visible='false'><FileLoc>data.xml</FileLoc></Attachment></Attachments>",
            ["Doc_0/data.xml"] = "<data/>",
        };
        maker["Doc_0/Document_1.xml"] = OfdMaker.Document(
            "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>",
            "<ofd:Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/>",
            "<ofd:Permissions><ofd:Signature>false</ofd:Signature></ofd:Permissions><ofd:Actions><ofd:Action Event='DO'><ofd:URI URI='http://x.invalid/'/></ofd:Action></ofd:Actions><ofd:Annotations>Annots.xml</ofd:Annotations><ofd:Attachments>Attachments.xml</ofd:Attachments>");
        var body = maker.Read().Bodies[0];
        Assert.Equal(KeyValuePair.Create("k", "v"), Assert.Single(body.Info.CustomDatas));
        var version = Assert.Single(body.Versions);
        Assert.True(version.IsCurrent);
        var later = version.Document!;
        Assert.Equal(2, body.AllDocuments.Count());
        Assert.Equal(new(1, 2, 3, 4), later.Annotations[0].Annots[0].Boundary);
        Assert.Equal("Doc_0/data.xml", later.Attachments[0].EntryName);
        Assert.False(later.Attachments[0].IsVisible);
        Assert.Equal(new OfdAction("DO", "URI", "http://x.invalid/"), Assert.Single(later.Actions));
        Assert.False(later.Permissions!.Signature);
        Assert.True(later.Permissions.Edit);
    }
}
