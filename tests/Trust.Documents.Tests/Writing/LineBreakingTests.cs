using Trust.Documents.Fonts;
using Trust.Documents.Writing;

namespace Trust.Documents.Tests.Writing;

public sealed class LineBreakingTests
{
    [Theory]
    [InlineData("一二三四五六", 5, "一二三四五|六")]
    [InlineData("一二三四五，六", 5, "一二三四|五，六")]
    [InlineData("一二三四（五六）", 5, "一二三四|（五六）")]
    [InlineData("他说：“好。”她走了", 5, "他说：|“好。”她|走了")]
    [InlineData("一二三——四五", 4, "一二|三——四|五")]
    [InlineData("“一二”“三四”", 4, "“一二”|“三四”")]
    [InlineData("一二 Trust 三", 4, "一二|Trust 三")]
    [InlineData("一二三2026年", 4, "一二三|2026年")]
    [InlineData("Extraordinarily", 2, "Extr|aor|din|aril|y")]
    [InlineData("一二三    四", 3, "一二三|四")]
    public void Lines_break_where_Chinese_typesetting_allows(string text, int ems, string expected)
    {
        Assert.Null(Paragraphs.TryLayOut(FontSet.Shipped, new() { Size = 10 }, text, (ems * 10) + 0.2, OfdAlignment.Left, out var lines));
        Assert.Equal(expected, string.Join('|', lines.Select(line => string.Concat(line.Glyphs.Select(glyph => glyph.Character.ToString())))));
    }

    [Fact]
    public void Justified_lines_reach_both_edges_and_the_last_does_not()
    {
        Assert.Null(Paragraphs.TryLayOut(FontSet.Shipped, new() { Size = 10 }, "一二三四五六七", 43, OfdAlignment.Justify, out var lines));
        Assert.Equal(2, lines.Count);
        Assert.Equal(43, lines[0].Glyphs.SkipLast(1).Sum(glyph => glyph.Advance) + 10, 1e-9);
        Assert.Equal(30, lines[1].Glyphs.Sum(glyph => glyph.Advance), 1e-9);
    }

    [Theory]
    [InlineData(OfdAlignment.Left, 0)]
    [InlineData(OfdAlignment.Center, 35)]
    [InlineData(OfdAlignment.Right, 70)]
    public void Lines_stand_where_they_are_aligned(OfdAlignment alignment, double start)
    {
        Assert.Null(Paragraphs.TryLayOut(FontSet.Shipped, new() { Size = 10 }, "一二三", 100, alignment, out var lines));
        Assert.Equal(start, Assert.Single(lines).Start, 1e-9);
    }

    [Fact]
    public void Distributed_names_fill_their_field()
    {
        Assert.Null(Paragraphs.TryLayOut(FontSet.Shipped, new() { Size = 10 }, "姓名", 60, OfdAlignment.Distribute, out var lines));
        Assert.Equal(50, lines[0].Glyphs[0].Advance, 1e-9);
    }

    [Fact]
    public void Paragraphs_indent_their_first_line_only()
    {
        var style = new OfdTextStyle { Size = 10, FirstLineIndent = 2 };
        Assert.Null(Paragraphs.TryLayOut(FontSet.Shipped, style, "一二三四五六\n七", 40, OfdAlignment.Left, out var lines));
        Assert.Equal([20, 0, 20], lines.Select(line => line.Start));
        Assert.Equal([2, 4, 1], lines.Select(line => line.Glyphs.Count));
    }

    [Fact]
    public void The_measured_height_is_the_height_written()
    {
        var builder = new OfdBuilder(SampleDocuments.Info);
        var text = "准予你单位从事食品销售经营。\n有效期至2030年3月17日。";
        var height = builder.MeasureParagraph(text, 40, new());
        var block = builder.AddPage().AddParagraph(text, new(10, 10, 40, height), new());
        Assert.Equal(height, block.Height);
        Assert.True(builder.TryBuild(out _, out _));
        builder.AddPage().AddParagraph(text, new(10, 10, 40, height - 0.01), new());
        Assert.Equal(WritingFaults.TextTooLong, builder.Fault?.Code);
    }
}
