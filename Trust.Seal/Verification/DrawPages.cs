using Trust.Documents.Verification;

namespace Trust.Seal.Verification;

/// <summary>Makes the pictures of a report.</summary>
internal sealed class DrawPages(SealOptions options)
{
    public KeptReport Draw(ReadOnlyMemory<byte> file, string fileName, VerificationReport report, DateTimeOffset now) =>
        file.Length > options.LargestFile ? throw new ArgumentException("Too large.", nameof(file)) : new(fileName, now, report.ToJson(), [], [], 0, []);
}
