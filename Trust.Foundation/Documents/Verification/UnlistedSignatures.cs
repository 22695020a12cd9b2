using Trust.Documents.Ofd;
using Trust.Documents.Packaging;

namespace Trust.Documents.Verification;

/// <summary>Signature files that no list names.</summary>
internal static class UnlistedSignatures
{
    private const long MaxSize = 1 << 20;

    /// <summary>Entries that read as a signature file with references and a value; at most as many as are judged.</summary>
    internal static List<OfdSignatureEntry> Find(OfdPackage package)
    {
        var found = new List<OfdSignatureEntry>();
        foreach (var entry in package.Entries.Where(entry => entry is { IsReadable: true, IsDirectory: false, Size: > 0 and < MaxSize }))
        {
            if (found.Count >= DocumentContext.MaxSignatures || package.Deadline.Passed)
            {
                break;
            }

            if (package.Find(entry.Name) == entry && entry.TryRead(out var bytes) && LooksLikeIt(bytes.Span)
                && OfdSignatureFile.TryParse(bytes, entry.Name, package, package.Limits, out var file, out _)
                && file is { References.Count: > 0, SignedValueLoc: not null })
            {
                found.Add(new(null, null, null, null, entry.Name, file, null));
            }
        }

        return found;
    }

    private static bool LooksLikeIt(ReadOnlySpan<byte> bytes) => bytes.IndexOf("SignedInfo"u8) >= 0 && bytes.IndexOf("References"u8) >= 0;
}
