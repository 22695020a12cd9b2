using System.Diagnostics;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Documents.Rendering;
using Trust.Documents.Tests.Ofd;

namespace Trust.Documents.Tests.Rendering;

/// <summary>Pages made to cost time or memory. The limits cut them, and the picture says so or is finished soon.</summary>
public sealed class HostilePageTests
{
    private const string Page = "Doc_0/Pages/Page_0/Content.xml";

    public static TheoryData<string> Attacks =>
    [
        "many objects", "long path", "long text", "tiny dashes", "huge coordinates", "deep blocks", "many clips", "arcs", "huge stroke", "composite bomb", "many templates", "alpha layers",
    ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void A_hostile_page_ends_within_its_limits(string attack)
    {
        var maker = Make(attack);
        var limits = DocumentLimits.Default with { TimeBudget = TimeSpan.FromSeconds(4), MaxRatio = 2_000 };
        Assert.True(OfdPackage.TryOpen(maker.Make(), limits, out var package, out var fault), fault?.ToString());
        if (!OfdFile.TryRead(package, out var file, out _))
        {
            return;
        }

        var watch = Stopwatch.StartNew();
        var drawn = OfdRenderer.Render(file, 0, 0);
        OfdReachability.Of(file);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"{watch.Elapsed}: {string.Join(' ', drawn.Limits)}");
        Assert.DoesNotContain(drawn.Limits, limit => limit.StartsWith("Drawing stopped", StringComparison.Ordinal));
    }

    private static OfdMaker Make(string attack)
    {
        static string Times(int count, string text) => string.Concat(Enumerable.Repeat(text, count));
        static string Shape(string attributes, string data, string inner = "") => $"<ofd:PathObject ID='5' Boundary='0 0 200 200' {attributes}>{inner}<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>";
        const string Square = "M 0 0 L 200 0 L 200 200 L 0 200 C";
        const string Area = "<ofd:Area><ofd:Path Boundary='0 0 200 200'><ofd:AbbreviatedData>M 0 0 Q 100 200 200 0 Q 0 100 200 200 C</ofd:AbbreviatedData></ofd:Path></ofd:Area>";
        var maker = new OfdMaker();
        maker[Page] = attack switch
        {
            "many objects" => OfdMaker.Page(Times(60_000, Shape("Fill='true'", Square))),
            "long path" => OfdMaker.Page(Shape("Fill='true'", "M 0 0 " + Times(300_000, "L 200 1 L 0 199 "))),
            "long text" => OfdMaker.Page($"<ofd:TextObject ID='5' Boundary='0 0 200 200' Font='3' Size='900'><ofd:TextCode X='0' Y='100' DeltaX='g 9999999 0.01'>{new string('龘', 200_000)}</ofd:TextCode></ofd:TextObject>"),
            "tiny dashes" => OfdMaker.Page(Times(200, Shape("LineWidth='0.1' DashPattern='0.03 0.03'", "M 0 0 L 9999999 9999999 L 0 9999999 L 9999999 0"))),
            "huge coordinates" => OfdMaker.Page(Times(2_000, Shape("Fill='true' CTM='1e7 1e7 -1e7 1e7 0 0' LineWidth='1000'", "M -1e7 -1e7 B 1e7 1e7 -1e7 1e7 1e7 -1e7 A 1e7 1e-7 45 1 1 3 3 C"))),
            "deep blocks" => OfdMaker.Page(Times(120, "<ofd:PageBlock ID='6'>") + Shape("Fill='true'", Square) + Times(120, "</ofd:PageBlock>")),
            "many clips" => OfdMaker.Page(Times(50, Shape("Fill='true'", Square, "<ofd:Clips>" + Times(60, "<ofd:Clip>" + Times(60, Area) + "</ofd:Clip>") + "</ofd:Clips>"))),
            "arcs" => OfdMaker.Page(Shape(string.Empty, "M 0 0 " + Times(100_000, "A 50 1 33 1 0 9 9 A 1 50 3 0 1 0 0 "))),
            "huge stroke" => OfdMaker.Page(Times(3_000, Shape("LineWidth='1000' Join='Round' Cap='Round'", "M 0 0 " + Times(20, "B 1 2 3 4 5 6 ")))),
            "many templates" => OfdMaker.Page(string.Empty, Times(50_000, "<ofd:Template TemplateID='9'/>")),
            "alpha layers" => OfdMaker.Page(Times(5_000, "<ofd:CompositeObject ID='5' Boundary='0 0 200 200' ResourceID='8' Alpha='100'/>")),
            _ => OfdMaker.Page("<ofd:CompositeObject ID='5' Boundary='0 0 200 200' ResourceID='8'/>"),
        };
        var inner = attack == "alpha layers" ? Shape("Fill='true'", Square).Replace("ofd:", string.Empty, StringComparison.Ordinal) : Times(30, "<CompositeObject ID='9' Boundary='0 0 50 50' ResourceID='8' Alpha='9'/>");
        maker["Doc_0/PublicRes.xml"] = $"<Res BaseLoc='.'><CompositeGraphicUnits><CompositeGraphicUnit ID='8' Width='50' Height='50'><Content>{inner}</Content></CompositeGraphicUnit></CompositeGraphicUnits></Res>";
        return maker;
    }
}
