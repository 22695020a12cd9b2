using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Trust.Benchmarks.Licences;

/// <summary>How often an act is done a second by callers side by side, and where their time goes.</summary>
/// <param name="ASecond">Acts a second.</param>
/// <param name="Sealing">Share of the callers' time in Seal, without its statements.</param>
/// <param name="Database">Share of the callers' time in statements and commits, those of Seal too.</param>
/// <param name="Cores">Processors that this process used.</param>
internal sealed record LicenceRate(double ASecond, double Sealing, double Database, double Cores)
{
    // More than this share of all processors in this process alone: the server of the database has to have the rest.
    private const double Busy = 0.6;

    /// <summary>One sentence on what bounds it.</summary>
    internal string Bound => Cores >= Busy * Environment.ProcessorCount
        ? string.Create(CultureInfo.InvariantCulture, $"Bound by the processors: this process alone uses {Cores:F1} of {Environment.ProcessorCount}, most of it {(Sealing >= 1 - Sealing - Database ? "in Seal" : "outside Seal")}.")
        : Database >= Sealing ? "Bound by the database: the callers wait for it most of their time."
        : "Bound by sealing: the callers wait for it most of their time, and the processors are not used up.";

    internal static async Task<LicenceRate> OfAsync(LicenceServer server, int callers, Func<Task> act, TimeSpan time)
    {
        using var process = Process.GetCurrentProcess();
        var (sealing, statements, bySeal, processor, count) = (server.Sealing.Spent, server.Statements.Spent, server.Statements.SpentBySeal, process.TotalProcessorTime, 0);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < time)
            {
                await act();
                Interlocked.Increment(ref count);
            }
        })));
        process.Refresh();
        var (took, all) = (clock.Elapsed, clock.Elapsed * callers);
        var withoutStatements = server.Sealing.Spent - sealing - (server.Statements.SpentBySeal - bySeal);
        return new LicenceRate(count / took.TotalSeconds, withoutStatements / all, (server.Statements.Spent - statements) / all, (process.TotalProcessorTime - processor) / took);
    }

    internal JsonObject ToJson() => new()
    {
        ["per_second"] = Math.Round(ASecond, 1),
        ["sealing_share"] = Math.Round(Sealing, 3),
        ["database_share"] = Math.Round(Database, 3),
        ["cores"] = Math.Round(Cores, 2),
        ["processors"] = Environment.ProcessorCount,
        ["bound"] = Bound,
    };
}
