using System.IO.Compression;
using Trust.License.Checking;
using Trust.Testing;

namespace Trust.License.Tests.Checking;

/// <summary>One changed byte anywhere in a licence: the file never passes. In this process over the code that the command runs, and a handful by the command itself.</summary>
public sealed class ChangedBytesTests(CheckingNode node) : IClassFixture<CheckingNode>
{
    private const int LargestWhole = 1_000;
    private const int Random = 2_000;

    [Fact]
    [Requirement("LIC-08")]
    public void Every_byte_of_the_small_entries_and_two_thousand_of_the_rest_are_missed()
    {
        var entries = LicencePackage.Unpack(node.File);
        List<(string Name, int At)> places = [.. entries.Where(entry => IsText(entry.Key) && entry.Value.Length <= LargestWhole).SelectMany(entry => Enumerable.Range(0, entry.Value.Length).Select(at => (entry.Key, at)))];
        Assert.True(places.Count > 2_000, $"{places.Count} places of {string.Join(' ', entries.Select(entry => $"{entry.Key}:{entry.Value.Length}"))}");
        var rest = entries.Where(entry => !IsText(entry.Key) || entry.Value.Length > LargestWhole).ToList();
        var random = new Random(36905);
        for (var number = 0; number < Random; number++)
        {
            var (name, content) = rest[random.Next(rest.Count)];
            places.Add((name, random.Next(content.Length)));
        }

        Assert.True(places.Count > 4_000, $"{places.Count} places");
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.ForEach(places, new ParallelOptions { MaxDegreeOfParallelism = 2 }, place =>
        {
            var changed = new Dictionary<string, byte[]>(entries) { [place.Name] = entries[place.Name].ToArray() };
            changed[place.Name][place.At] ^= 1;
            var report = node.Check(LicencePackage.Pack(changed));
            var code = report.Report.ToExitCode();
            var fits = place.Name == "OFD.xml" ? code is 1 or 2 or 3 : code == 1;
            if (!fits || report.Force == Force.InForce)
            {
                wrong.Add($"{place.Name} {place.At}: {code} {report.Force} {report.Report.Indication} {report.Report.SubIndication}");
            }
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {places.Count}\n{string.Join('\n', wrong.Order().Take(40))}");
    }

    [Fact]
    public void Packed_again_without_a_change_it_still_passes()
    {
        var entries = LicencePackage.Unpack(node.File);
        Assert.Equal(0, node.Check(LicencePackage.Pack(entries)).Report.ToExitCode());
        Assert.Equal(0, node.Check(LicencePackage.Pack(entries, CompressionLevel.SmallestSize)).Report.ToExitCode());
    }

    [Fact]
    [Requirement("LIC-05")]
    public async Task Command_gives_its_exit_codes_and_one_object()
    {
        using var folder = new TemporaryFolder();
        await node.RefreshAsync();
        var (code, text) = await RunAsync(folder, node.File);
        Assert.True(code == 0, text);
        Assert.StartsWith("这份证照是真的，现在有效。\nThis licence is genuine and in force.", text, StringComparison.Ordinal);
        var (same, json) = await RunAsync(folder, node.File, "--json");
        var report = System.Text.Json.JsonDocument.Parse(json.Trim()).RootElement;
        Assert.Equal((0, "TOTAL_PASSED", "inForce", node.Identifier), (same, report.GetProperty("indication").GetString(), report.GetProperty("force").GetString(), report.GetProperty("licence").GetProperty("identifier").GetString()));

        var entries = LicencePackage.Unpack(node.File);
        foreach (var name in new[] { "licence.json", "Content.xml", "Tag_0.xml", "log-proof.txt", "SignedValue.dat" })
        {
            var (entry, changed) = (LicenceChecksTests.NameOf(entries, name), new Dictionary<string, byte[]>(entries));
            changed[entry] = changed[entry].ToArray();
            changed[entry][changed[entry].Length / 2] ^= 1;
            Assert.True((await RunAsync(folder, LicencePackage.Pack(changed))).Code == 1, entry);
        }

        // Without the folder the cryptography is still checked, and nobody is trusted.
        var (alone, said) = await RunAsync(folder, node.File, "--json", "--data", folder.Path);
        var unknown = System.Text.Json.JsonDocument.Parse(said.Trim()).RootElement;
        Assert.Equal((2, "unknown"), (alone, unknown.GetProperty("force").GetString()));
    }

    private async Task<(int Code, string Output)> RunAsync(TemporaryFolder folder, byte[] file, params string[] options)
    {
        var path = Path.Combine(folder.Path, "licence.ofd");
        await File.WriteAllBytesAsync(path, file);
        string[] data = options.Contains("--data") ? [] : ["--data", node.DataFolder];
        return await GatewayProcess.RunAsync(["verify", path, .. options, .. data], "Production");
    }

    private static bool IsText(string name) => name.EndsWith(".xml", StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal) || name.EndsWith(".txt", StringComparison.Ordinal);
}
