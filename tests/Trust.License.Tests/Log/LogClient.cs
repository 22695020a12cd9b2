using System.Globalization;
using System.Text;
using Trust.Crypto;

namespace Trust.License.Tests.Log;

/// <summary>
/// A reader of the log written from the specification alone (C2SP signed-note, tlog-checkpoint and tlog-tiles with SM3 and SM2, RFC 9162 section 2.1): of the product it uses
/// nothing but the hash and the signature.
/// </summary>
internal sealed class LogClient(string origin, byte[] publicKey)
{
    private readonly Sm2PublicKey key = Sm2PublicKey.TryFromSubjectPublicKeyInfo(publicKey, out var read) ? read : throw new ArgumentException("No SM2 key.");

    /// <summary>Size and root of a checkpoint whose signature holds.</summary>
    public (long Size, byte[] Root) Read(string note)
    {
        var end = note.IndexOf("\n\n", StringComparison.Ordinal);
        var text = note[..(end + 1)];
        var parts = note[(end + 2)..].TrimEnd('\n').Split(' ');
        Assert.Equal(["—", origin], parts[..2]);
        var value = Convert.FromBase64String(parts[2]);
        byte[] named = [.. Encoding.UTF8.GetBytes(origin), (byte)'\n', 0xFF, .. "sm2-sm3\n"u8, .. publicKey];
        Assert.Equal(Sm3.HashData(named)[..4], value[..4]);
        Assert.True(key.Verify(Encoding.UTF8.GetBytes(text), value.AsSpan(4), Crypto.Keys.SignatureFormat.Raw), "The signature of the checkpoint does not hold.");
        var lines = text.Split('\n');
        Assert.Equal(origin, lines[0]);
        return (long.Parse(lines[1], CultureInfo.InvariantCulture), Convert.FromBase64String(lines[2]));
    }

    public async Task<(long Size, byte[] Root)> HeadAsync(HttpClient http) => Read(await http.GetStringAsync(new Uri("/log/checkpoint", UriKind.Relative)));

    public long SizeProvedBy(string proof) => Read(NoteOf(proof)).Size;

    /// <summary>Place that a carried proof names: its second line, or the third where it carries its entry too.</summary>
    public static long IndexOf(string proof) => long.Parse(Lines(proof).Single(line => line.StartsWith("index ", StringComparison.Ordinal))["index ".Length..], CultureInfo.InvariantCulture);

    /// <summary>The entry that a proof carries (its line <c>extra</c>).</summary>
    public static byte[] EntryOf(string proof) => Convert.FromBase64String(Lines(proof)[1]["extra ".Length..]);

    /// <summary>Whether a carried proof leads from an entry to its checkpoint.</summary>
    public bool Includes(string proof, byte[] entry)
    {
        var (size, root) = Read(NoteOf(proof));
        var path = Lines(proof).SkipWhile(line => !line.StartsWith("index ", StringComparison.Ordinal)).Skip(1).Select(Convert.FromBase64String).ToList();
        var (hash, index, last, used) = (Leaf(entry), IndexOf(proof), size - 1, 0);
        for (; last > 0; index >>= 1, last >>= 1)
        {
            if ((index & 1) == 1)
            {
                hash = Node(path[used++], hash);
            }
            else if (index < last)
            {
                hash = Node(hash, path[used++]);
            }
        }

        return used == path.Count && hash.SequenceEqual(root);
    }

    /// <summary>One entry, out of its bundle.</summary>
    public async Task<byte[]> EntryAsync(HttpClient http, long index) => (await EntriesAsync(http, index / 256, (await HeadAsync(http)).Size))[(int)(index % 256)];

    /// <summary>Every entry up to a size.</summary>
    public static async Task<List<byte[]>> AllEntriesAsync(HttpClient http, long size)
    {
        var all = new List<byte[]>();
        for (var tile = 0L; tile * 256 < size; tile++)
        {
            all.AddRange(await EntriesAsync(http, tile, size));
        }

        return all;
    }

    /// <summary>Root over entries, by the definition (RFC 9162 section 2.1.1).</summary>
    public static byte[] RootOf(IReadOnlyList<byte[]> entries)
    {
        if (entries.Count == 0)
        {
            return Sm3.HashData([]);
        }

        if (entries.Count == 1)
        {
            return Leaf(entries[0]);
        }

        var split = 1;
        while (split * 2 < entries.Count)
        {
            split *= 2;
        }

        return Node(RootOf([.. entries.Take(split)]), RootOf([.. entries.Skip(split)]));
    }

    /// <summary>Address of a tile of a log of some size: full ones without, the last with its width.</summary>
    public static string Place(long tile, long size)
    {
        var groups = new Stack<string>();
        for (var left = tile; groups.Count == 0 || left > 0; left /= 1000)
        {
            groups.Push((groups.Count == 0 ? "" : "x") + (left % 1000).ToString("000", CultureInfo.InvariantCulture));
        }

        var width = Math.Min(256, size - tile * 256);
        return string.Join('/', groups) + (width < 256 ? string.Create(CultureInfo.InvariantCulture, $".p/{width}") : "");
    }

    public static byte[] Leaf(byte[] entry) => Sm3.HashData([0, .. entry]);

    public static byte[] Node(byte[] left, byte[] right) => Sm3.HashData([1, .. left, .. right]);

    private static async Task<List<byte[]>> EntriesAsync(HttpClient http, long tile, long size)
    {
        var bundle = await http.GetByteArrayAsync(new Uri($"/log/tile/entries/{Place(tile, size)}", UriKind.Relative));
        var entries = new List<byte[]>();
        for (var at = 0; at < bundle.Length;)
        {
            var length = (bundle[at] << 8) | bundle[at + 1];
            entries.Add(bundle[(at + 2)..(at + 2 + length)]);
            at += 2 + length;
        }

        return entries;
    }

    private static string[] Lines(string proof) => proof.Split("\n\n")[0].Split('\n');

    private static string NoteOf(string proof) => proof[(proof.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
}
