using System.Security.Cryptography;

namespace Trust.Hosting.Keys;

/// <summary>One block of a PEM text.</summary>
/// <param name="Label">Label, for example <c>CERTIFICATE</c>.</param>
/// <param name="Bytes">Decoded content.</param>
internal sealed record PemBlock(string Label, byte[] Bytes);

/// <summary>Reads all blocks of a PEM text (RFC 7468).</summary>
internal static class PemBlocks
{
    public static IReadOnlyList<PemBlock> Read(string text)
    {
        var blocks = new List<PemBlock>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            blocks.Add(new PemBlock(rest[fields.Label].ToString(), Convert.FromBase64String(rest[fields.Base64Data].ToString())));
            rest = rest[fields.Location.End..];
        }

        return blocks;
    }
}
