using System.Text.Json;
using Trust.Documents.Verification;
using Trust.Testing;

namespace Trust.Documents.Tests.Verification;

[Trait("Category", "Interop")]
public class InteropVerdictTests
{
    [InteropFact]
    public void Every_foreign_file_has_an_expectation()
    {
        var files = Directory.GetFiles(InteropExpectations.Folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(InteropExpectations.Folder, path).Replace('\\', '/'))
            .Where(name => name != "README.md" && !name.EndsWith("/Signature.xml", StringComparison.Ordinal));
        Assert.Equal(files.Order(StringComparer.Ordinal), InteropExpectations.Files.Select(file => file.Text("file")).Order(StringComparer.Ordinal));
    }

    [InteropFact]
    public void Every_foreign_file_gets_the_expected_verdict()
    {
        var wrong = InteropExpectations.Files.SelectMany(Differences).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [InteropFact]
    public void Name_of_a_file_has_no_share_in_its_verdict()
    {
        foreach (var file in InteropExpectations.Files)
        {
            var input = InteropExpectations.Input(file);
            var bytes = InteropExpectations.Bytes(file.Text("file"));
            Assert.Equal(
                SealVerifier.Verify(bytes, input).ToJson(), SealVerifier.Verify(bytes, input with { FileName = "x.pdf" }).ToJson().Replace("x.pdf", file.Text("file"), StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> Differences(JsonElement file)
    {
        var name = file.Text("file");
        var report = JsonDocument.Parse(SealVerifier.Verify(InteropExpectations.Bytes(name), InteropExpectations.Input(file)).ToJson()).RootElement;
        foreach (var property in new[] { "kind", "code", "indication", "subIndication" })
        {
            var actual = report.TryGetProperty(property, out var value) ? value.GetString() : null;
            var expected = file.TryGetProperty(property, out var wanted) ? wanted.GetString() : null;
            if (actual != expected)
            {
                yield return $"{name}: {property} is {actual}, expected {expected}";
            }
        }

        var signatures = file.TryGetProperty("signatures", out var list) ? list.EnumerateArray().ToList() : [];
        if (report.GetProperty("signatures").GetArrayLength() != signatures.Count)
        {
            yield return $"{name}: {report.GetProperty("signatures").GetArrayLength()} signatures, expected {signatures.Count}";
        }

        for (var i = 0; i < signatures.Count; i++)
        {
            foreach (var check in signatures[i].EnumerateObject())
            {
                var actual = report.GetProperty("checks").EnumerateArray()
                    .Where(one => one.GetProperty("id").GetString() == check.Name && one.TryGetProperty("signature", out var number) && number.GetInt32() == i + 1)
                    .Select(one => one.GetProperty("status").GetString()).FirstOrDefault();
                if (actual != check.Value.GetString())
                {
                    yield return $"{name}, signature {i + 1}: {check.Name} is {actual}, expected {check.Value}";
                }
            }
        }
    }
}
