using System.Text;
using SkiaSharp;
using Trust.Documents.Tests.Ofd;

namespace Trust.Documents.Tests.Mutation;

/// <summary>Valid files that mutations begin with: together they use every part and every object the readers know.</summary>
internal static class Sources
{
    private const string Ns = "xmlns:ofd='http://www.ofdspec.org/2016'";

    private const string Objects =
        "<ofd:TextObject ID='5' Boundary='10 20 50 10' Font='3' Size='5' HScale='0.9' Weight='700' Italic='true' CharDirection='90' ReadDirection='0' CTM='1 0 0 1 0 0' Stroke='true' LineWidth='0.1'><ofd:FillColor Value='10 20 30' Alpha='200'/><ofd:CGTransform CodePosition='0' CodeCount='1' GlyphCount='2'><ofd:Glyphs>4 5</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X='0' Y='8' DeltaX='g 4 5' DeltaY='0 0 0 0'>Hello</ofd:TextCode><ofd:TextCode X='1' Y='9'>你好</ofd:TextCode></ofd:TextObject>"
        + "<ofd:PageBlock ID='6'><ofd:PathObject ID='7' Boundary='1 1 90 90' Stroke='true' Fill='true' Rule='Even-Odd' DrawParam='11' DashPattern='1 2' DashOffset='1' Join='Round' Cap='Square' MiterLimit='2' Alpha='99'><ofd:Clips><ofd:Clip><ofd:Area CTM='1 0 0 1 0 0'><ofd:Path Boundary='0 0 90 90'><ofd:AbbreviatedData>M 0 0 L 90 0 L 90 90 C</ofd:AbbreviatedData></ofd:Path></ofd:Area><ofd:Area><ofd:Text Boundary='0 0 9 9' Font='3' Size='9'><ofd:TextCode X='0' Y='9'>A</ofd:TextCode></ofd:Text></ofd:Area></ofd:Clip></ofd:Clips><ofd:StrokeColor ColorSpace='10' Index='0'/><ofd:FillColor><ofd:RadialShd MapType='Repeat' Extend='3' StartPoint='5 5' StartRadius='1' EndPoint='9 9' EndRadius='30'><ofd:Segment Position='0'><ofd:Color Value='#ff 0 0'/></ofd:Segment><ofd:Segment Position='1'><ofd:Color Value='0 0 255'/></ofd:Segment></ofd:RadialShd></ofd:FillColor><ofd:AbbreviatedData>M 0 0 L 9 9 Q 1 2 3 4 B 1 2 3 4 5 6 A 5 5 30 1 0 9 9 C</ofd:AbbreviatedData></ofd:PathObject></ofd:PageBlock>"
        + "<ofd:ImageObject ID='8' Boundary='100 100 20 20' ResourceID='12' ImageMask='12' CTM='20 0 0 20 0 0'><ofd:Actions><ofd:Action Event='CLICK'><ofd:URI URI='http://x.invalid/'/></ofd:Action></ofd:Actions></ofd:ImageObject><ofd:CompositeObject ID='9' Boundary='0 0 30 30' ResourceID='13' Alpha='128'/>";

