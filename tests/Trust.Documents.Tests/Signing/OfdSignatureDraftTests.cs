using System.Text;
using System.Xml.Linq;
using Trust.Crypto;
using Trust.Documents.Signing;
using Trust.Documents.Tests.Writing;
using Trust.Documents.Writing;
using static Trust.Documents.Tests.Signing.SigningSamples;

namespace Trust.Documents.Tests.Signing;

public sealed class OfdSignatureDraftTests
{
    private const string Folder = "Doc_0/Signs/Sign_0/";
    private static readonly XNamespace Ofd = OfdFile.Ofd;
    private static readonly byte[] Unsigned = Document();
    private static readonly byte[] Signed = Sign(Unsigned);

    [Fact]
    public void Existing_entries_stay_byte_for_byte_and_OFD_xml_gains_one_element()
    {
        var (before, after) = (Raw.Entries(Unsigned), Raw.Entries(Signed));
        Assert.All(before.Where(entry => entry.Key != "OFD.xml"), entry => Assert.Equal(entry.Value, after[entry.Key]));
        Assert.Equal(["Doc_0/Signs/Signatures.xml", Folder + "Seal.esl", Folder + "Signature.xml", Folder + "SignedValue.dat"], after.Keys.Except(before.Keys));
        var (entryBefore, entryAfter) = (Encoding.UTF8.GetString(new OfdFile(Unsigned)["OFD.xml"]), Encoding.UTF8.GetString(new OfdFile(Signed)["OFD.xml"]));
        Assert.Equal(entryBefore, entryAfter.Replace("<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>", "", StringComparison.Ordinal));
        Assert.NotEqual(entryBefore, entryAfter);
    }

    [Fact]
    public void References_cover_every_entry_but_the_list_the_signature_and_its_value()
    {
        var file = new OfdFile(Signed);
        var references = References(file, Folder);
        Assert.Equal(
            file.Entries.Keys.Except(["Doc_0/Signs/Signatures.xml", Folder + "Signature.xml", Folder + "SignedValue.dat"]).Select(name => "/" + name).Order(StringComparer.Ordinal),
            references.Keys);
        Assert.All(references, reference => Assert.Equal(Convert.ToBase64String(Sm3.HashData(file[reference.Key[1..]])), reference.Value));
    }

    [Fact]
    public void Signature_xml_has_the_order_and_values_of_the_standard()
    {
        var draft = Prepare(Unsigned);
        var file = new OfdFile(draft.Complete(Value));
        Assert.Equal("/" + Folder + "Signature.xml", draft.SignatureXmlEntryName);
        Assert.Equal(draft.SignatureXml.ToArray(), file[draft.SignatureXmlEntryName[1..]]);
        Assert.Equal(Sm3.HashData(draft.SignatureXml.Span), draft.Digest.ToArray());
        Assert.Equal(Value, file[Folder + "SignedValue.dat"]);
        Assert.Equal(Seal, file[Folder + "Seal.esl"]);
        var root = file.Xml(Folder + "Signature.xml");
        Assert.Equal(["SignedInfo", "SignedValue"], root.Elements().Select(element => element.Name.LocalName));
        var info = root.Element(Ofd + "SignedInfo")!;
        Assert.Equal(["Provider", "SignatureMethod", "SignatureDateTime", "References", "StampAnnot", "StampAnnot", "Seal"], info.Elements().Select(element => element.Name.LocalName));
        Assert.Equal("Trust & Co", info.Element(Ofd + "Provider")!.Attribute("ProviderName")!.Value);
        Assert.Equal("1.2.156.10197.1.501", info.Element(Ofd + "SignatureMethod")!.Value);
        Assert.Equal("20260318083005Z", info.Element(Ofd + "SignatureDateTime")!.Value);
        Assert.Equal("1.2.156.10197.1.401", info.Element(Ofd + "References")!.Attribute("CheckMethod")!.Value);
        Assert.Equal("/" + Folder + "SignedValue.dat", root.Element(Ofd + "SignedValue")!.Value);
        Assert.Equal("/" + Folder + "Seal.esl", info.Element(Ofd + "Seal")!.Element(Ofd + "BaseLoc")!.Value);
        var pages = file.Xml("Doc_0/Document.xml").Descendants(Ofd + "Page").Select(page => page.Attribute("ID")!.Value).ToList();
        Assert.Equal(
            [(pages[1], "120 200 42 42", null), (pages[0], "202 128.5 40 40", "0 0 8 40")],
            info.Elements(Ofd + "StampAnnot").Select(stamp => (stamp.Attribute("PageRef")!.Value, stamp.Attribute("Boundary")!.Value, stamp.Attribute("Clip")?.Value)));
        var listed = file.Xml("Doc_0/Signs/Signatures.xml");
        Assert.Equal(("s001", "Seal", draft.SignatureXmlEntryName), Listed(listed.Elements(Ofd + "Signature").Single()));
    }

