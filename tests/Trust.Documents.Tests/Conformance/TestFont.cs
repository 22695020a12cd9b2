namespace Trust.Documents.Tests.Conformance;

/// <summary>A font file of the machine, with Latin letters at least.</summary>
internal static class TestFont
{
    private static readonly string[] Places = ["/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"];

    public static byte[] Bytes { get; } = File.ReadAllBytes(Places.First(File.Exists));
}
