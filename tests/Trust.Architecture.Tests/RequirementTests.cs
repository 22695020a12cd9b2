using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Trust.Architecture.Tests;

/// <summary>
/// Each README's table of requirements is made from the tests that carry <c>[Requirement]</c>.
/// <c>TRUST_WRITE_REQUIREMENTS=1 dotnet test tests/Trust.Architecture.Tests</c> writes them anew.
/// </summary>
public sealed partial class RequirementTests
{
    private const string Begin = "<!-- requirements: made from the tests -->";
    private const string End = "<!-- end of requirements -->";

    public static TheoryData<string> Readmes() => [.. Paths()];

    private static IEnumerable<string> Paths() => Directory.EnumerateFiles(Repository.Root, "README.md", SearchOption.AllDirectories)
        .Where(path => !path.Contains("node_modules", StringComparison.Ordinal) && File.ReadAllText(path).Contains(Begin, StringComparison.Ordinal)).Select(Repository.Relative);

    [Theory]
    [MemberData(nameof(Readmes))]
    public void Table_of_requirements_agrees_with_the_tests(string readme)
    {
        var path = Path.Combine(Repository.Root, readme);
        var text = File.ReadAllText(path);
        var start = text.IndexOf(Begin, StringComparison.Ordinal);
        var stop = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(stop > start, $"{readme} does not close its table.");
        var table = Table(ProjectOf(readme));
        var expected = $"{text[..start]}{Begin}\n{table}{text[stop..]}";
        if (Environment.GetEnvironmentVariable("TRUST_WRITE_REQUIREMENTS") == "1")
        {
            File.WriteAllText(path, expected);
        }
        else
        {
            Assert.Equal(expected, text);
        }
    }

    [Fact]
    public void Every_requirement_of_a_test_stands_in_a_table()
    {
        var projects = Paths().Select(ProjectOf).ToHashSet();
        var orphans = Marked().Where(mark => !projects.Contains(mark.Project)).Select(mark => $"{mark.Id} {mark.Test}");
        Assert.Empty(orphans);
    }

    private static string ProjectOf(string readme) => readme == "README.md" ? "Trust.Gateway" : $"Trust.{Path.GetFileName(Path.GetDirectoryName(readme)!).Replace("Trust.", "", StringComparison.Ordinal)}";

    private static string Table(string project)
    {
        var rows = Marked().Where(mark => mark.Project == project).GroupBy(mark => mark.Id).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var table = new StringBuilder("| requirement | shown by |\n|---|---|\n");
        foreach (var row in rows)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {row.Key} | {string.Join("; ", row.Select(mark => mark.Test.Replace('_', ' ')).Distinct().Order(StringComparer.Ordinal))} |\n");
        }

        return table.ToString();
    }

    // Tests of Trust.X.Tests belong to Trust.X, browser tests to the module whose folder they are in; the rest to the whole, whose README is the root's.
    private static IEnumerable<(string Project, string Id, string Test)> Marked()
    {
        foreach (var file in Repository.Files(".cs").Where(file => Repository.Relative(file).StartsWith("tests/", StringComparison.Ordinal)))
        {
            var parts = Repository.Relative(file).Split('/');
            var module = $"Trust.{parts.ElementAtOrDefault(2)}";
            var project = parts[1] switch
            {
                "Trust.Browser.Tests" when Directory.Exists(Path.Combine(Repository.Root, module)) => module,
                "Trust.Browser.Tests" or "Trust.Architecture.Tests" => "Trust.Gateway",
                var tests => tests.Replace(".Tests", "", StringComparison.Ordinal),
            };
            foreach (Match match in Mark().Matches(File.ReadAllText(file)))
            {
                foreach (Capture id in match.Groups["id"].Captures)
                {
                    yield return (project, id.Value, match.Groups["test"].Value);
                }
            }
        }
    }

    [GeneratedRegex(@"(\[Requirement\(""(?<id>[A-Z]{3}-\d{2,3})""\)\]\s*)+(?:\[[^\]]*\]\s*)*(?:public\s+(?:sealed\s+|abstract\s+|static\s+|async\s+|virtual\s+)*(?:class\s+|Task\s+|void\s+|ValueTask\s+))(?<test>\w+)")]
    private static partial Regex Mark();
}
