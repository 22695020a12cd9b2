using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Trust.Architecture.Tests;

public sealed partial class ReferenceTests
{
    private static readonly string[] Foundation = ["Trust.Crypto", "Trust.Contracts", "Trust.Hosting", "Trust.Web", "Trust.Documents"];
    private static readonly string[] Modules = ["Trust.Identity", "Trust.Seal", "Trust.License", "Trust.Portal"];

    // Crypto <- Documents; Crypto, Contracts <- Hosting; Contracts <- Web; all <- modules <- Gateway.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Trust.Crypto"] = [],
        ["Trust.Contracts"] = [],
        ["Trust.Documents"] = ["Trust.Crypto"],
        ["Trust.Hosting"] = ["Trust.Crypto", "Trust.Contracts"],
        ["Trust.Web"] = ["Trust.Contracts"],
        ["Trust.Identity"] = Foundation,
        ["Trust.Seal"] = Foundation,
        ["Trust.License"] = Foundation,
        ["Trust.Portal"] = Foundation,
        ["Trust.Gateway"] = [.. Foundation, .. Modules],
    };

    // Calls run Portal -> Gateway sharing -> License -> Seal -> Identity, never back.
    private static readonly string[] CallOrder = ["Portal", "Gateway", "License", "Seal", "Identity"];

    public static TheoryData<string> Products() => [.. Repository.Files(".csproj").Select(Repository.Relative).Where(path => !path.StartsWith("tests/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Products))]
    public void Project_references_only_what_its_room_allows(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var allowed = Assert.Contains(name, (IDictionary<string, string[]>)Allowed);
        var references = XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Empty(references.Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Products))]
    public void Only_the_crypto_library_uses_BouncyCastle(string project)
    {
        var packages = XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value);
        Assert.Equal(project.Contains("Trust.Crypto.csproj", StringComparison.Ordinal), packages.Contains("BouncyCastle.Cryptography"));
    }

    // A figure is of what callers get. The licence benchmark alone puts 100,000 rows into the module's own tables, and what it measures of them it asks of the module.
    [Fact]
    public void Benchmarks_measure_what_is_public()
    {
        var open = ProductAssemblies.All.Where(assembly => assembly.GetCustomAttributes<InternalsVisibleToAttribute>().Any(friend => friend.AssemblyName.Split(',')[0] == "Trust.Benchmarks"));
        Assert.Equal(["Trust.License"], open.Select(assembly => assembly.GetName().Name));
        var sources = Repository.Files(".cs", ".csproj").Where(path => Repository.Relative(path).StartsWith("tests/Trust.Benchmarks/", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();
        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.DoesNotMatch(ReachesInside(), source));
    }

    [Fact]
    public void Crypto_and_contracts_know_neither_web_nor_database()
    {
        foreach (var project in new[] { "Trust.Foundation/Crypto/Trust.Crypto.csproj", "Trust.Foundation/Contracts/Trust.Contracts.csproj", "Trust.Foundation/Documents/Trust.Documents.csproj" })
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, project));
            Assert.DoesNotContain("Microsoft.AspNetCore", text, StringComparison.Ordinal);
            Assert.DoesNotContain("EntityFramework", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Crypto_does_no_input_or_output()
    {
        foreach (var file in Repository.Files(".cs").Where(file => Repository.Relative(file).StartsWith("Trust.Foundation/Crypto/", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("HttpClient", text, StringComparison.Ordinal);
            Assert.False(FileAccess().IsMatch(text), Repository.Relative(file));
        }
    }

    [Fact]
    public void Self_check_of_documents_does_not_know_their_writer()
    {
        string[] writer = ["Trust.Documents.Writing", "Trust.Documents.Signing", "Trust.Documents.Fonts", "Trust.Documents.Pictures"];
        var files = Repository.Files(".cs").Where(file => Repository.Relative(file).StartsWith("Trust.Foundation/Documents/Conformance/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        Assert.Empty(files.Where(file => writer.Any(name => File.ReadAllText(file).Contains(name, StringComparison.Ordinal))).Select(Repository.Relative));
    }

    [Fact]
    public void Documents_fetch_nothing()
    {
        var files = Repository.Files(".cs").Where(file => Repository.Relative(file).StartsWith("Trust.Foundation/Documents/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        Assert.Empty(files.Where(file => Network().IsMatch(File.ReadAllText(file))).Select(Repository.Relative));
    }

    [Theory]
    [InlineData("Portal")]
    [InlineData("License")]
    [InlineData("Seal")]
    [InlineData("Identity")]
    public void Module_calls_only_modules_behind_it(string module)
    {
        var folder = Path.Combine(Repository.Root, $"Trust.{module}");
        if (!Directory.Exists(folder))
        {
            return;
        }

        // A module may always implement its own contract.
        var forbidden = CallOrder.TakeWhile(name => name != module).Select(name => $"Trust.Contracts.{name}").ToList();
        var offenders = Repository.Files(".cs", ".cshtml").Where(file => file.StartsWith(folder, StringComparison.Ordinal))
            .Where(file => forbidden.Any(name => File.ReadAllText(file).Contains($"using {name};", StringComparison.Ordinal)));
        Assert.Empty(offenders.Select(Repository.Relative));
    }

    [Fact]
    public void A_call_against_the_order_would_be_found()
    {
        Assert.Equal(["Portal", "Gateway", "License"], CallOrder.TakeWhile(name => name != "Seal"));
        Assert.Equal(CallOrder.Length - 1, CallOrder.TakeWhile(name => name != "Identity").Count());
    }

    [GeneratedRegex(@"IgnoresAccessChecksTo|UnsafeAccessor|BindingFlags|InternalsVisibleTo|Compile Include=""[^""]*Trust\.(Foundation|Identity|Seal|License|Portal|Gateway)/")]
    private static partial Regex ReachesInside();

    [GeneratedRegex(@"\b(HttpClient|WebRequest|WebClient|TcpClient|UdpClient|Socket|SocketsHttpHandler|Dns)\b")]
    private static partial Regex Network();

    [GeneratedRegex(@"(?<!Key)\b(File|Directory|FileStream)\s*\.\s*(Read|Write|Open|Create|Exists|Delete|Enumerate)")]
    private static partial Regex FileAccess();
}
