using System.Globalization;
using System.Text.RegularExpressions;

namespace Trust.Web.Tests;

/// <summary>Contrast of the tokens (WCAG 2.2, 1.4.3 and 1.4.11), computed from the served file.</summary>
public sealed partial class ColourTests
{
    private static readonly string Css = File.ReadAllText(Path.Combine(Root(), "Trust.Foundation", "Web", "wwwroot", "css", "tokens.css"));

    public static readonly TheoryData<string> Schemes = ["light", "dark", "elder"];

    [Theory, MemberData(nameof(Schemes))]
    public void Text_reaches_4_5_on_every_ground_that_it_stands_on(string scheme)
    {
        var colours = Colours(scheme);
        (string Text, string[] Grounds)[] pairs =
        [
            ("ink", ["surface", "section", "section-2", "action-50", "ok-50", "warn-50", "bad-50"]),
            ("ink-2", ["surface", "section", "section-2", "action-50"]),
            ("ink-3", ["surface", "section", "section-2"]),
            ("action", ["surface", "section", "action-50"]),
            ("action-hover", ["surface", "section", "action-50"]),
            ("on-action", ["action", "action-hover", "action-pressed"]),
            ("on-bad", ["bad"]),
            ("ok-text", ["surface", "ok-50"]),
            ("warn-text", ["surface", "warn-50"]),
            ("bad-text", ["surface", "bad-50"]),
            ("on-toast", ["toast"]),
            ("toast-link", ["toast"]),
            ("action-pressed", ["action-100"]),
        ];
        foreach (var (text, grounds) in pairs)
            foreach (var ground in grounds)
                AtLeast(4.5, colours, text, ground);
    }

    [Theory, MemberData(nameof(Schemes))]
    public void Edges_and_signs_reach_3(string scheme)
    {
        var colours = Colours(scheme);
        foreach (var ground in new[] { "surface", "section" })
            foreach (var sign in new[] { "control", "action", "ok", "warn", "bad", "seal" })
                AtLeast(3, colours, sign, ground);
        AtLeast(3, colours, "ok", "ok-50");
        AtLeast(3, colours, "warn", "warn-50");
        AtLeast(3, colours, "bad", "bad-50");
    }

    [Fact]
    public void Chosen_dark_and_the_devices_dark_are_the_same()
    {
        var chosen = Block("[data-theme=\"dark\"] {");
        var device = Block("[data-theme=\"auto\"] {");
        Assert.Equal(chosen, device);
        Assert.True(chosen.Count > 30);
    }

    [Theory]
    [InlineData("ink", "#14202e")]
    [InlineData("action", "#1557c0")]
    [InlineData("control", "#75859b")]
    [InlineData("seal", "#cf1f2d")]
    [InlineData("section", "#f3f6fa")]
    public void Tokens_are_the_agreed_ones(string name, string value) => Assert.Equal(value, Colours("light")[name]);

    private static void AtLeast(double wanted, Dictionary<string, string> colours, string one, string other)
    {
        var ratio = Contrast(colours[one], colours[other]);
        Assert.True(ratio >= wanted, $"{one} on {other} has {ratio:0.00}, needs {wanted}.");
    }

    private static Dictionary<string, string> Colours(string scheme)
    {
        var colours = Block(":root {");
        var over = scheme switch
        {
            "dark" => Block("[data-theme=\"dark\"] {"),
            "elder" => Block("[data-elder]:not("),
            _ => [],
        };
        foreach (var (name, value) in over)
            colours[name] = value;
        return colours;
    }

    private static Dictionary<string, string> Block(string start)
    {
        var from = Css.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, start);
        var block = Css[from..Css.IndexOf('}', from)];
        return Declarations().Matches(block).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim());
    }

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour) =>
        (0.2126 * Channel(colour, 1)) + (0.7152 * Channel(colour, 3)) + (0.0722 * Channel(colour, 5));

    private static double Channel(string colour, int at)
    {
        var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Trust.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("Trust.sln is not above the tests.");
        return folder.FullName;
    }

    [GeneratedRegex(@"--([a-z0-9-]+):\s*([^;]+);")]
    private static partial Regex Declarations();
}
