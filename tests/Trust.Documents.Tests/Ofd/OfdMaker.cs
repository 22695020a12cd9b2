using System.Text;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Documents.Tests.Packaging;

namespace Trust.Documents.Tests.Ofd;

/// <summary>Small documents as text, part by part.</summary>
internal sealed class OfdMaker
{
    public const string Namespace = "http://www.ofdspec.org/2016";
    private readonly Dictionary<string, byte[]> _parts = [];

    public OfdMaker()
    {
        this["OFD.xml"] = "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016' Version='1.0' DocType='OFD'><ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
        this["Doc_0/Document.xml"] = Document("<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>", "<ofd:Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/>");
        this["Doc_0/PublicRes.xml"] = "<ofd:Res xmlns:ofd='http://www.ofdspec.org/2016' BaseLoc='Res'><ofd:Fonts><ofd:Font ID='3' FontName='宋体'/></ofd:Fonts></ofd:Res>";
        this["Doc_0/Pages/Page_0/Content.xml"] = Page("<ofd:TextObject ID='5' Boundary='10 20 50 10' Font='3' Size='5'><ofd:TextCode X='0' Y='8' DeltaX='g 4 5'>Hello</ofd:TextCode></ofd:TextObject>");
    }

    public string this[string name]
    {
        get => Encoding.UTF8.GetString(_parts[name]);
        set => _parts[name] = Encoding.UTF8.GetBytes(value);
    }

    public OfdMaker With(string name, string text)
    {
        this[name] = text;
        return this;
    }

    public OfdMaker With(string name, byte[] bytes)
    {
        _parts[name] = bytes;
        return this;
    }

    public static string Document(string common, string pages, string rest = "") =>
        $"<ofd:Document xmlns:ofd='{Namespace}'><ofd:CommonData><ofd:MaxUnitID>100</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>{rest}</ofd:Document>";

    public static string Page(string objects, string before = "") =>
        $"<ofd:Page xmlns:ofd='{Namespace}'>{before}<ofd:Content><ofd:Layer ID='4' Type='Body'>{objects}</ofd:Layer></ofd:Content></ofd:Page>";

    public byte[] Make()
    {
        var zip = new ZipMaker();
        foreach (var (name, bytes) in _parts)
        {
            zip.Add(new(name, bytes));
        }

        return zip.Make();
    }

    public OfdFile Read()
    {
        Assert.True(OfdPackage.TryOpen(Make(), DocumentLimits.Default, out var package, out var fault), fault?.ToString());
        Assert.True(OfdFile.TryRead(package, out var file, out fault), fault?.ToString());
        return file;
    }

    public string Refused(DocumentLimits? limits = null)
    {
        Assert.True(OfdPackage.TryOpen(Make(), limits ?? DocumentLimits.Default, out var package, out var fault), fault?.ToString());
        Assert.False(OfdFile.TryRead(package, out _, out fault));
        return fault.Code;
    }
}
