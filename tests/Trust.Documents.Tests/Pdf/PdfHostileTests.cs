using System.Diagnostics;
using System.Text;
using FsCheck.Xunit;
using Trust.Documents.Pdf;
using Xunit.Abstractions;

namespace Trust.Documents.Tests.Pdf;

/// <summary>Nothing in a file makes a reader throw, take long, or call a changed file intact.</summary>
public class PdfHostileTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);
    private static readonly Lazy<byte[]> Plain = new(() => PdfMaking.Sign(PdfMaking.Sample, PdfMaking.Request with { Stamp = PdfMaking.Stamp }, PdfMaking.TimeStamp));
    private static readonly Lazy<byte[]> Streams = new(() => PdfMaking.Sign(PdfMaking.Sign(PdfStreamsFile.Make())));

    private TimeSpan _longest;

    [Property(MaxTest = 300)]
    public void Random_bytes_are_answered(byte[] bytes)
    {
        Judge(bytes);
        Judge([.. "%PDF-1.7\n"u8, .. bytes, .. "\nstartxref\n9\n%%EOF\n"u8]);
    }

    [Fact]
    public void Every_truncation_is_answered()
    {
        foreach (var sample in new[] { Plain.Value, Streams.Value })
        {
            for (var length = 0; length < sample.Length; length += 1 + (sample.Length / 500))
            {
                Judge(sample[..length]);
            }
        }
    }

    [Fact]
    public void Two_thousand_random_changes_are_answered_and_none_of_covered_bytes_is_intact()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}.");
        var random = new Random(seed);
        foreach (var sample in new[] { Plain.Value, Streams.Value })
        {
            for (var round = 0; round < 1000; round++)
            {
                // The value itself is not covered, and its encoding has parts that nobody signed (the list of digest algorithms, say).
                var changed = PdfMutations.Change(sample, random);
                Assert.True(!Judge(changed) || PdfMaking.Cut(changed).Covered.AsSpan().SequenceEqual(PdfMaking.Cut(sample).Covered), $"Seed {seed}, round {round}.");
            }
        }

        output.WriteLine($"The longest took {_longest.TotalMilliseconds:0} ms.");
    }

    [Theory]
    [InlineData("[", 200_000)]
    [InlineData("<<", 200_000)]
    [InlineData("<</A", 200_000)]
    [InlineData("[<</A", 200_000)]
    [InlineData("(", 200_000)]
    [InlineData("<< /A 1 0 R >> ", 100_000)]
    [InlineData("999999999999999999999999999999 ", 50_000)]
    [InlineData("1 0 R ", 200_000)]
    [InlineData("%\n", 500_000)]
    public void Deep_and_long_objects_are_answered(string piece, int times) =>
        Judge(Table(string.Concat(Enumerable.Repeat(piece, times))));

    [Theory]
    [InlineData("<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R 1 0 R] >>")]
    [InlineData("<< /Type /Catalog /Pages 1 0 R /AcroForm << /Fields [1 0 R] >> /Kids [1 0 R] /FT /Sig /V 1 0 R >>")]
    [InlineData("1 0 R")]
    [InlineData("<< /Type /Catalog /Length 1 0 R >> stream")]
    [InlineData("<< /Type /Catalog /Length 99999999999 >> stream")]
    [InlineData("<< /Type /Catalog /Pages << /Kids [] >> >>")]
    public void Circles_are_answered(string catalog) => Assert.False(Judge(Table(catalog)));

    [Fact]
    public void Huge_counts_and_circular_sections_are_answered()
    {
        Judge(Encoding.ASCII.GetBytes("%PDF-1.7\nxref\n0 8388607\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF"));
        Judge(Encoding.ASCII.GetBytes("%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF"));
        Judge(Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<< /Type /XRef /Size 8388607 /W [8 8 8] /Index [0 8388607 0 8388607] /Length 0 >>\nstream\n\nendstream\nendobj\nstartxref\n9\n%%EOF"));
        Judge(Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<< /Type /XRef /Size 8388607 /W [0 0 1] /Length 1 >>\nstream\n\0\nendstream\nendobj\nstartxref\n9\n%%EOF"));
    }

    /// <summary>A file whose catalog, object 1, is the given text.</summary>
    private static byte[] Table(string catalog)
    {
        var body = $"%PDF-1.7\n1 0 obj\n{catalog}\nendobj\n";
        return Encoding.Latin1.GetBytes($"{body}xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<< /Size 2 /Root 1 0 R >>\nstartxref\n{body.Length}\n%%EOF\n");
    }

    private bool Judge(byte[] file)
    {
        var watch = Stopwatch.StartNew();
        var report = PdfSignatureCheck.Check(file);
        Assert.True(report.IsIntact == report.Fault is null && (report.Unreadable is null || report.Signatures.Count == 0));
        _ = PdfSignatureDraft.TryPrepare(file, PdfMaking.Request, out _, out _);
        _ = PdfRendition.TryReadOfdDigest(file, out _);
        Assert.True(watch.Elapsed < Most, $"{file.Length} bytes took {watch.Elapsed}.");
        _longest = watch.Elapsed > _longest ? watch.Elapsed : _longest;
        return report.IsIntact;
    }
}
