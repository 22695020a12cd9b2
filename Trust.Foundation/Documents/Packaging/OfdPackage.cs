using System.Diagnostics.CodeAnalysis;
using Trust.Crypto;

namespace Trust.Documents.Packaging;

/// <summary>
/// A ZIP container (GB/T 33190 clause 7, APPNOTE 6.3) read from bytes that somebody else made. The directory decides what an entry is; local headers and
/// the bytes between are compared with it, and every disagreement is a <see cref="PackageFinding"/>. Methods stored and deflated only. Not for use by several
/// threads at once.
/// </summary>
public sealed class OfdPackage
{
    private readonly Dictionary<string, PackageEntry> _byName = new(StringComparer.Ordinal);
    private readonly List<PackageFinding> _findings = [];
    private readonly EntryDigests _digests = new();
    private long _cached;
    private int _nodes;

    internal OfdPackage(ReadOnlyMemory<byte> bytes, DocumentLimits limits, Deadline deadline)
    {
        Bytes = bytes;
        Limits = limits;
        Deadline = deadline;
    }

    /// <summary>The container as given.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The bounds of reading.</summary>
    public DocumentLimits Limits { get; }

    /// <summary>Shared by everything done with this file.</summary>
    public Deadline Deadline { get; }

    /// <summary>Entries in the order of the directory, folders and unreadable ones included.</summary>
    public IReadOnlyList<PackageEntry> Entries { get; private set; } = [];

    /// <summary>What a strict reader must not pass over. Grows when reading an entry shows damage; <see cref="CheckAll"/> reads all.</summary>
    public IReadOnlyList<PackageFinding> Findings => _findings;

    /// <summary>Opens with the time budget of the limits.</summary>
    /// <param name="file">The bytes; not copied, must not change.</param>
    /// <param name="limits">Bounds; <see cref="DocumentLimits.Default"/> in doubt.</param>
    /// <param name="package">The container, null with a fault.</param>
    /// <param name="fault">Why not, null with a container.</param>
    /// <param name="time">Source of time; the system's when null.</param>
    public static bool TryOpen(
        ReadOnlyMemory<byte> file, [NotNull] DocumentLimits limits, [NotNullWhen(true)] out OfdPackage? package, [NotNullWhen(false)] out DocumentFault? fault, TimeProvider? time = null) =>
        TryOpen(file, limits, Deadline.In(limits.TimeBudget, time), out package, out fault);

    /// <summary>Opens under a deadline that other work shares.</summary>
    /// <param name="file">The bytes; not copied, must not change.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="deadline">When to stop.</param>
    /// <param name="package">The container, null with a fault.</param>
    /// <param name="fault">Why not, null with a container.</param>
    public static bool TryOpen(
        ReadOnlyMemory<byte> file,
        [NotNull] DocumentLimits limits,
        [NotNull] Deadline deadline,
        [NotNullWhen(true)] out OfdPackage? package,
        [NotNullWhen(false)] out DocumentFault? fault)
    {
        package = new(file, limits, deadline);
        fault = ZipReading.Read(package);
        if (fault is not null)
        {
            package = null;
        }

        return package is not null;
    }

    /// <summary>The entry of exactly this name (no leading slash), or null. Of two equal names the first.</summary>
    public PackageEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>SM3 over the unpacked bytes of entries, each computed once; see <see cref="Find"/>.</summary>
    /// <param name="names">Names of entries (no leading slash).</param>
    /// <returns>32 bytes for each of these names, and for others that were asked for before; null for one that is not there or can't be read.</returns>
    public IReadOnlyDictionary<string, byte[]?> Digest(IEnumerable<string> names)
    {
        foreach (var name in names.Where(name => !_digests.Knows(name)))
        {
            if (Find(name) is { Size: <= EntryDigests.LargestCollected } small && small.TryRead(out var content))
            {
                _digests.Add(name, content);
            }
            else
            {
                using var hasher = new Sm3Hasher();
                _digests.Keep(name, Find(name)?.TryStream(bytes => hasher.Append(bytes)) == true ? hasher.GetHashAndReset() : null);
            }
        }

        return _digests.Finish();
    }

    /// <summary>Unpacks every readable entry once, so that <see cref="Findings"/> is complete. False when the deadline passed before the end.</summary>
    public bool CheckAll()
    {
        foreach (var entry in Entries)
        {
            if (entry.IsReadable && !entry.IsDirectory)
            {
                entry.TryStream(static _ => { });
            }
        }

        return !Deadline.Passed;
    }

    internal void Report(PackageFinding finding)
    {
        // A container of 10,000 bad entries tells no more than one of a thousand.
        if (_findings.Count < 1_000)
        {
            _findings.Add(finding);
        }
    }

    internal void Take(IReadOnlyList<PackageEntry> entries)
    {
        Entries = entries;
        foreach (var entry in entries)
        {
            _byName.TryAdd(entry.Name, entry);
        }
    }

    internal bool MayCache(long bytes)
    {
        if (_cached + bytes > Limits.MaxCachedBytes)
        {
            return false;
        }

        _cached += bytes;
        return true;
    }

    /// <summary>Counts XML nodes of all parts; false when there are too many.</summary>
    internal bool CountNodes(int nodes) => (_nodes += nodes) <= Limits.MaxXmlNodesInAll;
}
