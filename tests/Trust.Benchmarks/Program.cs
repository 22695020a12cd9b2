using System.Globalization;
using System.Text.Json.Nodes;

namespace Trust.Benchmarks;

/// <summary>Runs one entry: figures for people on standard error, with <c>--json</c> one JSON object as the last line of standard output.</summary>
internal static class Program
{
    private static readonly Dictionary<string, Func<Benchmark>> Entries = new()
    {
        ["crypto"] = () => new CryptoBenchmark(),
    };

    private static int Main(string[] arguments)
    {
        var asJson = arguments.Contains("--json");
        var names = arguments.Where(argument => argument != "--json").ToList();
        if (names.Count == 0)
        {
            Console.WriteLine(string.Join('\n', Entries.Keys));
            return 0;
        }

        if (names.Count > 1 || !Entries.TryGetValue(names[0], out var create))
        {
            Console.Error.WriteLine($"No benchmark '{string.Join(' ', names)}'. There are: {string.Join(", ", Entries.Keys)}.");
            return 2;
        }

        using var benchmark = create();
        var report = Run(benchmark);
        if (asJson)
        {
            Console.WriteLine(report.ToJsonString());
        }

        return 0;
    }

    private static JsonObject Run(Benchmark benchmark)
    {
        var report = new JsonObject();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{benchmark.Name,-16}{"µs",12}{benchmark.BaselineName,14}{"ratio",8}"));
        foreach (var row in benchmark.Rows())
        {
            var (subject, baseline) = Runner.Measure(row);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Name,-16}{subject,12:F3}{baseline,14:F3}{baseline / subject,8:F2}"));
            report[row.Name] = new JsonObject
            {
                ["us"] = Math.Round(subject, 3),
                [benchmark.BaselineName] = Math.Round(baseline / subject, 3),
            };
        }

        return report;
    }
}
