using Trust.Crypto;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;

namespace Trust.Documents.Verification;

/// <summary>An OFD file under verification: what its signatures share.</summary>
internal sealed class DocumentContext(OfdPackage package, OfdFile file)
{
    private readonly Dictionary<string, byte[]?> _digests = new(StringComparer.Ordinal);
    private OfdReachability? _reachability;

    internal OfdPackage Package => package;

    internal OfdFile File => file;

    internal OfdReachability Reachability => _reachability ??= OfdReachability.Of(file);

    /// <summary>All signatures of all documents of the file, in order.</summary>
    internal IReadOnlyList<OfdSignatureEntry> Signatures { get; } =
        [.. file.Bodies.SelectMany(body => body.SignatureLists).SelectMany(list => list.Entries).Take(MaxSignatures)];

    /// <summary>More are not judged, and the document does not pass.</summary>
    internal const int MaxSignatures = 100;

    /// <summary>SM3 over the unpacked entry, or null where it can't be read.</summary>
    internal byte[]? DigestOf(string entryName)
    {
        if (!_digests.TryGetValue(entryName, out var digest))
        {
            using var hasher = new Sm3Hasher();
            digest = package.Find(entryName) is { } entry && entry.TryStream(bytes => hasher.Append(bytes)) ? hasher.GetHashAndReset() : null;
            _digests[entryName] = digest;
        }

        return digest;
    }

    /// <summary>Place of a page that a stamp names by its object id, from 1, or null.</summary>
    internal int? PageNumber(ulong pageId) =>
        file.Bodies.SelectMany(body => body.AllDocuments).Select(document => document.FindPage(pageId)).FirstOrDefault(page => page is not null) is { } found
            ? found.Index + 1
            : null;
}
