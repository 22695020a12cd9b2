using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Testing;

namespace Trust.Documents.Tests.Ofd;

/// <summary>Foreign files, read in place.</summary>
internal static class InteropFile
{
    public static IEnumerable<string> All =>
        new[] { "signed", "unsigned", "conformance" }.SelectMany(folder =>
            Directory.GetFiles(Path.Combine(Machine.InteropDirectory!, "ofd", folder), "*.ofd").Order(StringComparer.Ordinal).Select(path => $"{folder}/{Path.GetFileName(path)}"));

    public static OfdFile Read(string name)
    {
        Assert.True(OfdPackage.TryOpen(File.ReadAllBytes(Path.Combine(Machine.InteropDirectory!, "ofd", name)), DocumentLimits.Default, out var package, out var fault), fault?.ToString());
        Assert.True(OfdFile.TryRead(package, out var file, out fault), fault?.ToString());
        return file;
    }
}
