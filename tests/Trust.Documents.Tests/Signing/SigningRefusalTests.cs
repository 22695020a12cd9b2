using System.Buffers.Binary;
using System.Text;
using Trust.Documents.Signing;
using Trust.Documents.Tests.Writing;
using Trust.Documents.Writing;
using static Trust.Documents.Tests.Signing.SigningSamples;

namespace Trust.Documents.Tests.Signing;

public sealed class SigningRefusalTests
{
    private static readonly byte[] Unsigned = Document();
    private static readonly byte[] Signed = Sign(Unsigned);

    [Fact]
    public void The_good_twin_of_all_below_is_signed() => Assert.NotEmpty(Sign(Sign(Unsigned)));

    [Fact]
    public void A_document_whose_signature_covers_the_list_is_closed()
    {
        var file = new OfdFile(Signed);
        const string name = "Doc_0/Signs/Sign_0/Signature.xml";
        var open = Encoding.UTF8.GetString(file[name]);
        byte[] With(string reference) => Raw.Zip(file.Entries.Select(entry => (entry.Key, entry.Key == name
            ? Encoding.UTF8.GetBytes(open.Replace("</ofd:References>", $"<ofd:Reference FileRef=\"{reference}\"><ofd:CheckValue>AA==</ofd:CheckValue></ofd:Reference></ofd:References>", StringComparison.Ordinal))
            : entry.Value)));
        Assert.Equal(WritingFaults.SignaturesClosed, Refusal(With("/Doc_0/Signs/Signatures.xml")));
        Assert.Equal(WritingFaults.SignaturesClosed, Refusal(With("../Signatures.xml")));
        Assert.Equal(WritingFaults.SignaturesClosed, Refusal(With("/Doc_0/./signs/signatures.xml")));
        Assert.NotEmpty(Sign(With("/Doc_0/Signs/Signatures2.xml")));
    }

    public static TheoryData<string, Func<byte[], byte[]>, string> Unclean => new()
    {
        { "junk before", zip => [1, .. zip], WritingFaults.PackageUnclean },
        { "junk after", zip => [.. zip, 0], WritingFaults.PackageUnclean },
        { "junk between", zip => Raw.WithGap(zip, [0]), WritingFaults.PackageUnclean },
        { "an entry that the directory does not list", zip => Raw.WithGap(zip, Raw.Entries(zip)["OFD.xml"]), WritingFaults.PackageUnclean },
        { "a comment", Comment, WritingFaults.PackageUnclean },
        { "cut off", zip => zip[..^1], WritingFaults.PackageUnclean },
        { "empty", _ => [], WritingFaults.PackageUnclean },
        { "another name in the local header", zip => Patch(zip, Raw.Find(zip, "OFD.xml", 0), (byte)'X'), WritingFaults.PackageUnclean },
        { "another size in the local header", zip => Patch(zip, 22, 0xFE), WritingFaults.PackageUnclean },
        { "another checksum in both headers", zip => Patch(Patch(zip, 14, 0xEE), Raw.DirectoryStart(zip) + 16, 0xEE), WritingFaults.StructureInvalid },
        { "an encrypted entry", zip => Patch(Patch(zip, 6, 1), Raw.DirectoryStart(zip) + 8, 1), WritingFaults.PackageUnclean },
        { "another compression", zip => Patch(Patch(zip, 8, 12), Raw.DirectoryStart(zip) + 10, 12), WritingFaults.PackageUnsupported },
        { "duplicate names", zip => Again(zip, "Doc_0/Document.xml"), WritingFaults.PackageUnclean },
        { "names equal but for case", zip => Again(zip, "Doc_0/document.XML"), WritingFaults.PackageUnclean },
        { "names equal after normalisation", zip => Again(Again(zip, "Doc_0/e\u0301"), "Doc_0/\u00E9"), WritingFaults.PackageUnclean },
        { "a name that leaves the package", zip => Again(zip, "../x"), WritingFaults.PackageUnclean },
        { "an absolute name", zip => Again(zip, "/x"), WritingFaults.PackageUnclean },
        { "a name with a backslash", zip => Again(zip, "Doc_0\\x"), WritingFaults.PackageUnclean },
        { "a file and a folder of one name", zip => Again(zip, "Doc_0/Document.xml/"), WritingFaults.PackageUnclean },
        { "signatures that OFD.xml does not name", zip => Again(zip, "Doc_0/Signs/Signatures.xml"), WritingFaults.EntryCollision },
    };

    [Theory]
    [MemberData(nameof(Unclean))]
    public void A_package_that_two_programs_may_read_differently_is_not_signed(string name, Func<byte[], byte[]> damage, string code)
    {
        Assert.Equal((name, code), (name, Refusal(damage((byte[])Unsigned.Clone()))));
    }

    [Theory]
    [InlineData("<OFD/>")]
    [InlineData("<OFD><DocBody/></OFD>")]
    [InlineData("<OFD><DocBody><DocRoot>missing.xml</DocRoot></DocBody></OFD>")]
    [InlineData("<OFD><DocBody><DocRoot>../Doc_0/Document.xml</DocRoot></DocBody></OFD>")]
    [InlineData("<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>")]
    [InlineData("<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot><Signatures>gone.xml</Signatures></DocBody></OFD>")]
    [InlineData("<!DOCTYPE OFD [<!ENTITY a 'x'>]><OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>")]
    [InlineData("<?xml version='1.0' encoding='GBK'?><OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>")]
    [InlineData("not xml")]
    public void An_entry_file_that_is_not_understood_is_not_signed(string entry)
    {
        var entries = new OfdFile(Unsigned).Entries.Where(existing => existing.Key != "OFD.xml").Select(existing => (existing.Key, existing.Value));
        Assert.Equal(WritingFaults.StructureInvalid, Refusal(Raw.Zip([("OFD.xml", Encoding.UTF8.GetBytes(entry)), .. entries])));
    }

