using System.Diagnostics;
using System.Text.Json;

namespace Trust.Documents.Tests.Writing;

/// <summary>The npm package ofd.js in a browser (tests/peers/ofd.mjs): what another reader finds in a document.</summary>
internal static class OfdJs
{
    private static readonly string Peers = Path.Combine(Root(), "tests", "peers");

    public static IReadOnlyList<PageFound> Read(byte[] ofd)
    {
        if (!Directory.Exists(Path.Combine(Peers, "node_modules")))
        {
            throw new InvalidOperationException("Run 'npm ci' in tests/peers first.");
        }

        var folder = Directory.CreateTempSubdirectory("trust-documents-");
        try
        {
            var file = Path.Combine(folder.FullName, "file.ofd");
            File.WriteAllBytes(file, ofd);
            var start = new ProcessStartInfo("node", [Path.Combine(Peers, "ofd.mjs"), file]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var found = JsonSerializer.Deserialize<Found>(output, JsonSerializerOptions.Web)!;
            Assert.True(found.Error is null, found.Error);
            Assert.Equal(found.Pages.Count, found.Drawn);
            return found.Pages;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Trust.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }

    internal sealed record TextFound(double[] Boundary, string Text);

    internal sealed record Box(double X, double Y, double W, double H);

    internal sealed record StampFound(string Type, double[] Boundary, Box? Clip);

    internal sealed record PageFound(string Id, double[] Box, IReadOnlyList<TextFound> Texts, IReadOnlyList<StampFound> Stamps);

    private sealed record Found(IReadOnlyList<PageFound> Pages, int Drawn, string? Error);
}
