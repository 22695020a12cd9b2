using System.Diagnostics;

namespace Trust.Crypto.Tests.Sm2.ConstantTime;

/// <summary>
/// Two classes of inputs, one fixed and one random, and the time each input takes (Reparaz, Balasch and Verbauwhede 2017, "Dude, is my code constant time?"). Inputs of both are made before
/// anything is timed, lie in one array in random order, and are copied to the same place before each call, so that the classes differ in nothing but their values.
/// </summary>
internal static class TwoClasses
{
    /// <summary>|t| from which two means are held to differ.</summary>
    internal const double Limit = 4.5;

    private const int Batch = 5_000;

    // Where the upper tail is cut off: interruptions are rare and long, and hide small differences. 1 cuts nothing.
    private static readonly double[] Kept = [1, 0.999, 0.99, 0.95, 0.9, 0.75, 0.5];

    /// <summary>What came out.</summary>
    /// <param name="Count">Measurements.</param>
    /// <param name="T">Of the means; the one of largest size over all cuts.</param>
    /// <param name="Fixed">Median of the fixed class in microseconds.</param>
    /// <param name="Random">Median of the random class.</param>
    internal readonly record struct Outcome(int Count, double T, double Fixed, double Random);

    /// <summary>Times <paramref name="run"/>, one call at a time.</summary>
    /// <param name="count">Measurements of both classes together.</param>
    /// <param name="make">An input; true for the fixed class.</param>
    /// <param name="place">Copies an input to where <paramref name="run"/> takes it from.</param>
    /// <param name="run">What is timed.</param>
    internal static Outcome Measure<TInput>(int count, Func<bool, TInput> make, Action<TInput> place, Action run)
    {
        var random = new Random(1);
        var (inputs, isFixed) = (new TInput[Batch], new bool[Batch]);
        var (fixedTimes, randomTimes) = (new List<long>(count), new List<long>(count));

        // Until the compiler has done its last version.
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1.5))
        {
            place(make(random.Next(2) == 0));
            run();
        }

        for (var done = 0; done < count; done += Batch)
        {
            for (var index = 0; index < Batch; index++)
            {
                isFixed[index] = random.Next(2) == 0;
                inputs[index] = make(isFixed[index]);
            }

            for (var index = 0; index < Batch; index++)
            {
                place(inputs[index]);
                var before = Stopwatch.GetTimestamp();
                run();
                var taken = Stopwatch.GetTimestamp() - before;
                (isFixed[index] ? fixedTimes : randomTimes).Add(taken);
            }
        }

        return Judge([.. fixedTimes], [.. randomTimes]);
    }

    private static Outcome Judge(long[] fixedTimes, long[] randomTimes)
    {
        var all = fixedTimes.Concat(randomTimes).Order().ToArray();
        Array.Sort(fixedTimes);
        Array.Sort(randomTimes);
        var t = Kept.Select(part => all[(int)((all.Length - 1) * part)]).Select(longest => Welch(Below(fixedTimes, longest), Below(randomTimes, longest))).MaxBy(Math.Abs);
        return new(all.Length, t, Microseconds(fixedTimes), Microseconds(randomTimes));
    }

    private static double Microseconds(long[] sorted) => sorted[sorted.Length / 2] * 1e6 / Stopwatch.Frequency;

    private static ReadOnlySpan<long> Below(long[] sorted, long longest)
    {
        var end = Array.BinarySearch(sorted, longest + 1);
        end = end < 0 ? ~end : end;
        while (end > 0 && sorted[end - 1] > longest)
        {
            end--;
        }

        return sorted.AsSpan(0, end);
    }

    private static double Welch(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        var (meanA, varianceA) = Moments(a);
        var (meanB, varianceB) = Moments(b);
        return (meanA - meanB) / Math.Sqrt((varianceA / a.Length) + (varianceB / b.Length));
    }

    private static (double Mean, double Variance) Moments(ReadOnlySpan<long> values)
    {
        double sum = 0, squares = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, squares / (values.Length - 1));
    }
}
