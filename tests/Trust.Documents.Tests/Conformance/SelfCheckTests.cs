using SkiaSharp;
using Trust.Documents.Conformance;
using Trust.Documents.Tests.Ofd;
using Trust.Testing;

namespace Trust.Documents.Tests.Conformance;

public sealed class SelfCheckTests
{
    private const string Text = "<ofd:TextObject ID='5' Boundary='10 20 50 10' Font='3' Size='5'><ofd:TextCode X='0' Y='8' DeltaX='g 4 5'>Hello</ofd:TextCode></ofd:TextObject>";
    private const string Page = "Doc_0/Pages/Page_0/Content.xml";

    [Fact]
    public void A_correct_document_has_no_fault() => Assert.Empty(Check(Good()));

    [Theory]
    [InlineData("OFD.xml", "<ofd:DocID>0123456789abcdef0123456789abcdef</ofd:DocID>", "<ofd:DocID>0123</ofd:DocID>", "DocID")]
    [InlineData("OFD.xml", "DocType='OFD'", "", "lacks @DocType")]
    [InlineData("OFD.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "", "UTF-8 declaration")]
    [InlineData("OFD.xml", "<ofd:DocBody>", "<ofd:DocBody>\r\n", "carriage return")]
    [InlineData("OFD.xml", "/2016", "", "namespace")]
    [InlineData("Doc_0/Document.xml", "<ofd:MaxUnitID>100</ofd:MaxUnitID>", "", "against the schema")]
    [InlineData("Doc_0/Document.xml", "<ofd:MaxUnitID>100<", "<ofd:MaxUnitID>4<", "beyond MaxUnitID")]
    [InlineData("Doc_0/Document.xml", "PublicRes.xml", "None.xml", "leads nowhere")]
    [InlineData("Doc_0/Document.xml", "BaseLoc='Pages", "BaseLoc='Doc_0/Pages", "leads nowhere")]
    [InlineData(Page, "Type='Body'", "Type='Body' Colour='red'", "unknown @Colour")]
    [InlineData(Page, "<ofd:TextCode X", "<ofd:Glow/><ofd:TextCode X", "against the schema")]
    [InlineData(Page, "ID='5'", "ID='4'", "occurs twice")]
    [InlineData(Page, "Font='3'", "Font='4'", "names nothing")]
    [InlineData(Page, "g 4 5", "g 3 5", "values of DeltaX")]
    [InlineData(Page, "10 20 50 10", "10 20 201 10", "reaches out")]
    [InlineData(Page, "10 20 50 10", "10 20 50 0", "no box")]
    [InlineData(Page, ">Hello<", ">Hell\uabcd<", "which its font lacks")]
    [InlineData(Page, " Y='8'", "", "lacks X or Y")]
    [InlineData("Doc_0/PublicRes.xml", "<ofd:FontFile>f.ttf</ofd:FontFile>", "", "not embedded")]
    [InlineData("Doc_0/PublicRes.xml", "Format='PNG'", "Format='JPG'", "says JPG and is PNG")]
    public void One_change_makes_one_named_fault(string part, string from, string to, string expected)
    {
        var maker = Good();
        Assert.Contains(from, maker[part], StringComparison.Ordinal);
        maker[part] = maker[part].Replace(from, to, StringComparison.Ordinal);
        Assert.Contains(Check(maker), fault => fault.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Stray_entries_and_a_damaged_container_are_faults()
    {
        Assert.Contains(Check(Good().With("Doc_0/stray.txt", "x")), fault => fault.StartsWith("Doc_0/stray.txt", StringComparison.Ordinal));
        byte[] file = [.. Good().Make(), 0];
        Assert.Contains(OfdSelfCheck.Check(file), fault => fault.StartsWith("package.bytes-after", StringComparison.Ordinal));
        Assert.NotEmpty(OfdSelfCheck.Check(new byte[10]));
    }

    [Theory]
    [InlineData("<ObjectRef PageRef='1'>5</ObjectRef>", false)]
    [InlineData("<ObjectRef PageRef='2'>5</ObjectRef>", true)]
    [InlineData("<ObjectRef PageRef='1'>55</ObjectRef>", true)]
    public void A_tag_names_an_object_of_a_page(string reference, bool fault)
    {
        const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        var maker = Good()
            .With("Doc_0/Tags.xml", Declaration + "<ofd:CustomTags xmlns:ofd='http://www.ofdspec.org/2016'><ofd:CustomTag TypeID='t' NameSpace='urn:t'><ofd:FileLoc>Tag.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>")
            .With("Doc_0/Tag.xml", Declaration + $"<root xmlns='urn:t'>{reference}</root>");
        maker["Doc_0/Document.xml"] = maker["Doc_0/Document.xml"].Replace("</ofd:Document>", "<ofd:CustomTags>Tags.xml</ofd:CustomTags></ofd:Document>", StringComparison.Ordinal);
        Assert.Equal(fault, Check(maker).Count > 0);
    }

    [Fact]
    public void Templates_and_annotations_are_checked_like_pages()
    {
        static string Named(string boundary) => Text.Replace("10 20 50 10", boundary, StringComparison.Ordinal).Replace("ID='5'", "ID='25'", StringComparison.Ordinal);
        foreach (var (boundary, faults) in new[] { ("10 20 50 10", 0), ("10 20 50 290", 1) })
        {
            var maker = Good();
            maker["Doc_0/T.xml"] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + OfdMaker.Page(Named(boundary)).Replace("ID='4'", "ID='24'", StringComparison.Ordinal);
            maker["Doc_0/Document.xml"] = maker["Doc_0/Document.xml"].Replace("</ofd:CommonData>", "<ofd:TemplatePage ID='20' BaseLoc='T.xml'/></ofd:CommonData>", StringComparison.Ordinal);
            maker[Page] = maker[Page].Replace("<ofd:Content>", "<ofd:Template TemplateID='20'/><ofd:Content>", StringComparison.Ordinal);
            Assert.Equal(faults, Check(maker).Count);
        }
    }

    [InteropFact]
    [Trait("Category", "Interop")]
    public void Foreign_files_are_checked_without_failing()
    {
        foreach (var name in InteropFile.All)
        {
            Assert.NotEmpty(OfdSelfCheck.Check(InteropFile.Read(name).Package.Bytes));
        }
    }

    private static IReadOnlyList<string> Check(OfdMaker maker) => OfdSelfCheck.Check(maker.Make());

    private static OfdMaker Good()
    {
        var maker = new OfdMaker();
        maker["OFD.xml"] = maker["OFD.xml"].Replace("<ofd:DocID>0<", "<ofd:DocID>0123456789abcdef0123456789abcdef<", StringComparison.Ordinal);
        maker["Doc_0/PublicRes.xml"] = "<ofd:Res xmlns:ofd='http://www.ofdspec.org/2016' BaseLoc='Res'><ofd:Fonts><ofd:Font ID='3' FontName='F'><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font></ofd:Fonts><ofd:MultiMedias><ofd:MultiMedia ID='6' Type='Image' Format='PNG'><ofd:MediaFile>i.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>";
        maker[Page] = OfdMaker.Page(Text + "<ofd:ImageObject ID='7' Boundary='0 0 10 10' ResourceID='6' CTM='10 0 0 10 0 0'/>");
        foreach (var part in new[] { "OFD.xml", "Doc_0/Document.xml", "Doc_0/PublicRes.xml", Page })
        {
            maker[part] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + maker[part];
        }

        return maker.With("Doc_0/Res/f.ttf", TestFont.Bytes).With("Doc_0/Res/i.png", Picture());
    }

    private static byte[] Picture()
    {
        using var bitmap = new SKBitmap(4, 4);
        return bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }
}
