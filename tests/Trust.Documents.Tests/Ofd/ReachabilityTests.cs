using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Testing;

namespace Trust.Documents.Tests.Ofd;

public sealed class ReachabilityTests
{
    [Fact]
    public void Every_entry_has_its_role_and_its_page()
    {
        var maker = new OfdMaker().With("Doc_0/stray.xml", "<x/>").With("Doc_0/Res/f.ttf", "font").With("Doc_0/Tags.xml", "<CustomTags><CustomTag TypeID='t'><FileLoc>Tag.xml</FileLoc></CustomTag></CustomTags>").With("Doc_0/Tag.xml", "<t/>");
        maker["Doc_0/PublicRes.xml"] = maker["Doc_0/PublicRes.xml"].Replace("FontName='宋体'/>", "FontName='宋体'><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font>", StringComparison.Ordinal);
        maker["Doc_0/Document.xml"] = maker["Doc_0/Document.xml"].Replace("</ofd:Document>", "<ofd:CustomTags>Tags.xml</ofd:CustomTags></ofd:Document>", StringComparison.Ordinal);
        var reach = OfdReachability.Of(maker.Read());
        Assert.True(reach.IsComplete);
        Assert.Equal(
            new Dictionary<string, OfdEntryRole>
            {
                ["OFD.xml"] = OfdEntryRole.EntryPoint,
                ["Doc_0/Document.xml"] = OfdEntryRole.DocumentRoot,
                ["Doc_0/PublicRes.xml"] = OfdEntryRole.Resource,
                ["Doc_0/Pages/Page_0/Content.xml"] = OfdEntryRole.Page,
                ["Doc_0/stray.xml"] = OfdEntryRole.Unreached,
                ["Doc_0/Res/f.ttf"] = OfdEntryRole.Resource,
                ["Doc_0/Tags.xml"] = OfdEntryRole.CustomTag,
                ["Doc_0/Tag.xml"] = OfdEntryRole.CustomTag,
            },
            reach.Entries.ToDictionary(entry => entry.EntryName, entry => entry.Role));
        Assert.Equal(1UL, Assert.Single(reach.Find("Doc_0/Res/f.ttf")!.Pages).PageId);
        Assert.True(reach.Find("Doc_0/Tag.xml")!.IsShown);
        Assert.False(reach.Find("Doc_0/stray.xml")!.IsShown);
    }

    [Fact]
    public void A_page_of_a_later_version_is_reached()
    {
        var maker = new OfdMaker().With("Doc_0/P2.xml", OfdMaker.Page(string.Empty)).With("Doc_0/D2.xml", OfdMaker.Document(string.Empty, "<ofd:Page ID='9' BaseLoc='P2.xml'/>"));
        Assert.Equal(OfdEntryRole.Unreached, OfdReachability.Of(maker.Read()).Find("Doc_0/P2.xml")!.Role);
        maker["V.xml"] = "<DocVersion><DocRoot>Doc_0/D2.xml</DocRoot></DocVersion>";
        maker["OFD.xml"] = maker["OFD.xml"].Replace("</ofd:DocBody>", "<ofd:Versions><ofd:Version ID='1' Index='1' BaseLoc='V.xml'/></ofd:Versions></ofd:DocBody>", StringComparison.Ordinal);
        var reach = OfdReachability.Of(maker.Read());
        Assert.Equal(OfdEntryRole.Version, reach.Find("V.xml")!.Role);
        Assert.Equal(OfdEntryRole.DocumentRoot, reach.Find("Doc_0/D2.xml")!.Role);
        Assert.Equal(OfdEntryRole.Page, reach.Find("Doc_0/P2.xml")!.Role);
        Assert.Equal("Doc_0/D2.xml", reach.Find("Doc_0/P2.xml")!.Pages[0].DocumentEntryName);
    }

    [Fact]
    public void Another_reading_of_a_relative_path_and_unknown_elements_count_as_mentioned()
    {
        var maker = new OfdMaker().With("Pages/Page_0/Content.xml", OfdMaker.Page(string.Empty)).With("Doc_0/secret.xml", "<x/>");
        Assert.Equal(OfdEntryRole.Mentioned, OfdReachability.Of(maker.Read()).Find("Pages/Page_0/Content.xml")!.Role);
        Assert.Equal(OfdEntryRole.Unreached, OfdReachability.Of(maker.Read()).Find("Doc_0/secret.xml")!.Role);
        maker["Doc_0/Document.xml"] = maker["Doc_0/Document.xml"].Replace("</ofd:Document>", "<v:Vendor xmlns:v='urn:v'>secret.xml</v:Vendor></ofd:Document>", StringComparison.Ordinal);
        Assert.Equal(OfdEntryRole.Mentioned, OfdReachability.Of(maker.Read()).Find("Doc_0/secret.xml")!.Role);
    }

    [Fact]
    public void A_signature_that_the_list_does_not_name_is_found()
    {
        var maker = new OfdMaker().With("Doc_0/Signs/Sign_0/Signature.xml", "<Signature/>").With("Doc_0/Signs/Sign_0/SignedValue.dat", "x").With("Doc_0/Other.xml", "<Other/>");
        Assert.Equal(["Doc_0/Signs/Sign_0/Signature.xml", "Doc_0/Signs/Sign_0/SignedValue.dat"], OfdReachability.Of(maker.Read()).UnlistedSignatureEntries);
        maker["OFD.xml"] = maker["OFD.xml"].Replace("</ofd:DocBody>", "<ofd:Signatures>S.xml</ofd:Signatures></ofd:DocBody>", StringComparison.Ordinal);
        maker["S.xml"] = "<Signatures><Signature ID='1' BaseLoc='/Doc_0/Signs/Sign_0/Signature.xml'/></Signatures>";
        maker["Doc_0/Signs/Sign_0/Signature.xml"] = "<Signature><SignedInfo/><SignedValue>SignedValue.dat</SignedValue></Signature>";
        Assert.Empty(OfdReachability.Of(maker.Read()).UnlistedSignatureEntries);
    }

    [InteropFact]
    [Trait("Category", "Interop")]
    public void Foreign_files_have_no_container_finding_and_few_unreached_entries()
    {
        var unreached = new Dictionary<string, string[]>
        {
            ["unsigned/ofdrw-chineseDir.ofd"] = ["Doc_0/Res/这是一个中文目录/数据文件.txt"],
        };
        foreach (var name in InteropFile.All)
        {
            var file = InteropFile.Read(name);
            Assert.True(file.Package.CheckAll());
            Assert.Equal((name, name == "unsigned/ofdrw-path_unstd.ofd" ? PackageFindings.Comment : string.Empty), (name, string.Join(' ', file.Package.Findings.Select(finding => finding.Code))));
            Assert.Equal((name, name is "signed/ofdrw-V4RideRight.ofd" or "signed/ofdrw-h.ofd" ? "The resource file PublicRes.xml does not exist." : string.Empty), (name, string.Join(' ', file.Faults.Select(fault => fault.Detail))));
            var reach = OfdReachability.Of(file);
            Assert.True(reach.IsComplete);
            Assert.Equal((name, string.Join(' ', unreached.GetValueOrDefault(name, []))), (name, string.Join(' ', reach.Entries.Where(e => e.Role is OfdEntryRole.Unreached or OfdEntryRole.Mentioned).Select(e => e.EntryName))));
            Assert.Empty(reach.UnlistedSignatureEntries);
        }
    }
}
