using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Trust.Crypto;
using Trust.Crypto.Keys;
using Trust.Crypto.TimeStamps;
using Trust.Testing;

namespace Trust.Benchmarks.Seals;

/// <summary>
/// Sealing, checking and stamping: by the libraries in this process on one thread, with the share of SM2 and SM3; over HTTP with all commits; and the memory that a large
/// document takes in the program.
/// </summary>
internal sealed class SealBenchmark : Benchmark
{
    private const int Connections = 4;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(4);

    // Values that one check verifies: signature, seal and stamp; for each of their three certificates the issuer's signature when the path is built and when it is judged,
    // and that of the revocation list.
    private const int VerifiedValues = 12;

    private readonly BenchmarkOffice _office = new();

    internal override async Task<JsonObject> RunAsync(TextWriter people)
    {
        var report = new JsonObject();
        RunLibraries(people, report);
        await RunProgramAsync(people, report);
        await RunLargeAsync(people, report);
        return report;
    }

    public override ValueTask DisposeAsync()
    {
        _office.Dispose();
        return ValueTask.CompletedTask;
    }

    private void RunLibraries(TextWriter people, JsonObject report)
    {
        var digest = Sm3.HashData([1, 2, 3]);
        var sealedDocument = _office.Seal(BenchmarkDocument.Small);
        var before = BenchmarkDocument.EntriesOf(BenchmarkDocument.Small);
        var after = BenchmarkDocument.EntriesOf(sealedDocument);
        using var key = SigningKeyMaterial.Generate(KeyAlgorithm.Sm2);
        var value = key.Sign(sealedDocument.AsSpan(0, 256));
        var verifying = Seconds(() => key.Verify(sealedDocument.AsSpan(0, 256), value));
        people.WriteLine($"{"in process",-20}{"a second",12}{"SM2",8}{"SM3",8}");
        Write("seal", Seconds(() => _office.Seal(BenchmarkDocument.Small), out var signing), signing, Seconds(() => BenchmarkDocument.Digest(before)));
        var checking = Seconds(() => _office.Verify(sealedDocument));
        Write("verify", checking, VerifiedValues * verifying / checking, Seconds(() => BenchmarkDocument.Digest(after)));
        Write("time-stamp", Seconds(() => _office.Stamp(digest), out var stamping), stamping, Seconds(() => Sm3.HashData(digest)));

        void Write(string name, double seconds, double sm2, double hashing)
        {
            people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-20}{1 / seconds,12:F0}{sm2,8:P0}{hashing / seconds,8:P0}"));
            report[name] = new JsonObject { ["per_second"] = Math.Round(1 / seconds, 1), ["sm2_share"] = Math.Round(sm2, 3), ["sm3_share"] = Math.Round(hashing / seconds, 3) };
        }
    }

    private static async Task RunProgramAsync(TextWriter people, JsonObject report)
    {
        await using var server = await SealServer.StartAsync();
        var sealedDocument = await server.SealAsync(BenchmarkDocument.Small);
        var query = TimeStampRequest.Create(Sm3.HashData(sealedDocument)).Encoded.ToArray();
        people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{$"HTTP, {Connections} at once",-20}{"a second",12}"));
        await WriteAsync("seal-http", () => server.SealAsync(BenchmarkDocument.Small));
        await WriteAsync("verify-http", () => server.VerifyAsync(sealedDocument));
        await WriteAsync("time-stamp-http", () => server.StampAsync(query));

        async Task WriteAsync(string name, Func<Task> act)
        {
            await server.SignInAsync();
            await RateAsync(act, WarmUp);
            var rate = await RateAsync(act, Sample);
            people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-20}{rate,12:F0}"));
            report[name] = new JsonObject { ["per_second"] = Math.Round(rate, 1) };
        }
    }

    // Peaks are those of a process each, whose only work this is; of one register, on which the seal has to stand.
    private static async Task RunLargeAsync(TextWriter people, JsonObject report)
    {
        using var data = new TemporaryFolder();
        var document = BenchmarkDocument.Large();
        people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{$"{BenchmarkDocument.LargePages} pages, {document.Length / 1e6:F0} MB",-20}{"ms",12}{"MiB",8}{"idle",8}"));
        var sealedDocument = await MeasureAsync("large-seal", server => server.SealAsync(document));
        await MeasureAsync("large-verify", async server =>
        {
            await server.VerifyAsync(sealedDocument);
            return sealedDocument;
        });

        async Task<byte[]> MeasureAsync(string name, Func<SealServer, Task<byte[]>> act)
        {
            await using var server = await SealServer.StartAsync(data);
            await server.VerifyAsync(await server.SealAsync(BenchmarkDocument.Small));
            var idle = server.PeakMebibytes;
            var clock = Stopwatch.StartNew();
            var result = await act(server);
            var elapsed = clock.Elapsed.TotalMilliseconds;
            people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-20}{elapsed,12:F0}{server.PeakMebibytes,8:F0}{idle,8:F0}"));
            report[name] = new JsonObject { ["ms"] = Math.Round(elapsed), ["peak_mib"] = Math.Round(server.PeakMebibytes), ["idle_mib"] = Math.Round(idle), ["bytes"] = document.Length };
            return result;
        }
    }

    private static async Task<double> RateAsync(Func<Task> act, TimeSpan time)
    {
        var count = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < time)
            {
                await act();
                Interlocked.Increment(ref count);
            }
        })));
        return count / clock.Elapsed.TotalSeconds;
    }

    // Seconds an act takes, after a warm-up.
    private static double Seconds(Action act)
    {
        Repeat(act, WarmUp / 2);
        return Repeat(act, Sample / 4);
    }

    private double Seconds(Action act, out double signing)
    {
        Repeat(act, WarmUp / 2);
        var before = _office.Signing;
        var clock = Stopwatch.StartNew();
        var seconds = Repeat(act, Sample / 4);
        signing = (_office.Signing - before) / clock.Elapsed;
        return seconds;
    }

    private static double Repeat(Action act, TimeSpan time)
    {
        var count = 0;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
        {
            act();
            count++;
        }

        return clock.Elapsed.TotalSeconds / count;
    }
}
