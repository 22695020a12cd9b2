using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Trust.Web.Tests;

/// <summary>Chinese is the source; every word that a page asks for has its English, in the repository's own files.</summary>
public sealed partial class WordsTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Every_word_has_its_english()
    {
        var english = Entries().Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        var missing = Sources().SelectMany(Keys).Where(key => !english.Contains(key.Word)).Select(key => $"{key.File}: {key.Word}").Distinct().ToArray();
        Assert.True(missing.Length == 0, "No English for:\n" + string.Join('\n', missing));
    }

    [Fact]
    public void No_word_is_written_into_a_page_without_being_looked_up()
    {
        var stray = Sources().Where(file => file.EndsWith(".cshtml", StringComparison.Ordinal))
            .SelectMany(file => Chinese().Matches(Stripped(file)).Select(match => $"{Path.GetRelativePath(Root, file)}: {match.Value}")).ToArray();
        Assert.True(stray.Length == 0, "Not looked up:\n" + string.Join('\n', stray));
    }

    [Fact]
    public void English_keeps_the_places_for_values_and_says_something()
    {
        foreach (var (key, value) in Entries())
        {
            Assert.Equal(Places().Matches(key).Select(place => place.Value).Order(), Places().Matches(value).Select(place => place.Value).Order());
            Assert.False(string.IsNullOrWhiteSpace(value), key);
            Assert.DoesNotMatch(@"[\u4e00-\u9fff]", value);
        }
    }

    [Fact]
    public void Same_word_has_the_same_english_everywhere()
    {
        var differing = Entries().GroupBy(entry => entry.Key).Where(group => group.Select(entry => entry.Value).Distinct().Count() > 1).Select(group => group.Key);
        Assert.Empty(differing);
    }

    [Fact]
    public void Source_has_no_space_between_chinese_and_latin()
    {
        // The browser sets that space (text-autospace).
        var spaced = Entries().Select(entry => entry.Key).Where(key => SpaceBeside().IsMatch(key)).ToArray();
        Assert.Empty(spaced);
    }

    private static IEnumerable<KeyValuePair<string, string>> Entries() =>
        Directory.EnumerateFiles(Root, "*.en.resx", SearchOption.AllDirectories).Where(IsSource)
            .SelectMany(file => XDocument.Load(file).Root!.Elements("data"))
            .Select(data => KeyValuePair.Create(data.Attribute("name")!.Value, data.Element("value")!.Value));

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Root, "*.cs*", SearchOption.AllDirectories)
            .Where(file => (file.EndsWith(".cshtml", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)) && IsSource(file)
                && !file.StartsWith(Path.Combine(Root, "tests") + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private static bool IsSource(string file) =>
        !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or "artifacts");

    private static IEnumerable<(string File, string Word)> Keys(string file) =>
        Lookups().Matches(DocComments().Replace(File.ReadAllText(file), ""))
            .Select(match => (Path.GetRelativePath(Root, file), Regex.Unescape(match.Groups["word"].Value)));

    private static string Stripped(string file)
    {
        var text = Lookups().Replace(PageComments().Replace(File.ReadAllText(file), ""), "");
        // The one word that is never translated: the name of the other language.
        return text.Replace(">中文</a>", "></a>", StringComparison.Ordinal);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Trust.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("Trust.sln is not above the tests.");
        return folder.FullName;
    }

    [GeneratedRegex("""(?:\b(?:L|words)(?:\[|\.Say\()|ErrorMessage = |Display\(Name = |(?:Brand|Official|Owner) \{ get; set; \} = )"(?<word>(?:[^"\\]|\\.)+)"(?:\])?""")]
    private static partial Regex Lookups();

    [GeneratedRegex(@"@\*.*?\*@|^\s*//.*$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex PageComments();

    [GeneratedRegex(@"^\s*///.*$", RegexOptions.Multiline)]
    private static partial Regex DocComments();

    [GeneratedRegex("[\u4e00-\u9fff]+")]
    private static partial Regex Chinese();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Places();

    [GeneratedRegex("[\u4e00-\u9fff] [A-Za-z0-9{]|[A-Za-z0-9}] [\u4e00-\u9fff]")]
    private static partial Regex SpaceBeside();
}
