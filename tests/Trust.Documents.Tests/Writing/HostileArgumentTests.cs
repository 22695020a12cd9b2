using Trust.Documents.Fonts;
using Trust.Documents.Writing;

namespace Trust.Documents.Tests.Writing;

public sealed class HostileArgumentTests
{
    [Theory]
    [InlineData("王\u0000五", WritingFaults.CharacterIllegal)]
    [InlineData("王\u000B五", WritingFaults.CharacterIllegal)]
    [InlineData("王\uFFFE五", WritingFaults.CharacterIllegal)]
    [InlineData("王\u202E五", WritingFaults.CharacterIllegal)]
    [InlineData("王\u200B五", WritingFaults.CharacterIllegal)]
    [InlineData("王\uFE00五", WritingFaults.CharacterIllegal)]
    [InlineData("王\t五", WritingFaults.CharacterIllegal)]
    [InlineData("王😀五", WritingFaults.GlyphMissing)]
    [InlineData("王\uE000五", WritingFaults.GlyphMissing)]
    [InlineData("王]]>&<五", null)]
    [InlineData("王𬭚五", null)]
    public void Text_that_cannot_be_shown_is_refused_before_anything_is_written(string text, string? code)
    {
        var builder = new OfdBuilder(SampleDocuments.Info);
        var ids = builder.AddPage().AddText(text, 10, 10, new());
        Assert.Equal(code is null, builder.TryBuild(out var ofd, out var fault));
        Assert.Equal(code, fault?.Code);
        Assert.Equal(code is null, ofd is not null);
        Assert.Equal(code is null, ids.Count > 0);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_in_drawn_and_in_stored_text()
    {
        // A theory would turn it into U+FFFD on its way to the test.
        Assert.Equal(WritingFaults.CharacterIllegal, OfdText.CheckDrawn("王\uD800五")?.Code);
        Assert.Equal(WritingFaults.CharacterIllegal, OfdText.CheckStored("王\uDC00")?.Code);
        Assert.Null(OfdText.CheckStored("王\U0001F600\t\n"));
    }

    [Fact]
    public void The_missing_character_is_named()
    {
        var builder = new OfdBuilder(SampleDocuments.Info);
        builder.AddPage().AddParagraph("姓名：😀", new(10, 10, 100, 20), new());
        Assert.False(builder.TryBuild(out _, out var fault));
        Assert.Contains("U+1F600", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcde", "t")]
    [InlineData("0123456789abcdef0123456789abcdeg", "t")]
    [InlineData("0123456789abcdef0123456789abcdef\n", "t")]
    [InlineData("0123456789abcdef0123456789abcdef", "t\u0001")]
    public void Wrong_document_information_is_refused(string id, string title)
    {
        var builder = new OfdBuilder(SampleDocuments.Info with { DocId = id, Title = title });
        builder.AddPage();
        Assert.False(builder.TryBuild(out _, out _));
    }

    [Fact]
    public void A_document_without_a_page_is_refused()
    {
        var builder = new OfdBuilder(SampleDocuments.Info);
        Assert.False(builder.TryBuild(out _, out var fault));
        Assert.Equal(WritingFaults.ValueInvalid, fault.Code);
    }

    public static TheoryData<string, Action<OfdBuilder, OfdPage>> Requests => new()
    {
        { "gif", (_, page) => page.AddImage("GIF89a"u8.ToArray(), new(0, 0, 10, 10)) },
        { "png magic only", (_, page) => page.AddImage(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, new(0, 0, 10, 10)) },
        { "empty image", (_, page) => page.AddImage(default, new(0, 0, 10, 10)) },
        { "box without height", (_, page) => page.AddImage(SampleDocuments.Png(), new(0, 0, 10, 0)) },
        { "box not a number", (_, page) => page.AddImage(SampleDocuments.Png(), new(double.NaN, 0, 10, 10)) },
        { "infinite text", (_, page) => page.AddText("字", double.PositiveInfinity, 0, new()) },
        { "text without size", (_, page) => page.AddText("字", 0, 0, new() { Size = 0 }) },
        { "unknown face", (_, page) => page.AddText("字", 0, 0, new() { Face = (FontFace)99 }) },
        { "paragraph too long", (_, page) => page.AddParagraph(new string('字', 100), new(0, 0, 20, 5), new()) },
        { "empty path", (_, page) => page.AddPath(new OfdPath(), new(0, 0, 10, 10), new()) },
        { "path to nowhere", (_, page) => page.AddPath(new OfdPath().MoveTo(0, double.NaN), new(0, 0, 10, 10), new()) },
        { "invisible path", (_, page) => page.AddPath(new OfdPath().MoveTo(0, 0).LineTo(1, 1), new(0, 0, 10, 10), new() { Stroke = null }) },
        { "endless watermark", (_, page) => page.AddWatermark(new() { Text = "样", RowDistance = 0.001 }) },
        { "attachment with a path", (builder, _) => builder.AddAttachment("../x.xml", "xml", default) },
        { "attachment with a format like a path", (builder, _) => builder.AddAttachment("x", "a/b", default) },
        { "tag with a colon", (builder, _) => builder.AddTag("a:b", "urn:x", new("Root")) },
        { "tag element with a space", (builder, _) => builder.AddTag("T", "urn:x", new("Ro ot")) },
        { "tag of a missing object", (builder, page) => builder.AddTag("T", "urn:x", new("Root") { Objects = [(page.Id, 9999)] }) },
        { "page of no size", (builder, _) => builder.AddPage(0, 10) },
        { "template of another document", (_, page) => page.Use(new OfdBuilder(SampleDocuments.Info).AddTemplate()) },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void Impossible_requests_are_refused_with_a_code(string name, Action<OfdBuilder, OfdPage> request)
    {
        var builder = new OfdBuilder(SampleDocuments.Info);
        var page = builder.AddPage();
        page.AddText("好", 10, 10, new());
        Assert.True(builder.TryBuild(out _, out _), name);
        request(builder, page);
        Assert.False(builder.TryBuild(out var ofd, out var fault), name);
        Assert.Null(ofd);
        Assert.StartsWith("document.", fault.Code, StringComparison.Ordinal);
    }
}
