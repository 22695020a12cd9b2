using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Trust.Documents.Tests.Pdf;

/// <summary>A small file whose catalog, page tree and page lie in an object stream, found by a cross-reference stream with predictor.</summary>
internal static class PdfStreamsFile
{
    internal static byte[] Make(string catalog = "", string page = "")
    {
        string[] objects = [$"<< /Type /Catalog /Pages 2 0 R {catalog} >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>", $"<< /Type /Page /Parent 2 0 R {page} >>"];
        var (head, body) = (new StringBuilder(), new StringBuilder());
        for (var i = 0; i < objects.Length; i++)
        {
            head.Append(CultureInfo.InvariantCulture, $"{i + 1} {body.Length} ");
            body.Append(objects[i]).Append('\n');
        }

        using var file = new MemoryStream();
        file.Write("%PDF-1.7\n"u8);
        var container = (int)file.Length;
        Stream(file, 4, string.Create(CultureInfo.InvariantCulture, $"/Type /ObjStm /N 3 /First {head.Length}"), Encoding.Latin1.GetBytes(head.ToString() + body));
        var xref = (int)file.Length;
        var rows = new byte[6][];
        rows[0] = [0, 0, 0, 0, 0, 0];
        for (var i = 1; i <= 3; i++)
        {
            rows[i] = [2, 0, 0, 0, 4, (byte)(i - 1)];
        }

        rows[4] = Row(container);
        rows[5] = Row(xref);
        using var predicted = new MemoryStream();
        var above = new byte[6];
        foreach (var row in rows)
        {
            predicted.WriteByte(2);
            for (var i = 0; i < 6; i++)
            {
                predicted.WriteByte((byte)(row[i] - above[i]));
            }

            above = row;
        }

        Stream(file, 5, "/Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R /DecodeParms << /Predictor 12 /Columns 6 >>", predicted.ToArray());
        file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"startxref\n{xref}\n%%EOF\n")));
        return file.ToArray();
    }

    private static byte[] Row(int place)
    {
        var row = new byte[] { 1, 0, 0, 0, 0, 0 };
        BinaryPrimitives.WriteInt32BigEndian(row.AsSpan(1), place);
        return row;
    }

    private static void Stream(MemoryStream file, int number, string entries, byte[] data)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(data);
        }

        file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n<< {entries} /Filter /FlateDecode /Length {packed.Length} >>\nstream\n")));
        packed.WriteTo(file);
        file.Write("\nendstream\nendobj\n"u8);
    }
}
