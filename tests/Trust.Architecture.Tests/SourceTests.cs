using System.Text.RegularExpressions;

namespace Trust.Architecture.Tests;

public sealed partial class SourceTests
{
    private const int MaximumLines = 400;

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var files = Repository.Files(".cs", ".cshtml", ".css", ".js").ToList();
        Assert.NotEmpty(files);
        Assert.Empty(files.Where(file => File.ReadLines(file).Count() > MaximumLines).Select(Repository.Relative));
    }

    // What the formatter asks of the order but does not check without building everything again.
    [Fact]
    public void Namespaces_are_named_in_their_order_those_of_the_framework_first()
    {
        var offenders = Repository.Files(".cs").Where(file => Used(File.ReadLines(file)) is var used && !used.SequenceEqual(Sorted(used)));
        Assert.Empty(offenders.Select(Repository.Relative));
    }

    [Theory]
    [InlineData("using System.Text;\nusing System;\n", false)]
    [InlineData("using Npgsql;\nusing System;\n", false)]
    [InlineData("// About this file.\nusing System;\nusing Npgsql;\nusing Trust.Crypto;\n\nnamespace X;\n", true)]
    public void The_rule_of_namespaces_sees_their_order(string source, bool isSorted)
    {
        var used = Used(source.Split('\n'));
        Assert.True(used.Count > 1);
        Assert.Equal(isSorted, used.SequenceEqual(Sorted(used)));
    }

    private static List<string> Used(IEnumerable<string> lines) =>
        [.. lines.TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal)).Select(line => Using().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];

    private static IEnumerable<string> Sorted(IEnumerable<string> used) =>
        used.OrderBy(name => name != "System" && !name.StartsWith("System.", StringComparison.Ordinal)).ThenBy(name => name.Replace('.', ' '), StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void Nothing_reads_the_clock_of_the_machine()
    {
        var offenders = Repository.Files(".cs", ".cshtml")
            .Where(file => !Repository.Relative(file).StartsWith("tests/Trust.Architecture.Tests/", StringComparison.Ordinal))
            .Where(file => ReadsClock().IsMatch(WithoutComments(File.ReadAllText(file))));
        Assert.Empty(offenders.Select(Repository.Relative));
    }

    [Theory]
    [InlineData("var now = DateTime.Now;", true)]
    [InlineData("var now = DateTimeOffset.UtcNow;", true)]
    [InlineData("var now = System.DateTime.Today;", true)]
    [InlineData("var now = time.GetUtcNow();", false)]
    public void The_clock_rule_finds_what_it_forbids(string line, bool forbidden) => Assert.Equal(forbidden, ReadsClock().IsMatch(line));

    [Fact]
    public void No_folder_has_a_name_that_says_nothing()
    {
        string[] empty = ["Models", "Services", "Helpers", "Utils"];
        var folders = Repository.Files(".cs").Select(file => Path.GetDirectoryName(Repository.Relative(file))!.Split('/', '\\')).SelectMany(parts => parts).Distinct();
        Assert.Empty(folders.Intersect(empty));
    }

    [Fact]
    public void Pages_carry_no_inline_style_or_script()
    {
        var offenders = Repository.Files(".cshtml").Where(file => Inline().IsMatch(WithoutRazorComments(File.ReadAllText(file))));
        Assert.Empty(offenders.Select(Repository.Relative));
    }

    [Theory]
    [InlineData("<p style=\"color:red\">", true)]
    [InlineData("<script>alert(1)</script>", true)]
    [InlineData("<a onclick=\"x()\">", true)]
    [InlineData("<style>p{}</style>", true)]
    [InlineData("<script type=\"module\" src=\"/x.js\"></script>", false)]
    [InlineData("<t-card title=\"x\">", false)]
    public void The_inline_rule_finds_what_it_forbids(string markup, bool forbidden) => Assert.Equal(forbidden, Inline().IsMatch(markup));

    [Fact]
    public void Addresses_in_options_are_typed_so_that_the_sandbox_rule_sees_them()
    {
        var options = typeof(Trust.Hosting.Startup.ITrustOptions);
        var types = ProductAssemblies.All.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsClass && type.IsAssignableTo(options)).ToList();
        Assert.NotEmpty(types);
        var untyped = types.SelectMany(type => type.GetProperties())
            .Where(property => AddressName().IsMatch(property.Name) && property.PropertyType == typeof(string));

        // Trust:Internal:Urls lists own listening addresses, which is a list in Kestrel's form.
        Assert.Equal(["InternalOptions.Urls"], untyped.Select(property => $"{property.DeclaringType!.Name}.{property.Name}"));
    }

    private static string WithoutComments(string code) => Comments().Replace(code, "");

    private static string WithoutRazorComments(string markup) => RazorComments().Replace(markup, "");

    [GeneratedRegex(@"\b(DateTime|DateTimeOffset)\s*\.\s*(Now|UtcNow|Today)\b")]
    private static partial Regex ReadsClock();

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex RazorComments();

    [GeneratedRegex(@"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[""']|<script(?![^>]*\ssrc\s*=)", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    [GeneratedRegex(@"^using ([\w.]+);$")]
    private static partial Regex Using();

    [GeneratedRegex("(Url|Urls|Uri|Address|Endpoint)$")]
    private static partial Regex AddressName();
}