    public static Dictionary<string, byte[]> Make(Random random)
    {
        var parts = new Dictionary<string, string>
        {
            ["OFD.xml"] = $"<ofd:OFD {Ns} Version='1.0' DocType='OFD'><ofd:DocBody><ofd:DocInfo><ofd:DocID>0123456789abcdef0123456789abcdef</ofd:DocID><ofd:Keywords><ofd:Keyword>k</ofd:Keyword></ofd:Keywords><ofd:CustomDatas><ofd:CustomData Name='n'>v</ofd:CustomData></ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Versions><ofd:Version ID='1' Index='1' Current='true' BaseLoc='Doc_0/V.xml'/></ofd:Versions><ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>",
            ["Doc_0/V.xml"] = $"<ofd:DocVersion {Ns} ID='1'><ofd:FileList><ofd:File ID='1'>/Doc_0/Document.xml</ofd:File></ofd:FileList><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocVersion>",
            ["Doc_0/Document.xml"] = OfdMaker.Document(
                "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:TemplatePage ID='20' BaseLoc='Tpl.xml' ZOrder='Background'/>",
                "<ofd:Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/><ofd:Page ID='2' BaseLoc='Pages/Page_1/Content.xml'/>",
                "<ofd:Outlines><ofd:OutlineElem Title='t'><ofd:Actions><ofd:Action Event='CLICK'><ofd:Goto><ofd:Dest Type='XYZ' PageID='1'/></ofd:Goto></ofd:Action></ofd:Actions></ofd:OutlineElem></ofd:Outlines><ofd:Permissions><ofd:Edit>false</ofd:Edit><ofd:Print Printable='true'/></ofd:Permissions><ofd:Annotations>Annots.xml</ofd:Annotations><ofd:CustomTags>Tags.xml</ofd:CustomTags><ofd:Attachments>Attachs.xml</ofd:Attachments>"),
            ["Doc_0/PublicRes.xml"] = $"<ofd:Res {Ns} BaseLoc='Res'><ofd:ColorSpaces><ofd:ColorSpace ID='10' Type='CMYK' BitsPerComponent='8'><ofd:Palette><ofd:CV>1 2 3 4</ofd:CV></ofd:Palette></ofd:ColorSpace></ofd:ColorSpaces><ofd:DrawParams><ofd:DrawParam ID='11' Relative='14' LineWidth='1'/><ofd:DrawParam ID='14'><ofd:StrokeColor Value='1 2 3'/></ofd:DrawParam></ofd:DrawParams><ofd:Fonts><ofd:Font ID='3' FontName='宋体' Bold='true'/></ofd:Fonts><ofd:MultiMedias><ofd:MultiMedia ID='12' Type='Image' Format='PNG'><ofd:MediaFile>i.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID='13' Width='30' Height='30'><ofd:Content><ofd:PathObject ID='15' Boundary='0 0 9 9'><ofd:AbbreviatedData>M 0 0 L 9 9</ofd:AbbreviatedData></ofd:PathObject></ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>",
            ["Doc_0/Pages/Page_0/Content.xml"] = OfdMaker.Page(Objects, "<ofd:Template TemplateID='20' ZOrder='Background'/><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area>"),
            ["Doc_0/Pages/Page_1/Content.xml"] = OfdMaker.Page("<ofd:TextObject ID='30' Boundary='1 1 9 9' Font='3' Size='5'><ofd:TextCode X='0' Y='5'>x</ofd:TextCode></ofd:TextObject>"),
            ["Doc_0/Tpl.xml"] = OfdMaker.Page("<ofd:PathObject ID='31' Boundary='1 1 9 9'><ofd:AbbreviatedData>M 0 0 L 9 9</ofd:AbbreviatedData></ofd:PathObject>"),
            ["Doc_0/Annots.xml"] = $"<ofd:Annotations {Ns}><ofd:Page PageID='1'><ofd:FileLoc>Annot_0.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
            ["Doc_0/Annot_0.xml"] = $"<ofd:PageAnnot {Ns}><ofd:Annot ID='40' Type='Stamp' Creator='c' LastModDate='2026-01-01'><ofd:Appearance Boundary='5 5 50 50'><ofd:PathObject ID='41' Boundary='0 0 9 9'><ofd:AbbreviatedData>M 0 0 L 9 9</ofd:AbbreviatedData></ofd:PathObject></ofd:Appearance></ofd:Annot></ofd:PageAnnot>",
            ["Doc_0/Tags.xml"] = $"<ofd:CustomTags {Ns}><ofd:CustomTag TypeID='t'><ofd:FileLoc>Tag.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>",
            ["Doc_0/Tag.xml"] = "<root><ObjectRef PageRef='1'>5</ObjectRef></root>",
            ["Doc_0/Attachs.xml"] = $"<ofd:Attachments {Ns}><ofd:Attachment ID='a' Name='d' Visible='false' Size='1'><ofd:FileLoc>d.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>",
            ["Doc_0/d.xml"] = "<d/>",
            ["Doc_0/Signs/Signatures.xml"] = $"<ofd:Signatures {Ns}><ofd:MaxSignId>s001</ofd:MaxSignId><ofd:Signature ID='s001' Type='Seal' BaseLoc='Sign_0/Signature.xml'/></ofd:Signatures>",
            ["Doc_0/Signs/Sign_0/Signature.xml"] = $"<ofd:Signature {Ns}><ofd:SignedInfo><ofd:Provider ProviderName='p'/><ofd:SignatureMethod>1.2.156.10197.1.501</ofd:SignatureMethod><ofd:SignatureDateTime>2026</ofd:SignatureDateTime><ofd:References CheckMethod='1.2.156.10197.1.401'><ofd:Reference FileRef='/OFD.xml'><ofd:CheckValue>9HRBt45E5e9jYAIbCvCYu8qc0thEMM8T4z+EBZ74KLs=</ofd:CheckValue></ofd:Reference></ofd:References><ofd:StampAnnot ID='s' PageRef='1' Boundary='90 8 30 20' Clip='0 0 15 20'/><ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>",
            ["Doc_0/Signs/Sign_0/SignedValue.dat"] = "0",
            ["Doc_0/Signs/Sign_0/Seal.esl"] = "0",
        };

        // A third of the files are the smallest possible: mutations then hit what matters more often.
        var small = random.Next(3) == 0;
        var bytes = (small ? parts.Where(part => part.Key is "Doc_0/Pages/Page_1/Content.xml" or "Doc_0/PublicRes.xml" or "OFD.xml" or "Doc_0/Document.xml") : parts).ToDictionary(part => part.Key, part => Encoding.UTF8.GetBytes(part.Value));
        if (!small)
        {
            bytes["Doc_0/Res/i.png"] = Picture;
        }

        return bytes;
    }

    public static byte[] Picture { get; } = Paint();

    private static byte[] Paint()
    {
        using var bitmap = new SKBitmap(8, 8);
        bitmap.Erase(SKColors.Red);
        return bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }
}
