using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Trust.Crypto.Merkle;

/// <summary>
/// State of a log at one moment, as text (C2SP tlog-checkpoint): origin, size and root, a line each. It says nothing until a signature over it is checked: see
/// <see cref="SignedNote"/>.
/// </summary>
/// <param name="Origin">Name of the log: 1 to 200 printable ASCII characters without spaces and plus signs, for example <c>trust.yunchuan.example/log</c>.</param>
/// <param name="Size">Number of entries.</param>
/// <param name="Root">Root of the tree over them, 32 bytes.</param>
public sealed record LogCheckpoint(string Origin, long Size, ReadOnlyMemory<byte> Root)
{
    private const int LongestOrigin = 200;

    /// <summary>The text that is signed; ends with a line feed.</summary>
    /// <exception cref="InvalidOperationException">Origin, size or root is none.</exception>
    public string ToText() => IsOrigin(Origin) && Size >= 0 && Root.Length == MerkleHash.SizeInBytes
        ? string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root.Span)}\n")
        : throw new InvalidOperationException("A checkpoint has an origin, a size and a root of 32 bytes.");

    /// <summary>Reads the text of a checkpoint whose signature has been checked. Further lines are extensions and left aside.</summary>
    /// <param name="text">Text of a note.</param>
    /// <param name="checkpoint">The checkpoint when the text is one.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out LogCheckpoint? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(text);
        checkpoint = null;
        if (!text.EndsWith('\n') || text.Split('\n') is not [var origin, var size, var root, ..] || !IsOrigin(origin) || !LogText.TryReadNumber(size, out var entries)
            || !LogText.TryReadHash(root, out var hash))
        {
            return false;
        }

        checkpoint = new LogCheckpoint(origin, entries, hash);
        return true;
    }

    /// <summary>Whether a text may name a log.</summary>
    /// <param name="text">Any text.</param>
    public static bool IsOrigin([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= LongestOrigin } && text.All(character => character is > ' ' and <= '~' and not '+');
}

/// <summary>Numbers and hashes in the texts of logs: one spelling each, so that a text cannot be written in two ways.</summary>
internal static class LogText
{
    // 32 bytes in base64 with padding.
    private const int HashCharacters = 44;

    public static bool TryReadNumber(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        return text.Length is > 0 and <= 18 && (text.Length == 1 || text[0] != '0') && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    public static bool TryReadHash(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? hash)
    {
        hash = new byte[MerkleHash.SizeInBytes];
        if (text.Length == HashCharacters && Convert.TryFromBase64Chars(text, hash, out var written) && written == hash.Length
            && text.SequenceEqual(Convert.ToBase64String(hash)))
        {
            return true;
        }

        hash = null;
        return false;
    }
}
