using System.Text;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Testing;

namespace Trust.Documents.Tests.Ofd;

public sealed class SignatureReadingTests
{
    private const string Value = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    [Fact]
    public void Elements_are_read_in_any_order_and_absent_ones_are_null()
    {
        var file = Parse($"<S><SignedValue>/v.dat</SignedValue><SignedInfo><References CheckMethod='SM3'><Reference FileRef='/a'><CheckValue>{Value}</CheckValue></Reference></References><StampAnnot ID='s' PageRef='7' Boundary='1 2 3 4' Clip='0 0 1 1'/><SignatureMethod>m</SignatureMethod><Provider ProviderName='p' Version='1'/></SignedInfo></S>");
        Assert.Equal("/v.dat", file.SignedValueLoc);
        Assert.Equal("SM3", file.CheckMethod);
        Assert.Equal("m", file.SignatureMethod);
        Assert.Equal(new OfdSignatureProvider("p", "1", null, null), file.Provider);
        Assert.Equal(32, Assert.Single(file.References).CheckValue!.Value.Length);
        Assert.Equal(new OfdStampAnnot("s", 7, "7", new(1, 2, 3, 4), new(0, 0, 1, 1)), Assert.Single(file.StampAnnots));
        Assert.Null(file.SealLoc);
        Assert.Null(file.SignatureDateTime);
        Assert.Empty(file.Repeated);
        Assert.Null(Parse("<S><SignedInfo><References/></SignedInfo></S>").CheckMethod);
    }

    [Fact]
    public void Provider_as_elements_and_parameters_are_read()
    {
        var file = Parse("<S><SignedInfo><Provider><ProviderName>p</ProviderName><Company>c</Company></Provider><Parameters><Parameter Name='n' Type='t'>v</Parameter></Parameters></SignedInfo></S>");
        Assert.Equal(new OfdSignatureProvider("p", null, "c", null), file.Provider);
        Assert.Equal(new OfdParameter("n", "t", "v"), Assert.Single(file.Parameters));
    }

    [Fact]
    public void What_is_no_base64_has_no_value_and_repeated_elements_are_named()
    {
        var file = Parse("<S><SignedInfo><References><Reference FileRef='/a'><CheckValue>!!</CheckValue></Reference></References><References/></SignedInfo><SignedValue>a</SignedValue><SignedValue>b</SignedValue></S>");
        Assert.Null(file.References[0].CheckValue);
        Assert.Equal("!!", file.References[0].CheckValueText);
        Assert.Equal(["SignedValue", "References"], file.Repeated);
        Assert.Equal("a", file.SignedValueLoc);
    }

    [Fact]
    public void A_list_with_a_missing_file_says_so()
    {
        var maker = new OfdMaker();
        maker["OFD.xml"] = maker["OFD.xml"].Replace("</ofd:DocBody>", "<ofd:Signatures>/Doc_0/S.xml</ofd:Signatures></ofd:DocBody>", StringComparison.Ordinal);
        Assert.Equal(DocumentFaults.EntryMissing, maker.Read().Bodies[0].Signatures!.Fault!.Code);
        maker["Doc_0/S.xml"] = "<Signatures><MaxSignId>1</MaxSignId><MaxSignId>2</MaxSignId><Signature ID='1' BaseLoc='Signs/none.xml'/></Signatures>";
        var list = maker.Read().Bodies[0].Signatures!;
        Assert.Equal(["1", "2"], list.MaxSignIds);
        Assert.Equal(DocumentFaults.EntryMissing, Assert.Single(list.Entries).Fault!.Code);
        Assert.True(list.Entries[0].IsSeal);
        maker["Doc_0/Signs/none.xml"] = "<Signature/>";
        Assert.NotNull(maker.Read().Bodies[0].Signatures!.Entries[0].File);
    }

    [InteropFact]
    [Trait("Category", "Interop")]
    public void Foreign_signatures_are_read()
    {
        var expected = new (string File, int Signatures, string? Method, int References, int Stamps, bool Seal)[]
        {
            ("signed/ofdrw-SESV4SignDoc.ofd", 1, "SM3", 5, 1, true),
            ("signed/ofdrw-V4RideRight.ofd", 1, "SM3", 9, 5, true),
            ("signed/ofdrw-h.ofd", 2, "SM3", 9, 5, true),
            ("signed/ofdrw-n.ofd", 1, "1.2.156.10197.1.401.2", 6, 1, true),
            ("signed/ofdrw-999.ofd", 1, "1.2.156.10197.1.401", 20, 1, false),
            ("signed/ofdrw-DigitalSign.ofd", 1, "SM3", 4, 0, false),
        };
        foreach (var (name, count, method, references, stamps, seal) in expected)
        {
            var list = InteropFile.Read(name).Bodies[0].Signatures!;
            Assert.Equal(count, list.Entries.Count);
            var file = list.Entries[0].File!;
            Assert.Equal((name, method, references, stamps), (name, file.CheckMethod, file.References.Count, file.StampAnnots.Count));
            Assert.Equal(seal, file.SealEntryName is not null);
            Assert.NotNull(file.SignedValueEntryName);
            Assert.All(file.References, reference => Assert.NotNull(reference.EntryName));
            Assert.All(file.References, reference => Assert.Equal(32, reference.CheckValue!.Value.Length));
        }

        foreach (var folder in Directory.GetDirectories(Path.Combine(Machine.InteropDirectory!, "ofd/signature-parts")))
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder, "Signature.xml"));
            Assert.True(OfdSignatureFile.TryParse(bytes, "Doc_0/Signs/Sign_0/Signature.xml", null, DocumentLimits.Default, out var part, out _));
            Assert.NotEmpty(part.References);
        }
    }

    private static OfdSignatureFile Parse(string text)
    {
        Assert.True(OfdSignatureFile.TryParse(Encoding.UTF8.GetBytes(text), "Doc_0/Signature.xml", null, DocumentLimits.Default, out var file, out var fault), fault?.ToString());
        return file;
    }
}
