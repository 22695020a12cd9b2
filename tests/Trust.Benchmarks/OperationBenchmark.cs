using System.Globalization;
using System.Text.Json.Nodes;

namespace Trust.Benchmarks;

/// <summary>Operations of this process, each beside the same one of the baseline: microseconds and ratio.</summary>
internal abstract class OperationBenchmark : Benchmark
{
    /// <summary>Heading of the table.</summary>
    protected abstract string Name { get; }

    /// <summary>What the baseline is, as the member of each row.</summary>
    protected abstract string BaselineName { get; }

    /// <summary>What is measured, in the order of the report.</summary>
    protected abstract IEnumerable<Row> Rows();

    internal sealed override Task<JsonObject> RunAsync(TextWriter people)
    {
        var report = new JsonObject();
        people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Name,-16}{"µs",12}{BaselineName,14}{"ratio",8}"));
        foreach (var row in Rows())
        {
            var (subject, baseline) = Runner.Measure(row);
            people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Name,-16}{subject,12:F3}{baseline,14:F3}{baseline / subject,8:F2}"));
            report[row.Name] = new JsonObject
            {
                ["us"] = Math.Round(subject, 3),
                [BaselineName] = Math.Round(baseline / subject, 3),
            };
        }

        return Task.FromResult(report);
    }
}

/// <summary>One operation of ours and the same operation of the baseline, each done once a call.</summary>
/// <param name="Name">Member of the JSON report.</param>
/// <param name="Subject">Ours, by public API only.</param>
/// <param name="Baseline">The baseline's.</param>
internal sealed record Row(string Name, Action Subject, Action Baseline);