    [Fact]
    public void Requests_that_do_not_fit_are_refused()
    {
        Assert.Equal(WritingFaults.ValueInvalid, Refusal(Unsigned, Request with { SealDer = default }));
        Assert.Equal(WritingFaults.ValueInvalid, Refusal(Unsigned, Request with { Type = OfdSignatureType.Sign }));
        Assert.Equal(WritingFaults.ValueInvalid, Refusal(Unsigned, Request with { Provider = new(" ") }));
        Assert.Equal(WritingFaults.CharacterIllegal, Refusal(Unsigned, Request with { Provider = new("a\u0001") }));
        Assert.Equal(WritingFaults.StampInvalid, Refusal(Unsigned, Request with { Stamps = [new(2, new(0, 0, 40, 40))] }));
        Assert.Equal(WritingFaults.StampInvalid, Refusal(Unsigned, Request with { Stamps = [new(-1, new(0, 0, 40, 40))] }));
        Assert.Equal(WritingFaults.StampInvalid, Refusal(Unsigned, Request with { Stamps = [new(0, new(0, 0, 0, 40))] }));
        Assert.Equal(WritingFaults.StampInvalid, Refusal(Unsigned, Request with { Stamps = [new(0, new(0, 0, 40, 40), new OfdBox(0, 0, double.NaN, 1))] }));
        Assert.Throws<ArgumentException>(() => Prepare(Unsigned).Complete([]));
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        var entries = new OfdFile(Unsigned).Entries.Select(entry => (entry.Key, entry.Value));
        Assert.Equal(WritingFaults.TooLarge, Refusal(Raw.Zip([.. entries, ("Doc_0/bomb.bin", new byte[64 * 1024 * 1024])])));
        Assert.NotEmpty(Sign(Raw.Zip([.. entries, ("Doc_0/small.bin", new byte[1024 * 1024])])));
    }

    [Fact]
    public void An_entry_file_cut_into_a_million_pieces_costs_no_time()
    {
        var pieces = string.Concat(Enumerable.Repeat("a<!---->", 1_000_000));
        var entries = new OfdFile(Unsigned).Entries.Where(existing => existing.Key != "OFD.xml").Select(existing => (existing.Key, existing.Value));
        var entry = Encoding.UTF8.GetBytes($"<OFD><DocBody><DocRoot>{pieces}</DocRoot></DocBody></OFD>");
        var random = new byte[300_000];
        new Random(7).NextBytes(random);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Equal(WritingFaults.StructureInvalid, Refusal(Raw.Zip([("OFD.xml", [.. entry, .. Encoding.UTF8.GetBytes($"<!--{Convert.ToHexString(random)}-->")]), .. entries])));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 4);
    }

    [Fact]
    public void More_signatures_than_are_read_are_refused()
    {
        var file = new OfdFile(Signed);
        byte[] With(int count) => Raw.Zip([.. file.Entries.Where(entry => entry.Key != "Doc_0/Signs/Signatures.xml").Select(entry => (entry.Key, entry.Value)),
            .. Enumerable.Range(0, count).Select(i => ($"S/{i}.xml", file["Doc_0/Signs/Sign_0/Signature.xml"])),
            ("Doc_0/Signs/Signatures.xml", Encoding.UTF8.GetBytes($"<Signatures>{string.Concat(Enumerable.Range(0, count).Select(i => $"<Signature ID='s{i}' BaseLoc='/S/{i}.xml'/>"))}</Signatures>"))]);
        Assert.Equal(WritingFaults.TooLarge, Refusal(With(1001)));
        Assert.NotEmpty(Sign(With(20)));
    }

    [Fact]
    public void A_package_protected_as_a_whole_is_not_signed()
    {
        Assert.Equal(WritingFaults.PackageUnsupported, Refusal(Again(Unsigned, "OFDEntries.xml")));
        Assert.Equal(WritingFaults.PackageUnsupported, Refusal(Again(Unsigned, "Encryptions.xml")));
        Assert.NotEmpty(Sign(Again(Unsigned, "Doc_0/OFDEntries.xml")));
    }

    [Fact]
    public void Changed_bytes_never_throw()
    {
        var random = new Random(20260812);
        var refused = 0;
        for (var round = 0; round < 2000; round++)
        {
            var changed = (byte[])Signed.Clone();
            var start = Raw.DirectoryStart(changed);
            changed[round % 2 == 0 ? random.Next(start, changed.Length) : random.Next(2000)] = (byte)random.Next(256);
            refused += OfdSignatureDraft.TryPrepare(changed, Request, out _, out _) ? 0 : 1;
        }

        Assert.InRange(refused, 1000, 2000);
    }

    private static byte[] Patch(byte[] zip, int at, byte value)
    {
        var changed = (byte[])zip.Clone();
        changed[at] = value;
        return changed;
    }

    private static byte[] Comment(byte[] zip)
    {
        byte[] changed = [.. zip, (byte)'x'];
        BinaryPrimitives.WriteUInt16LittleEndian(changed.AsSpan(zip.Length - 2), 1);
        return changed;
    }

    private static byte[] Again(byte[] zip, string name) =>
        Raw.Zip([.. Raw.Names(zip), (name, name.EndsWith('/') ? [] : "<x/>"u8.ToArray())]);
}