    [Fact]
    public void A_second_signature_keeps_the_first_valid_and_covers_it()
    {
        var twice = Sign(Signed, Request with { Type = OfdSignatureType.Sign, SealDer = default, Stamps = [] });
        var (before, after) = (Raw.Entries(Signed), Raw.Entries(twice));
        Assert.All(before.Where(entry => entry.Key != "Doc_0/Signs/Signatures.xml"), entry => Assert.Equal(entry.Value, after[entry.Key]));
        var file = new OfdFile(twice);
        foreach (var folder in new[] { Folder, "Doc_0/Signs/Sign_1/" })
        {
            Assert.All(References(file, folder), reference => Assert.Equal(Convert.ToBase64String(Sm3.HashData(file[reference.Key[1..]])), reference.Value));
        }

        var second = References(file, "Doc_0/Signs/Sign_1/");
        Assert.All(["Seal.esl", "Signature.xml", "SignedValue.dat"], name => Assert.Contains($"/{Folder}{name}", second.Keys));
        Assert.DoesNotContain("/Doc_0/Signs/Signatures.xml", second.Keys);
        var listed = file.Xml("Doc_0/Signs/Signatures.xml");
        Assert.Equal(["s001", "s002"], listed.Elements(Ofd + "Signature").Select(signature => signature.Attribute("ID")!.Value));
        Assert.Equal("s002", listed.Element(Ofd + "MaxSignId")!.Value);
        Assert.Equal("Sign", listed.Elements(Ofd + "Signature").Last().Attribute("Type")!.Value);
    }

    [Fact]
    public void A_third_signature_follows_the_second() =>
        Assert.Equal(3, new OfdFile(Sign(Sign(Signed))).Xml("Doc_0/Signs/Signatures.xml").Elements(Ofd + "Signature").Count());

