using Trust.Benchmarks;
using Trust.Benchmarks.Licences;
using Trust.Benchmarks.Seals;
using Trust.Benchmarks.Sm;
using Trust.Benchmarks.Tokens;

// Runs one entry: figures for people on standard error, with --json one JSON object as the last line of standard output.
Dictionary<string, Func<Benchmark>> entries = new()
{
    ["crypto"] = () => new CryptoBenchmark(),
    ["licences"] = () => new LicenceBenchmark(),
    ["seals"] = () => new SealBenchmark(),
    ["sm"] = () => new SmBenchmark(),
    ["tokens"] = () => new TokenBenchmark(),
    ["tokens-noise"] = () => new TokenBenchmark(noise: true),
};
var names = args.Where(argument => argument != "--json").ToList();
if (names.Count == 0)
{
    Console.WriteLine(string.Join('\n', entries.Keys));
    return 0;
}

if (names.Count > 1 || !entries.TryGetValue(names[0], out var create))
{
    Console.Error.WriteLine($"No benchmark '{string.Join(' ', names)}'. There are: {string.Join(", ", entries.Keys)}.");
    return 2;
}

await using var benchmark = create();
if (benchmark.Lacks is { } lacks)
{
    Console.Error.WriteLine(lacks);
    return 64;
}

var report = await benchmark.RunAsync(Console.Error);
if (args.Contains("--json"))
{
    Console.WriteLine(report.ToJsonString());
}

return benchmark.Fault is null ? 0 : 1;
