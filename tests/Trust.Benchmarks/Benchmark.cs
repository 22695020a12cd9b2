namespace Trust.Benchmarks;

/// <summary>One entry of <c>./bench.sh NAME</c>: a class of its own, listed in <see cref="Program"/>.</summary>
internal abstract class Benchmark : IDisposable
{
    /// <summary>Name on the command line.</summary>
    internal abstract string Name { get; }

    /// <summary>What the baseline is, as the member of each row.</summary>
    internal abstract string BaselineName { get; }

    /// <summary>What is measured, in the order of the report.</summary>
    internal abstract IEnumerable<Row> Rows();

    public abstract void Dispose();
}

/// <summary>One operation of ours and the same operation of the baseline, each done once a call.</summary>
/// <param name="Name">Member of the JSON report.</param>
/// <param name="Subject">Ours, by public API only.</param>
/// <param name="Baseline">The baseline's.</param>
internal sealed record Row(string Name, Action Subject, Action Baseline);
