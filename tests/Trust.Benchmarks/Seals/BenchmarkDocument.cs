using System.Globalization;
using System.IO.Compression;
using Trust.Crypto;
using Trust.Documents.Writing;
using Trust.Testing;

namespace Trust.Benchmarks.Seals;

/// <summary>Documents to seal: the usual notice, and a volume of 200 pages and 50 MB whose scans do not compress.</summary>
internal static class BenchmarkDocument
{
    internal const int LargePages = 200;
    internal const int LargeBytes = 50_000_000;

    internal static byte[] Small { get; } = SampleDocument.Notice();

    internal static byte[] Large()
    {
        var builder = new OfdBuilder(new OfdDocumentInfo { DocId = "0123456789abcdef0123456789abcdef", CreationDate = new DateOnly(2026, 11, 28), Title = "卷宗" });
        for (var number = 1; number <= LargePages; number++)
        {
            var page = builder.AddPage();
            page.AddText(string.Create(CultureInfo.InvariantCulture, $"卷宗第{number}页"), 105, 40, new OfdTextStyle { Size = 8 }, OfdAlignment.Center);
            builder.AddAttachment(string.Create(CultureInfo.InvariantCulture, $"扫描件{number}"), "bin", BenchmarkOffice.Noise(LargeBytes / LargePages + number));
        }

        return builder.TryBuild(out var ofd, out var fault) ? ofd : throw new InvalidOperationException($"{fault.Code}: {fault.Detail}");
    }

    /// <summary>The unpacked entries, which a seal digests.</summary>
    internal static List<byte[]> EntriesOf(byte[] document)
    {
        using var zip = new ZipArchive(new MemoryStream(document), ZipArchiveMode.Read);
        return [.. zip.Entries.Select(entry =>
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            return content.ToArray();
        })];
    }

    /// <summary>SM3 over each of them: what of an act is spent in digests of the document.</summary>
    internal static void Digest(List<byte[]> entries)
    {
        foreach (var entry in entries)
        {
            Sm3.HashData(entry);
        }
    }
}
