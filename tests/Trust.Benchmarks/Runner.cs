using System.Diagnostics;

namespace Trust.Benchmarks;

/// <summary>
/// Interleaved measurement: rounds alternate between subject and baseline, so that whatever else the machine does hits both alike; medians
/// of the rounds are compared.
/// </summary>
internal static class Runner
{
    private const int Rounds = 15;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(40);

    /// <summary>Median time of one operation in microseconds, of the subject and of the baseline.</summary>
    internal static (double Subject, double Baseline) Measure(Row row) => Measure(row.Subject, row.Baseline) is [var subject, var baseline] ? (subject, baseline) : default;

    /// <summary>The same for any number of operations, in turns.</summary>
    internal static double[] Measure(params Action[] operations)
    {
        var counts = operations.Select(Calibrate).ToArray();
        var times = operations.Select(_ => new double[Rounds]).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var index = 0; index < operations.Length; index++)
            {
                times[index][round] = Time(operations[index], counts[index]);
            }
        }

        return [.. times.Select(Benchmark.Median)];
    }

    // The warm-up also gives the compiler time to replace its first versions of the methods.
    private static int Calibrate(Action operation)
    {
        var clock = Stopwatch.StartNew();
        var count = 0;
        while (clock.Elapsed < WarmUp)
        {
            operation();
            count++;
        }

        Thread.Sleep(150);
        return Math.Max(1, (int)(count * (Sample / WarmUp)));
    }

    private static double Time(Action operation, int count)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            operation();
        }

        return clock.Elapsed.TotalMicroseconds / count;
    }
}
