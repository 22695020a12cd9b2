using System.Text.Json.Nodes;

namespace Trust.Benchmarks;

/// <summary>
/// One entry of <c>./bench.sh NAME</c>: a class of its own, listed in <see cref="Program"/>. It measures ours beside a baseline in the same run;
/// a ratio above 1 always says that ours is better.
/// </summary>
internal abstract class Benchmark : IAsyncDisposable
{
    /// <summary>What the machine lacks for it; null: nothing.</summary>
    internal virtual string? Lacks => null;

    /// <summary>What the run found that must not be; null: nothing.</summary>
    internal virtual string? Fault => null;

    /// <summary>Measures everything, telling people as it goes.</summary>
    /// <param name="people">Lines for a reader.</param>
    /// <returns>The report, a member a row.</returns>
    internal abstract Task<JsonObject> RunAsync(TextWriter people);

    public abstract ValueTask DisposeAsync();

    /// <summary>The middle one; sorts the values.</summary>
    internal static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
