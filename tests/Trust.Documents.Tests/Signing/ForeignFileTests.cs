using System.Xml.Linq;
using Trust.Crypto;
using Trust.Documents.Signing;
using Trust.Documents.Tests.Writing;
using Trust.Documents.Writing;
using Trust.Testing;

namespace Trust.Documents.Tests.Signing;

/// <summary>Files of other programs, read where they lie: what may be signed is signed without touching what is there, the rest is refused with a code.</summary>
[Trait("Category", "Interop")]
public sealed class ForeignFileTests
{
    private static readonly string Folder = Path.Combine(Machine.InteropDirectory ?? ".", "ofd");

    /// <summary>Fault code of each file; null where it is signed.</summary>
    private static readonly Dictionary<string, string?> Expected = new(StringComparer.Ordinal)
    {
        ["6.1.001-all-stored.ofd"] = null,
        ["6.1.005-entry-at-end-of-zip.ofd"] = null,
        ["6.2.002-flat-layout.ofd"] = null,
        ["6.2.003-relative-paths.ofd"] = null,
        ["6.2.004_3-escaped-characters-in-path.ofd"] = null,
        ["ofdrw-999.ofd"] = null,
        ["ofdrw-AddAttachment.ofd"] = null,
        ["ofdrw-DigitalSign.ofd"] = null,
        ["ofdrw-SESV4SignDoc.ofd"] = null,
        ["ofdrw-V4RideRight.ofd"] = WritingFaults.SignaturesClosed, // mode WholeProtected
        ["ofdrw-chineseDir.ofd"] = null,
        ["ofdrw-h.ofd"] = WritingFaults.SignaturesClosed, // the first signature covers the list
        ["ofdrw-hello-integrity.ofd"] = WritingFaults.PackageUnsupported, // GM/T 0099 integrity protection covers OFD.xml
        ["ofdrw-helloworld.ofd"] = null,
        ["ofdrw-n.ofd"] = null,
        ["ofdrw-namespace_no_std.ofd"] = null,
        ["ofdrw-path_unstd.ofd"] = WritingFaults.PackageUnclean, // the ZIP file has a comment
    };

    [InteropFact]
    public void Foreign_files_are_signed_unharmed_or_refused_with_a_code()
    {
        var files = Directory.GetFiles(Folder, "*.ofd", SearchOption.AllDirectories);
        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal((Path.GetFileName(file), Expected[Path.GetFileName(file)]), (Path.GetFileName(file), TrySign(File.ReadAllBytes(file)))));
    }

    private static string? TrySign(byte[] original)
    {
        var request = SigningSamples.Request with { Stamps = [new(0, new(10, 10, 40, 40))] };
        if (!OfdSignatureDraft.TryPrepare(original, request, out var draft, out var fault))
        {
            return fault.Code;
        }

        var (before, after) = (new OfdFile(original), new OfdFile(draft.Complete(SigningSamples.Value)));
        Assert.All(before.Entries.Where(entry => entry.Key != "OFD.xml" && !entry.Key.EndsWith("Signatures.xml", StringComparison.Ordinal)),
            entry => Assert.Equal(entry.Value, after[entry.Key]));
        Assert.All(draft.Entries, entry => Assert.Equal(Sm3.HashData(after[entry.Name]), entry.Sm3.ToArray()));
        Assert.Equal(draft.SignatureXml.ToArray(), after[draft.SignatureXmlEntryName[1..]]);
        Assert.Contains(after.Entries.Keys.Where(name => name.EndsWith("Signatures.xml", StringComparison.Ordinal)).Select(after.Xml),
            list => list.Elements().Any(element => element.Attribute("BaseLoc")?.Value == draft.SignatureXmlEntryName));
        Assert.NotNull(XDocument.Load(new MemoryStream(after["OFD.xml"])).Root);
        return null;
    }
}
