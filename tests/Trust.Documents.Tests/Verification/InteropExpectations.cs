using System.Text.Json;
using Trust.Crypto.Certificates;
using Trust.Documents.Seals;
using Trust.Documents.Verification;
using Trust.Testing;

namespace Trust.Documents.Tests.Verification;

/// <summary>Foreign files, read in place, and what is expected of each (tests/vectors/ofd/expected.json).</summary>
internal static class InteropExpectations
{
    private static readonly JsonElement Data = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root(), "tests", "vectors", "ofd", "expected.json"))).RootElement;

    internal static IEnumerable<JsonElement> Files => Data.GetProperty("files").EnumerateArray();

    internal static DateTimeOffset Now => Data.GetProperty("now").GetDateTimeOffset();

    internal static string Folder => Path.Combine(Machine.InteropDirectory ?? throw new InvalidOperationException("TRUST_INTEROP_DIR is not set."), "ofd");

    internal static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    internal static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>Input with what the expectation says is given along: the signer out of a seal's list, or Signature.xml.</summary>
    internal static VerificationInput Input(JsonElement file)
    {
        var input = new VerificationInput { FileName = file.Text("file"), Time = new ManualTime(Now) };
        if (file.TryGetProperty("certificateFromListOf", out var seal))
        {
            Assert.True(SesSeal.TryParse(Bytes(seal.GetString()!), out var read, out _));
            Assert.True(Certificate.TryParse(read.Certificates[0].Value.Span, out var certificate));
            input = input with { CandidateCertificates = [certificate] };
        }

        return file.TryGetProperty("content", out var content) ? input with { SignedContent = Bytes(content.GetString()!) } : input;
    }

    private static string Root()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Trust.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException("Trust.sln lies nowhere above the tests.");
    }
}
