using System.Diagnostics;
using System.Globalization;
using Trust.Documents.Tests.Pdf;
using Trust.Documents.Verification;
using Xunit.Abstractions;

namespace Trust.Documents.Tests.Verification.Pdf;

/// <summary>
/// Changed files of signed PDFs through the verifier: nothing throws, nothing hangs, and nothing passes whose covered bytes are not those that were signed. 3,000 by default;
/// TRUST_MUTATION_COUNT and TRUST_MUTATION_SEED as for the readers of OFD.
/// </summary>
public class PdfMutationTests(ITestOutputHelper output)
{
    private const int Habit = 3000;
    private static readonly TimeSpan MostForOne = TimeSpan.FromSeconds(2);

    [Fact]
    public void No_mutated_signed_pdf_throws_hangs_or_passes()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TRUST_MUTATION_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        var count = int.TryParse(Environment.GetEnvironmentVariable("TRUST_MUTATION_COUNT"), CultureInfo.InvariantCulture, out var wanted) && wanted > 0 ? wanted : Habit;
        output.WriteLine($"TRUST_MUTATION_SEED={seed}");
        byte[][] samples =
        [
            PdfOffice.Good, PdfOffice.Sign(PdfOffice.Good), PdfOffice.TimeStamped(PdfOffice.Good), PdfOffice.Sign(PdfStreamsFile.Make(), isStamped: false, isVisible: false),
        ];
        var input = PdfOffice.Office.Input();
        Assert.All(samples, sample => SealVerifier.Verify(sample, input).Passes());
        var (judged, longest) = (0, TimeSpan.Zero);
        for (var index = 0; index < count; index++)
        {
            var sample = samples[index % samples.Length];
            var random = new Random(HashCode(seed, index));
            var changed = random.Next(3) == 0 ? PdfMutations.Change(sample, random) : PdfMutations.InPlace(sample, random);
            var watch = Stopwatch.StartNew();
            var report = SealVerifier.Verify(changed, input);
            longest = watch.Elapsed > longest ? watch.Elapsed : longest;
            Assert.True(watch.Elapsed < MostForOne, $"Input {index} of seed {seed} took {watch.Elapsed}.");
            Assert.NotEmpty(report.ToJson());
            judged += report.Signatures.Count > 0 ? 1 : 0;

            // The encoding of the value has parts that nobody signed.
            Assert.True(
                report.Indication != Indication.TotalPassed || PdfMaking.Cut(changed).Covered.AsSpan().SequenceEqual(PdfMaking.Cut(sample).Covered), $"Input {index} of seed {seed} passed.");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{100.0 * judged / count:F1} % had signatures that were judged; the longest took {longest.TotalMilliseconds:F0} ms."));
        Assert.True(judged > count / 10, "The mutations are too coarse: hardly a file reached the checks.");
    }

    private static int HashCode(int seed, int index) => unchecked((int)((seed * 2654435761L) ^ (index * 40503L * 2654435769L)));
}
