using System.Text;

namespace Trust.Documents.Tests.Pdf;

/// <summary>Changes of PDF files: bytes, cuts, copies, and pieces of syntax where they do not belong.</summary>
internal static class PdfMutations
{
    internal static byte[] Change(byte[] sample, Random random)
    {
        string[] pieces = ["<<", ">>", "[", "]", "99999999999", "-1", "0 R", "endobj", "stream", "xref", "/Prev 0", "/Length 1 0 R", "(", ")", "%%EOF", "startxref\n0\n"];
        var changed = sample.ToList();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(changed.Count);
            switch (random.Next(4))
            {
                case 0:
                    changed[at] ^= (byte)random.Next(1, 256);
                    break;
                case 1:
                    changed.RemoveRange(at, Math.Min(random.Next(1, 30), changed.Count - at));
                    break;
                case 2:
                    changed.InsertRange(at, Encoding.ASCII.GetBytes(pieces[random.Next(pieces.Length)]));
                    break;
                default:
                    var from = random.Next(changed.Count);
                    changed.InsertRange(at, changed.Skip(from).Take(random.Next(1, 200)).ToList());
                    break;
            }
        }

        return changed.Count == sample.Length && changed.SequenceEqual(sample) ? [.. changed, 0] : [.. changed];
    }

    /// <summary>Bytes and hexadecimal digits in their places, so that cross-reference data stay right and the change reaches what lies deeper.</summary>
    internal static byte[] InPlace(byte[] sample, Random random)
    {
        var changed = (byte[])sample.Clone();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            // Half of them where the last signature stands.
            var at = random.Next(2) == 0 ? random.Next(changed.Length) : changed.Length - 1 - random.Next(Math.Min(changed.Length, 40_000));
            changed[at] = char.IsAsciiHexDigit((char)changed[at]) ? (byte)"0123456789ABCDEF"[random.Next(16)] : (byte)(changed[at] ^ random.Next(1, 256));
        }

        return changed;
    }
}
