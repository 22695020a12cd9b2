using System.Diagnostics;
using System.Globalization;
using Trust.Documents.Conformance;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Documents.Rendering;
using Xunit.Abstractions;

namespace Trust.Documents.Tests.Mutation;

/// <summary>
/// Structure-aware mutation of the readers. About ten seconds by default; TRUST_MUTATION_COUNT sets a number of inputs for a long run, TRUST_MUTATION_SEED repeats a
/// run. Input <c>i</c> of a run depends on seed and <c>i</c> only.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private static readonly TimeSpan ShortRun = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MostForOne = TimeSpan.FromSeconds(2);

    [Fact]
    public void No_mutated_file_makes_a_reader_throw_or_hang()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TRUST_MUTATION_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var count = long.TryParse(Environment.GetEnvironmentVariable("TRUST_MUTATION_COUNT"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 0;
        output.WriteLine($"TRUST_MUTATION_SEED={seed}");
        long done = 0, opened = 0, read = 0;
        Touch(new Mutations(new Random(0)).Plain(), 0); // compiles and loads what a first input would be blamed for
        var whole = Stopwatch.StartNew();
        if (count > 0)
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, Try);
        }
        else
        {
            for (var index = 0L; whole.Elapsed < ShortRun; index++)
            {
                Try(index);
            }
        }

        void Try(long index)
        {
            var file = new Mutations(new Random(HashCode(seed, index))).Next();
            try
            {
                var (hasOpened, hasRead) = Timed(file, index);
                Interlocked.Add(ref opened, hasOpened ? 1 : 0);
                Interlocked.Add(ref read, hasRead ? 1 : 0);
                Interlocked.Increment(ref done);
            }
            catch (Exception e) when (e is not TimeoutException)
            {
                throw new InvalidOperationException($"Input {index} of seed {seed} threw.", e);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} inputs in {whole.Elapsed.TotalSeconds:F0} s: {100.0 * opened / done:F1} % opened as a container, {100.0 * read / done:F1} % read as a document."));
        Assert.True(opened >= 0.3 * done, "Fewer than 30 % of the inputs passed the first layer: the mutations are too coarse.");
        Assert.True(done >= Math.Min(100, count > 0 ? count : 100), "A run without inputs proves nothing.");
    }

    // Once more when it was slow: a busy machine is slow once, a bad input always.
    private static (bool Opened, bool Read) Timed(byte[] file, long index)
    {
        for (var again = false; ; again = true)
        {
            var watch = Stopwatch.StartNew();
            var result = Touch(file, index);
            if (watch.Elapsed < MostForOne)
            {
                return result;
            }

            if (again)
            {
                throw new TimeoutException($"Input {index} took {watch.Elapsed}.");
            }
        }
    }

    // The same on every machine and in every process.
    private static int HashCode(int seed, long index) => unchecked((int)((seed * 2654435761L) ^ (index * 40503L * 2654435769L) ^ (index >> 7)));

    private static (bool Opened, bool Read) Touch(byte[] file, long index)
    {
        if (!OfdPackage.TryOpen(file, DocumentLimits.Default, out var package, out _))
        {
            return (false, false);
        }

        package.CheckAll();
        if (!OfdFile.TryRead(package, out var ofd, out _))
        {
            return (true, false);
        }

        OfdReachability.Of(ofd);
        foreach (var document in ofd.Bodies.SelectMany(body => body.AllDocuments))
        {
            foreach (var page in document.Pages.Take(8))
            {
                page.TryReadText(out _, out _);
            }
        }

        if (index % 8 == 0)
        {
            Draw(ofd);
        }

        if (index % 32 == 0)
        {
            OfdSelfCheck.Check(file);
        }

        return (true, true);
    }

    private static void Draw(OfdFile file)
    {
        foreach (var body in file.Bodies)
        {
            if (body.Document is { Pages.Count: > 0 } document)
            {
                var drawn = OfdRenderer.Render(file, body, document, 0, new() { Dpi = 20, MaxPixels = 200_000, SealPictures = _ => new("PNG", Sources.Picture) });
                Assert.DoesNotContain(drawn.Limits, limit => limit.StartsWith("Drawing stopped", StringComparison.Ordinal));
            }
        }
    }
}
