using Trust.Crypto;

namespace Trust.Documents.Packaging;

/// <summary>
/// SM3 digests of the entries of a container. Small ones are collected and digested side by side, which is several times as fast as one after another; a large one is
/// digested in pieces and never held.
/// </summary>
internal sealed class EntryDigests
{
    // Bytes of an entry that is collected, and of all that wait at one time.
    internal const int LargestCollected = 64 * 1024;
    private const int MostHeld = 4 * 1024 * 1024;

    private readonly Dictionary<string, byte[]?> _digests = new(StringComparer.Ordinal);
    private readonly List<(string Name, ReadOnlyMemory<byte> Content)> _waiting = [];
    private long _held;

    /// <summary>Whether a digest, or that there is none, is known for a name.</summary>
    internal bool Knows(string name) => _digests.ContainsKey(name);

    /// <summary>Collects an entry.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its unpacked bytes; they must not change until <see cref="Finish"/>.</param>
    internal void Add(string name, ReadOnlyMemory<byte> content)
    {
        _digests[name] = null;
        _waiting.Add((name, content));
        _held += content.Length;
        if (_held > MostHeld)
        {
            Finish();
        }
    }

    /// <summary>Keeps the digest of an entry that was digested elsewhere; null for one that can't be read.</summary>
    internal void Keep(string name, byte[]? digest) => _digests[name] = digest;

    /// <summary>Digests what waits.</summary>
    /// <returns>32 bytes an entry, or null for one that can't be read.</returns>
    internal IReadOnlyDictionary<string, byte[]?> Finish()
    {
        var hashes = new byte[_waiting.Count * Sm3.HashSizeInBytes];
        Sm3Batch.HashData([.. _waiting.Select(entry => entry.Content)], hashes);
        for (var place = 0; place < _waiting.Count; place++)
        {
            _digests[_waiting[place].Name] = hashes.AsSpan(place * Sm3.HashSizeInBytes, Sm3.HashSizeInBytes).ToArray();
        }

        _waiting.Clear();
        _held = 0;
        return _digests;
    }
}
