using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Trust.Crypto.Merkle;

/// <summary>
/// A proof to carry about (shape of C2SP tlog-proof): place of an entry, the hashes above it, and the signed checkpoint they lead to. Whoever has the log's public key
/// checks it without asking the log.
/// </summary>
/// <param name="Index">Place of the entry, from 0.</param>
/// <param name="Path">Hashes from the leaf upwards, 32 bytes each.</param>
/// <param name="Checkpoint">The signed note.</param>
public sealed record LogProof(long Index, IReadOnlyList<byte[]> Path, string Checkpoint)
{
    /// <summary>First line: the shape, with our private hash named.</summary>
    public const string Header = "c2sp.org/tlog-proof@v1 sm3";

    /// <summary>Longest proof that is read, in bytes.</summary>
    public const int LargestProof = SignedNote.LargestNote + 16 * 1024;

    /// <summary>Longest entry that is carried along, in bytes.</summary>
    public const int LargestEntry = 4 * 1024;

    private const int LongestPath = 63;
    private const string IndexLine = "index ";
    private const string ExtraLine = "extra ";

    /// <summary>The entry itself, so that the proof is checked without asking for it; null where it is kept elsewhere. At most <see cref="LargestEntry"/> bytes.</summary>
    public ReadOnlyMemory<byte>? Entry { get; init; }

    /// <summary>The proof as text.</summary>
    public string ToText()
    {
        var text = new StringBuilder(Header).Append('\n');
        if (Entry is { } entry)
        {
            text.Append(ExtraLine).Append(Convert.ToBase64String(entry.Span)).Append('\n');
        }

        text.Append(IndexLine).Append(Index.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (var hash in Path)
        {
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        }

        return text.Append('\n').Append(Checkpoint).ToString();
    }

    /// <summary>Reads a proof; nothing is checked but its form.</summary>
    /// <param name="proof">UTF-8.</param>
    /// <param name="read">The proof when the bytes are one.</param>
    public static bool TryRead(ReadOnlySpan<byte> proof, [NotNullWhen(true)] out LogProof? read)
    {
        read = null;
        var end = proof.IndexOf("\n\n"u8);
        if (proof.Length > LargestProof || end < 0 || !Ascii.IsValid(proof[..end]))
        {
            return false;
        }

        List<string> lines = [.. Encoding.ASCII.GetString(proof[..end]).Split('\n')];
        if (!TryTakeEntry(lines, out var entry) || lines.Count is < 2 or > 2 + LongestPath || lines[0] != Header || !lines[1].StartsWith(IndexLine, StringComparison.Ordinal)
            || !LogText.TryReadNumber(lines[1].AsSpan(IndexLine.Length), out var index) || !SignedNote.TryRead(proof[(end + 2)..], out _))
        {
            return false;
        }

        var path = new List<byte[]>();
        foreach (var line in lines.Skip(2))
        {
            if (!LogText.TryReadHash(line, out var hash))
            {
                return false;
            }

            path.Add(hash);
        }

        read = new LogProof(index, path, Encoding.UTF8.GetString(proof[(end + 2)..])) { Entry = entry };
        return true;
    }

    // The line is optional; base64 is read strictly, so that an entry has one spelling.
    private static bool TryTakeEntry(List<string> lines, out ReadOnlyMemory<byte>? entry)
    {
        entry = null;
        if (lines.Count < 2 || !lines[1].StartsWith(ExtraLine, StringComparison.Ordinal))
        {
            return true;
        }

        var (text, bytes) = (lines[1][ExtraLine.Length..], new byte[LargestEntry]);
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length == 0 || Convert.ToBase64String(bytes.AsSpan(0, length)) != text)
        {
            return false;
        }

        entry = bytes.AsMemory(0, length);
        lines.RemoveAt(1);
        return true;
    }

    /// <summary>Whether the log with this key has an entry at this place.</summary>
    /// <param name="origin">Name of the log, which is also the name under which it signs.</param>
    /// <param name="subjectPublicKeyInfo">SM2 public key of the log, DER.</param>
    /// <param name="entry">The entry as the log has it.</param>
    /// <param name="checkpoint">The checkpoint that proves it, when it does.</param>
    /// <returns>False where anything differs: origin, signature, place, path or entry.</returns>
    public bool Proves(string origin, ReadOnlySpan<byte> subjectPublicKeyInfo, ReadOnlySpan<byte> entry, [NotNullWhen(true)] out LogCheckpoint? checkpoint)
    {
        if (SignedNote.TryRead(Encoding.UTF8.GetBytes(Checkpoint), out var note) && note.IsSignedBy(origin, subjectPublicKeyInfo)
            && LogCheckpoint.TryRead(note.Text, out checkpoint) && checkpoint.Origin == origin
            && MerkleProof.VerifyInclusion(MerkleHash.Sm3, Index, checkpoint.Size, MerkleHash.Sm3.Leaf(entry), Path, checkpoint.Root.Span))
        {
            return true;
        }

        checkpoint = null;
        return false;
    }
}