    [Fact]
    public void Entries_are_told_in_the_order_of_their_names()
    {
        var draft = Prepare(Unsigned);
        Assert.Equal(draft.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal), draft.Entries.Select(entry => entry.Name));
        var file = new OfdFile(draft.Complete(Value));
        Assert.All(draft.Entries, entry => Assert.Equal(Sm3.HashData(file[entry.Name]), entry.Sm3.ToArray()));
    }

    [Fact]
    public void An_excluded_entry_is_not_covered_and_an_unknown_one_is_refused()
    {
        const string excluded = "Doc_0/Attachs/Attachments.xml";
        var file = new OfdFile(Sign(Unsigned, Request with { ExcludedEntries = [excluded] }));
        Assert.DoesNotContain("/" + excluded, References(file, Folder).Keys);
        Assert.Contains(excluded, file.Entries.Keys);
        Assert.Equal(WritingFaults.ValueInvalid, Refusal(Unsigned, Request with { ExcludedEntries = ["nothing.xml"] }));
    }

    [Fact]
    public void Signing_a_large_document_takes_little_more_memory_than_the_document_itself()
    {
        var builder = SampleDocuments.Full(20);
        var random = new Random(5);
        for (var i = 0; i < 12; i++)
        {
            var data = new byte[1024 * 1024];
            random.NextBytes(data);
            builder.AddAttachment($"{i}.bin", "bin", data);
        }

        var ofd = SampleDocuments.Build(builder);
        Sign(ofd);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var signed = Sign(ofd);
        Assert.True(signed.Length > ofd.Length);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (double)ofd.Length, 1, 1.6);
    }

    [Fact]
    public void A_package_of_the_platform_with_data_descriptors_and_folders_is_signed()
    {
        var entries = new OfdFile(Unsigned).Entries.Select(entry => (entry.Key, entry.Value)).Append(("Doc_0/", [])).ToList();
        var zip = Raw.Zip(entries);
        var file = new OfdFile(Sign(zip));
        Assert.All(entries.Where(entry => entry.Item1 != "OFD.xml"), entry => Assert.Equal(entry.Item2, file[entry.Item1]));
        Assert.DoesNotContain("/Doc_0/", References(file, Folder).Keys);
    }

    [Theory]
    [InlineData("<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'><ofd:DocBody>\r\n<!-- </ofd:DocBody> -->\r\n<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>\r\n\t</ofd:DocBody></ofd:OFD>", "\r\n\t", "<ofd:Signatures>")]
    [InlineData("\uFEFF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r<OFD xmlns=\"http://www.ofdspec.org\"><DocBody><DocRoot><![CDATA[/Doc_0/Document.xml]]></DocRoot></DocBody ></OFD>", "</DocRoot>", "<Signatures>")]
    public void OFD_xml_in_foreign_writing_changes_by_one_element_only(string entry, string before, string element)
    {
        var ofd = WithEntry(entry);
        var changed = Encoding.UTF8.GetString(new OfdFile(Sign(ofd))["OFD.xml"]);
        var inserted = element + "/Doc_0/Signs/Signatures.xml" + element.Replace("<", "</", StringComparison.Ordinal);
        Assert.Contains(before + inserted, changed, StringComparison.Ordinal);
        Assert.Equal(entry, changed.Replace(inserted, "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<ofd:Signatures xmlns:ofd='http://www.ofdspec.org/2016'/>", "s001")]
    [InlineData("<Signatures xmlns='http://www.ofdspec.org/2016'><MaxSignId>7</MaxSignId></Signatures>", "s008")]
    [InlineData("<o:Signatures xmlns:o='http://www.ofdspec.org/2016'><o:MaxSignId>s002</o:MaxSignId><o:MaxSignId>s005</o:MaxSignId></o:Signatures>", "s006")]
    public void A_foreign_list_of_signatures_gains_one_entry(string list, string id)
    {
        var entry = Encoding.UTF8.GetString(new OfdFile(Signed)["OFD.xml"]);
        var file = new OfdFile(Sign(WithEntry(entry, ("Doc_0/Signs/Signatures.xml", list))));
        var listed = file.Xml("Doc_0/Signs/Signatures.xml");
        Assert.Equal(id, listed.Elements(Ofd + "Signature").Single().Attribute("ID")!.Value);
        Assert.All(listed.Elements(Ofd + "MaxSignId").TakeLast(1), max => Assert.Equal(id, max.Value));
    }

    private static byte[] WithEntry(string entry, params (string Name, string Text)[] more)
    {
        var entries = new OfdFile(Unsigned).Entries.Where(existing => existing.Key != "OFD.xml").Select(existing => (existing.Key, existing.Value));
        return Raw.Zip([("OFD.xml", Encoding.UTF8.GetBytes(entry)), .. entries, .. more.Select(added => (added.Name, Encoding.UTF8.GetBytes(added.Text)))]);
    }

    private static SortedDictionary<string, string> References(OfdFile file, string folder) => new(
        file.Xml(folder + "Signature.xml").Descendants(Ofd + "Reference").ToDictionary(reference => reference.Attribute("FileRef")!.Value, reference => reference.Value),
        StringComparer.Ordinal);

    private static (string, string, string) Listed(XElement signature) =>
        (signature.Attribute("ID")!.Value, signature.Attribute("Type")!.Value, signature.Attribute("BaseLoc")!.Value);
}
