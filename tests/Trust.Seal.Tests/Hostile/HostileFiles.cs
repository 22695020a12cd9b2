using System.IO.Compression;
using System.Text;
using Trust.Seal.Tests.Processes;

namespace Trust.Seal.Tests.Hostile;

/// <summary>Files that somebody would send to hurt us.</summary>
internal static class HostileFiles
{
    private const string Entry = """
        <?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0123456789abcdef0123456789abcdef</ofd:DocID></ofd:DocInfo><ofd:DocRoot>{0}</ofd:DocRoot></ofd:DocBody></ofd:OFD>
        """;

    /// <summary>Name, and the code that the file is refused with.</summary>
    public static IReadOnlyList<(string Name, string Code)> All { get; } =
    [
        ("truncated", "document.truncated"),
        ("bomb", "document.ratio"),
        ("bomb-xml", "document.ratio"),
        ("entries", "document.too-many-entries"),
        ("deep", "document.xml-too-deep"),
        ("dtd", "document.dtd"),
        ("escape", "document.entry-missing"),
        ("pdf", "pdf.xref-invalid"),
        ("noise", "document.unknown-kind"),
    ];

    /// <summary>Writes all of them, a good one, an empty one and one of 200 MB.</summary>
    public static void Write(MachineTool tool, byte[] good)
    {
        tool.Write("good.ofd", good);
        tool.Write("empty.ofd", []);
        tool.Write("truncated.ofd", good[..(good.Length / 2)]);
        tool.Write("bomb.ofd", Zip(("OFD.xml", Root()), ("Doc_0/Document.xml", Zeros(300 * 1024 * 1024))));
        tool.Write("bomb-xml.ofd", Zip(("OFD.xml", stream => Repeat(stream, "<a>", " ", 15 * 1024 * 1024, "</a>"))));
        tool.Write("entries.ofd", Zip([("OFD.xml", Root()), .. Enumerable.Range(0, 20_000).Select(number => ($"e{number}", Text("x")))]));
        tool.Write("deep.ofd", Zip(("OFD.xml", stream => Repeat(stream, "", "<a>", 100_000, string.Concat(Enumerable.Repeat("</a>", 100_000))))));
        tool.Write("dtd.ofd", Zip(("OFD.xml", Text("<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]><a>&c;</a>"))));
        tool.Write("escape.ofd", Zip(("OFD.xml", Root("../../../etc/passwd")), ("../../evil.txt", Text("x"))));
        tool.Write("pdf.ofd", "%PDF-1.7\n%\n"u8.ToArray());
        tool.Write("noise.ofd", Noise(2000));
        using var large = File.Create(tool.At("large.ofd"));
        large.Write(good);
        for (var mebibyte = 0; mebibyte < 200; mebibyte++)
        {
            large.Write(Noise(1024 * 1024));
        }
    }

    private static byte[] Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(bytes).NextBytes(noise);
        return noise;
    }

    private static Action<Stream> Root(string document = "Doc_0/Document.xml") => Text(Entry.Replace("{0}", document, StringComparison.Ordinal));

    private static Action<Stream> Text(string text) => stream => stream.Write(Encoding.UTF8.GetBytes(text));

    private static Action<Stream> Zeros(int bytes) => stream =>
    {
        var piece = new byte[1024 * 1024];
        for (var written = 0; written < bytes; written += piece.Length)
        {
            stream.Write(piece);
        }
    };

    private static void Repeat(Stream stream, string before, string text, int times, string after)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write(before);
        for (var time = 0; time < times; time++)
        {
            writer.Write(text);
        }

        writer.Write(after);
    }

    private static byte[] Zip(params IEnumerable<(string Name, Action<Stream> Write)> entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, write) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                write(entry);
            }
        }

        return file.ToArray();
    }
}
