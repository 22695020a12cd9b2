using System.Text.RegularExpressions;

namespace Trust.Browser.Tests.License;

/// <summary>What one person does at a step of the tour.</summary>
internal sealed record TourStep(int Number, string Who, IReadOnlyList<TourAct> Acts);

/// <summary>An act: its verb, and one or two objects.</summary>
internal sealed record TourAct(string Verb, string First, string Second = "");

/// <summary>
/// The steps of README's tour, read from README. Every label and value that stands there (bold or code) has to belong to an act that is understood: a step that a reader
/// would follow and the test would not is a fault.
/// </summary>
internal static partial class TourScript
{
    private const string Title = "## A licence in five minutes";

    public static IReadOnlyList<TourStep> Read(string readme)
    {
        var section = readme[readme.IndexOf(Title, StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n##", Title.Length, StringComparison.Ordinal)];
        return [.. Steps().Split(section).Skip(1).Chunk(2).Select(part => Step(int.Parse(part[0], System.Globalization.CultureInfo.InvariantCulture), part[1]))];
    }

    private static TourStep Step(int number, string text)
    {
        var joined = Spaces().Replace(text, " ").Replace("\\*", "＊", StringComparison.Ordinal);
        var who = Person().Match(joined).Groups[1].Value;
        List<TourAct> acts = [];
        foreach (Match match in Acts().Matches(joined))
        {
            string Group(string name) => match.Groups[name].Value.Replace('＊', '*');
            acts.Add(match.Groups["block"].Success ? new TourAct("run", Group("block"))
                : match.Groups["otp"].Success ? new TourAct("otp", Group("otp"), Group("into"))
                : match.Groups["sms"].Success ? new TourAct("sms", Group("sms"), Group("into"))
                : match.Groups["screen"].Success ? new TourAct("scan-screen", "")
                : new TourAct(Group("verb"), Group("a"), Group("b")));
        }

        var left = Acts().Replace(Blocks().Replace(joined, match => match.Value), " ");
        var missed = Marked().Match(left);
        return missed.Success ? throw new InvalidOperationException($"Step {number} of the tour says {missed.Value}, and nobody does it.") : new TourStep(number, who, acts);
    }

    [GeneratedRegex(@"\n(\d+)\. ")]
    private static partial Regex Steps();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^\*([A-Z][a-z ]+)\*")]
    private static partial Regex Person();

    [GeneratedRegex("```sh (.*?)```")]
    private static partial Regex Blocks();

    [GeneratedRegex(
        "```sh (?<block>.*?) ```"
        + @"|type the one-time password of `(?<otp>[^`]+)` \(shown at `/sandbox`\) into \*\*(?<into>[^*]+)\*\*"
        + @"|type the code sent to `(?<sms>[^`]+)` \(shown at `/sandbox`\) into \*\*(?<into>[^*]+)\*\*"
        + @"|scan the code on the (?<screen>representative's screen)"
        + @"|(?<verb>scan) the code printed on `(?<a>[^`]+)`"
        + @"|(?<verb>open) `(?<a>[^`]+)`"
        + @"|(?<verb>type) `(?<a>[^`]+)` into \*\*(?<b>[^*]+)\*\*"
        + @"|(?<verb>choose) `(?<a>[^`]+)` in \*\*(?<b>[^*]+)\*\*"
        + @"|(?<verb>choose) \*\*(?<a>[^*]+)\*\*"
        + @"|(?<verb>download) \*\*(?<a>[^*]+)\*\* as `(?<b>[^`]+)`"
        + @"|(?<verb>press|see) \*\*(?<a>[^*]+)\*\*")]
    private static partial Regex Acts();

    [GeneratedRegex(@"\*\*[^*]+\*\*|```|\b(open|press|choose|download) ")]
    private static partial Regex Marked();
}
