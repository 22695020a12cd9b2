using System.Collections.Concurrent;

namespace Trust.Crypto;

/// <summary>
/// Tables of public keys that check much: issuers' keys come back again and again. A key that has checked <see cref="Threshold"/> signatures gets one, which makes each
/// further check several times faster; the <see cref="Capacity"/> keys used last keep theirs. Only public numbers are kept.
/// </summary>
internal static class Sm2KeyTables
{
    /// <summary>A table costs as much as some dozens of checks without it.</summary>
    internal const int Threshold = 32;

    /// <summary>Keys with a table or counted towards one: 148 KiB each at most.</summary>
    internal const int Capacity = 128;

    private static readonly ConcurrentDictionary<Sm2PublicKey, Entry> Entries = new();
    private static long _clock;

    /// <summary>Counts a check, and gives the key's table, or null where it has none yet.</summary>
    internal static PointTable? Find(Sm2PublicKey key)
    {
        if (!Entries.TryGetValue(key, out var entry))
        {
            entry = Entries.GetOrAdd(key, new Entry());
            if (Entries.Count > Capacity)
            {
                Forget();
            }
        }

        entry.LastUse = Interlocked.Increment(ref _clock);
        if (entry.Table is { } table)
        {
            return table;
        }

        // One of many callers at once makes it; the others go without.
        return Interlocked.Increment(ref entry.Uses) == Threshold ? entry.Table = new PointTable(key.Key) : null;
    }

    // A quarter at once, so that this is rare. Keys seen once leave first among equals: they were used longest ago. Sorted is a copy that the dictionary makes of itself:
    // one that sorting makes has holes where another caller forgets at the same time.
    private static void Forget()
    {
        foreach (var (key, _) in Entries.ToArray().OrderBy(pair => pair.Value.LastUse).Take(Capacity / 4))
        {
            Entries.TryRemove(key, out _);
        }
    }

    private sealed class Entry
    {
        internal volatile PointTable? Table;
        internal long LastUse;
        internal int Uses;
    }
}
