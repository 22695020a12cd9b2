using System.IO.Compression;
using System.Text;
using Trust.Documents.Packaging;

namespace Trust.Documents.Tests.Packaging;

public sealed class PackageTests
{
    private static readonly byte[] Junk = Encoding.ASCII.GetBytes("junk junk junk");

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void A_plain_container_has_no_finding_and_gives_its_bytes(bool deflate, bool descriptor)
    {
        var content = Encoding.UTF8.GetBytes("<a>" + new string('x', 5000) + "</a>");
        var package = Open(new ZipMaker().Add(new("a.xml", content) { Deflate = deflate, Descriptor = descriptor }).Add("b/c.xml", "<c/>"));
        Assert.True(package.CheckAll());
        Assert.Empty(package.Findings);
        Assert.True(package.Find("a.xml")!.TryRead(out var bytes));
        Assert.Equal(content, bytes.ToArray());
        Assert.Null(package.Find("A.xml"));
        Assert.Null(package.Find("/a.xml"));
    }

    [Fact]
    public void A_container_of_the_platform_has_no_finding()
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("OFD.xml").Open();
            entry.Write("<OFD/>"u8);
        }

        var package = Open(stream.ToArray());
        Assert.True(package.CheckAll());
        Assert.Empty(package.Findings);
    }

    [Fact]
    public void Bytes_before_are_found_whether_offsets_count_them_or_not()
    {
        foreach (var adjust in new[] { true, false })
        {
            var package = Open(new ZipMaker { Before = Junk, AdjustOffsets = adjust }.Add("a.xml", "<a/>"));
            Assert.Equal([PackageFindings.BytesBefore], Codes(package));
            Assert.True(package.Find("a.xml")!.TryRead(out _));
        }
    }

    [Fact]
    public void Bytes_after_are_found() => Assert.Equal([PackageFindings.BytesAfter], Codes(Open(new ZipMaker { After = Junk }.Add("a.xml", "<a/>"))));

    [Fact]
    public void A_comment_is_remarked_and_no_defect()
    {
        var finding = Assert.Single(Open(new ZipMaker { Comment = Junk }.Add("a.xml", "<a/>")).Findings);
        Assert.Equal(PackageFindings.Comment, finding.Code);
        Assert.False(finding.IsDefect);
    }

    [Fact]
    public void A_whole_container_after_another_is_ambiguous()
    {
        var first = new ZipMaker().Add("a.xml", "<first/>").Make();
        var codes = Codes(Open(new ZipMaker { Before = first }.Add("a.xml", "<second/>")));
        Assert.Contains(PackageFindings.DirectoryAmbiguous, codes);
        Assert.Contains(PackageFindings.UnlistedEntry, codes);
    }

    [Fact]
    public void An_end_record_inside_the_comment_is_ambiguous()
    {
        var inner = new ZipMaker().Add("a.xml", "<inner/>").Make();
        Assert.Contains(PackageFindings.DirectoryAmbiguous, Codes(Open(new ZipMaker { Comment = inner }.Add("a.xml", "<outer/>"))));
    }

    [Fact]
    public void Gaps_are_found()
    {
        Assert.Equal([PackageFindings.Gap], Codes(Open(new ZipMaker().Add("a.xml", "<a/>").Add(new("b.xml", [1]) { GapBefore = Junk }))));
        Assert.Equal([PackageFindings.Gap], Codes(Open(new ZipMaker { GapBeforeDirectory = Junk }.Add("a.xml", "<a/>"))));
    }

    [Fact]
    public void An_entry_that_the_directory_does_not_list_is_found_by_name()
    {
        var finding = Assert.Single(Open(new ZipMaker().Add("a.xml", "<a/>").Add(new("hidden.xml", [1]) { Listed = false })).Findings);
        Assert.Equal(PackageFindings.UnlistedEntry, finding.Code);
        Assert.Equal("hidden.xml", finding.EntryName);
    }

    [Fact]
    public void A_local_header_unlike_the_directory_is_found()
    {
        byte[] content = [1, 2, 3];
        foreach (var entry in new ZipMaker.Entry[]
        {
            new("a.xml", content) { LocalName = "b.xml" },
            new("a.xml", content) { LocalMethod = 0 },
            new("a.xml", content) { LocalSize = 4 },
            new("a.xml", content) { Descriptor = true, WrongDescriptor = true },
        })
        {
            var codes = Codes(Open(new ZipMaker().Add(entry)));
            Assert.Contains(PackageFindings.LocalHeaderDiffers, codes);
        }
    }

    [Fact]
    public void Sizes_in_a_zip64_field_of_the_local_header_count()
    {
        static byte[] Field(byte size) => [1, 0, 16, 0, size, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0];
        static ZipMaker.Entry Entry(byte size) => new("a", [1, 2, 3]) { Deflate = false, LocalSize = uint.MaxValue, LocalPackedSize = uint.MaxValue, LocalExtra = Field(size) };
        Assert.Empty(Open(new ZipMaker().Add(Entry(3))).Findings);
        Assert.Equal([PackageFindings.LocalHeaderDiffers], Codes(Open(new ZipMaker().Add(Entry(4)))));
    }

    [Fact]
    public void Overlapping_entries_are_found()
    {
        var maker = new ZipMaker().Add("a.xml", "<a/>").Add("b.xml", "<a/>");
        maker.Entries[1] = maker.Entries[1] with { Name = "a.xmm", LocalOffset = 0 };
        Assert.Contains(PackageFindings.Overlap, Codes(Open(maker)));
    }

    [Fact]
    public void Encrypted_entries_and_unknown_methods_are_found_and_not_read()
    {
        var package = Open(new ZipMaker().Add(new("a", [1]) { Flags = 1 }).Add(new("b", [1]) { Method = 12 }).Add("c", "read"));
        Assert.Equal([PackageFindings.Encrypted, PackageFindings.Method], Codes(package));
        Assert.False(package.Find("a")!.TryRead(out _));
        Assert.False(package.Find("b")!.TryRead(out _));
        Assert.True(package.Find("c")!.TryRead(out _));
    }

    [Fact]
    public void The_same_name_twice_is_found() => Assert.Equal([PackageFindings.DuplicateName], Codes(Open(new ZipMaker().Add("a", "1").Add("a", "2"))));

    [Theory]
    [InlineData("Doc/a.xml", "Doc\\a.xml")]
    [InlineData("Doc/a.xml", "Doc/./a.xml")]
    [InlineData("Doc/a.xml", "doc/A.xml")]
    [InlineData("Doc/a.xml", "/Doc/a.xml")]
    [InlineData("Doc/a.xml", "Doc/b/../a.xml")]
    [InlineData("Doc/a.xml", "Doc/%61.xml")]
    [InlineData("Doc/a.xml", "Doc/a.xml.")]
    [InlineData("Doc/\u00e9.xml", "Doc/e\u0301.xml")]
    public void Names_that_a_reader_may_take_for_equal_are_found(string first, string second)
    {
        Assert.Contains(PackageFindings.EqualNames, Codes(Open(new ZipMaker().Add(first, "1").Add(second, "2"))));
        Assert.DoesNotContain(PackageFindings.EqualNames, Codes(Open(new ZipMaker().Add(first, "1").Add(second + "x", "2"))));
    }

    [Theory]
    [InlineData("../a.xml", PackageFindings.PathEscape)]
    [InlineData("a/../../b.xml", PackageFindings.PathEscape)]
    [InlineData("..\\a.xml", PackageFindings.PathEscape)]
    [InlineData("/a.xml", PackageFindings.AbsoluteName)]
    [InlineData("C:\\a.xml", PackageFindings.AbsoluteName)]
    public void Escaping_and_absolute_names_are_found_and_not_read(string name, string code)
    {
        var package = Open(new ZipMaker().Add(name, "x"));
        Assert.Equal([code], Codes(package));
        Assert.False(package.Entries[0].TryRead(out _));
    }

    [Fact]
    public void A_second_name_in_an_extra_field_is_found()
    {
        byte[] extra = [0x75, 0x70, 6, 0, 1, 0, 0, 0, 0, (byte)'z'];
        Assert.Equal([PackageFindings.SecondName], Codes(Open(new ZipMaker().Add(new("a", [1]) { Extra = extra }))));
    }

    [Fact]
    public void A_name_in_gb_18030_is_read_and_remarked()
    {
        var name = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes("目录/文件.xml");
        var package = Open(new ZipMaker().Add(new("x", [1]) { NameBytes = name }));
        Assert.NotNull(package.Find("目录/文件.xml"));
        Assert.False(Assert.Single(package.Findings).IsDefect);
    }

    [Fact]
    public void Damaged_content_is_found_when_read()
    {
        foreach (var deflate in new[] { true, false })
        {
            var package = Open(new ZipMaker().Add(new("a", [1, 2, 3]) { Crc = 7, Deflate = deflate }));
            Assert.Empty(package.Findings);
            Assert.False(package.Find("a")!.TryRead(out _));
            Assert.False(package.Find("a")!.TryStream(_ => { }));
            Assert.Equal([PackageFindings.Damaged], Codes(package));
        }
    }

    [Fact]
    public void Content_longer_than_declared_stops_at_what_is_declared()
    {
        long taken = 0;
        var package = Open(new ZipMaker().Add(new("a", new byte[900_000]) { Size = 1000 }));
        Assert.False(package.Find("a")!.TryStream(part => taken += part.Length));
        Assert.InRange(taken, 0, 1000);
    }

    [Fact]
    public void A_wrong_count_in_the_end_record_is_found() =>
        Assert.Equal([PackageFindings.DirectoryAmbiguous], Codes(Open(new ZipMaker { CountInEnd = 2 }.Add("a", "x"))));

    [Fact]
    public void Bombs_are_refused_before_anything_is_unpacked()
    {
        var bomb = new ZipMaker().Add(new("a", new byte[8 << 20])).Make();
        Assert.Equal(DocumentFaults.Ratio, Refused(bomb));
        var limits = DocumentLimits.Default with { MaxUnpackedBytes = 1 << 20, MaxRatio = 100_000 };
        Assert.Equal(DocumentFaults.UnpackedTooLarge, Refused(bomb, limits));
        Assert.True(OfdPackage.TryOpen(bomb, limits with { MaxUnpackedBytes = 8 << 20 }, out _, out _));
    }

    [Fact]
    public void Limits_are_met_exactly()
    {
        var file = new ZipMaker().Add("a", "x").Add("b", "y").Make();
        Assert.True(OfdPackage.TryOpen(file, DocumentLimits.Default with { MaxEntries = 2, MaxFileBytes = file.Length }, out _, out _));
        Assert.Equal(DocumentFaults.TooManyEntries, Refused(file, DocumentLimits.Default with { MaxEntries = 1 }));
        Assert.Equal(DocumentFaults.TooLarge, Refused(file, DocumentLimits.Default with { MaxFileBytes = file.Length - 1 }));
    }

    [Fact]
    public void What_is_no_container_is_refused_by_code()
    {
        var file = new ZipMaker().Add("a", "x").Make();
        Assert.Equal(DocumentFaults.Empty, Refused([]));
        Assert.Equal(DocumentFaults.NotAZip, Refused(Encoding.ASCII.GetBytes("%PDF-1.7")));
        Assert.Equal(DocumentFaults.Truncated, Refused(file[..^4]));
        Assert.Equal(DocumentFaults.ZipDamaged, Refused(new ZipMaker { DirectoryOffsetInEnd = 0xFFFF }.Add("a", "x").Make()));
        Assert.Equal(DocumentFaults.ZipUnsupported, Refused(new ZipMaker { DirectoryOffsetInEnd = uint.MaxValue }.Add("a", "x").Make()));
    }

    [Fact]
    public void After_the_deadline_nothing_is_read()
    {
        var time = new SteppedTime();
        Assert.True(OfdPackage.TryOpen(new ZipMaker().Add("a", "x").Add("b", "y").Make(), DocumentLimits.Default, out var package, out _, time));
        Assert.True(package.Find("a")!.TryRead(out _));
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.False(package.Find("b")!.TryRead(out _));
        Assert.False(package.CheckAll());
        Assert.Empty(package.Findings);
    }

    [Fact]
    public void Cutting_a_container_anywhere_or_changing_any_byte_never_throws()
    {
        var file = new ZipMaker { Comment = [1, 2] }.Add("a.xml", "<a/>").Add(new("b", [1, 2, 3]) { Descriptor = true }).Add(new("c", [4]) { Deflate = false }).Make();
        for (var i = 0; i < file.Length; i++)
        {
            Touch(file[..i]);
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = (byte[])file.Clone();
                changed[i] ^= (byte)(1 << bit);
                Touch(changed);
            }
        }
    }

    private static void Touch(byte[] file)
    {
        if (OfdPackage.TryOpen(file, DocumentLimits.Default, out var package, out var fault))
        {
            package.CheckAll();
        }
        else
        {
            Assert.StartsWith("document.", fault.Code, StringComparison.Ordinal);
        }
    }

    private static string[] Codes(OfdPackage package) => [.. package.Findings.Select(finding => finding.Code).Distinct()];

    private static string Refused(byte[] file, DocumentLimits? limits = null)
    {
        Assert.False(OfdPackage.TryOpen(file, limits ?? DocumentLimits.Default, out _, out var fault));
        return fault.Code;
    }

    private static OfdPackage Open(ZipMaker maker) => Open(maker.Make());

    private static OfdPackage Open(byte[] file)
    {
        Assert.True(OfdPackage.TryOpen(file, DocumentLimits.Default, out var package, out var fault), fault?.ToString());
        return package;
    }
}
