using Trust.Documents.Signing;

namespace Trust.Documents.Tests.Signing;

public sealed class RidingSeamTests
{
    private static readonly (double, double) A4 = (210, 297);

    [Fact]
    public void Five_pages_at_the_right_edge_are_cut_as_in_the_worked_example()
    {
        var stamps = Place(new() { Width = 40, Height = 40 }, 5);
        Assert.Equal(
            ["202 128.5 40 40/0 0 8 40", "194 128.5 40 40/8 0 8 40", "186 128.5 40 40/16 0 8 40", "178 128.5 40 40/24 0 8 40", "170 128.5 40 40/32 0 8 40"],
            stamps.Select(Text));
    }

    [Fact]
    public void Slices_at_the_left_edge_begin_at_the_margin()
    {
        var stamps = Place(new() { Width = 40, Height = 40, Edge = PageEdge.Left, Margin = 1, Start = 10 }, 2);
        Assert.Equal(["-19 10 40 40/20 0 20 40", "1 10 40 40/0 0 20 40"], stamps.Select(Text));
    }

    [Theory]
    [InlineData(PageEdge.Right)]
    [InlineData(PageEdge.Left)]
    [InlineData(PageEdge.Top)]
    [InlineData(PageEdge.Bottom)]
    public void Every_slice_lies_on_its_page_and_together_they_are_the_whole_picture(PageEdge edge)
    {
        var stamps = Place(new() { Width = 42, Height = 30, Edge = edge }, 7);
        Assert.Equal(Enumerable.Range(0, 7), stamps.Select(stamp => stamp.PageIndex));
        Assert.Equal(42.0 * 30, stamps.Sum(stamp => stamp.Clip!.Value.Width * stamp.Clip.Value.Height), 1e-6);
        Assert.Equal(7, stamps.Select(stamp => Math.Round(stamp.Clip!.Value.X + stamp.Clip.Value.Y, 6)).Distinct().Count());
        Assert.All(stamps, stamp =>
        {
            var (left, top) = (stamp.Boundary.X + stamp.Clip!.Value.X, stamp.Boundary.Y + stamp.Clip.Value.Y);
            Assert.InRange(left, -1e-9, 210 - stamp.Clip.Value.Width + 1e-9);
            Assert.InRange(top, -1e-9, 297 - stamp.Clip.Value.Height + 1e-9);
        });
    }

    [Theory]
    [InlineData(13, new[] { 13 })]
    [InlineData(14, new[] { 14 })]
    [InlineData(15, new[] { 13, 2 })]
    [InlineData(27, new[] { 13, 14 })]
    [InlineData(200, new[] { 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 5 })]
    public void Many_pages_are_cut_into_groups_with_a_whole_seal_each(int pages, int[] groups)
    {
        var stamps = Place(new() { Width = 40, Height = 40 }, pages);
        var starts = stamps.Where(stamp => stamp.Clip!.Value.X == 0).Select(stamp => stamp.PageIndex).Append(pages).ToList();
        Assert.Equal(groups, starts.Zip(starts.Skip(1), (a, b) => b - a));
    }

    [Fact]
    public void One_page_and_impossible_sizes_are_refused()
    {
        Assert.False(new RidingSeam { Width = 40, Height = 40 }.TryPlace([A4], out _));
        Assert.False(new RidingSeam { Width = 0, Height = 40 }.TryPlace([A4, A4], out _));
        Assert.False(new RidingSeam { Width = 40, Height = 40, Margin = -1 }.TryPlace([A4, A4], out _));
        Assert.False(new RidingSeam { Width = 40, Height = 40, NarrowestSlice = 21 }.TryPlace([A4, A4], out _));
        Assert.True(new RidingSeam { Width = 40, Height = 40, NarrowestSlice = 20 }.TryPlace([A4, A4], out _));
    }

    private static IReadOnlyList<OfdStamp> Place(RidingSeam seam, int pages)
    {
        Assert.True(seam.TryPlace([.. Enumerable.Repeat(A4, pages)], out var stamps));
        return stamps;
    }

    private static string Text(OfdStamp stamp) => $"{stamp.Boundary}/{stamp.Clip}";
}
