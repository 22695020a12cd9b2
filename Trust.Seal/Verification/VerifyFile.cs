using Microsoft.EntityFrameworkCore;
using Trust.Crypto.Certificates;
using Trust.Documents.Packaging;
using Trust.Documents.Verification;
using Trust.Seal.Data;
using Trust.Seal.Pki;

namespace Trust.Seal.Verification;

/// <summary>
/// Checks a file with what the node knows: its authorities, revocations and seal states, and its own record of signatures that it made. Only so many run side by side, so
/// that memory stays bounded whatever is sent.
/// </summary>
internal sealed class VerifyFile(PublishedTrust trust, IDbContextFactory<SealDbContext> contexts, SealOptions options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim turns = new(options.ChecksAtOnce, options.ChecksAtOnce);

    /// <summary>Brings a file into memory, checks it and does something with it while the turn lasts.</summary>
    public Task<T> CheckAsync<T>(
        Func<CancellationToken, Task<byte[]>> read, string fileName, IReadOnlyList<Certificate> candidates, Func<ReadOnlyMemory<byte>, VerificationReport, T> use, CancellationToken cancellationToken) =>
        InTurnAsync(
            async stop =>
            {
                var file = await read(stop);
                return use(file, await ReportAsync(file, fileName, candidates, stop));
            },
            cancellationToken);

    /// <summary>Checks a file that is in memory.</summary>
    public Task<VerificationReport> CheckAsync(ReadOnlyMemory<byte> file, string fileName, CancellationToken cancellationToken) =>
        InTurnAsync(stop => ReportAsync(file, fileName, [], stop), cancellationToken);

    public void Dispose() => turns.Dispose();

    private async Task<T> InTurnAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            return await act(cancellationToken);
        }
        finally
        {
            turns.Release();
        }
    }

    private async Task<VerificationReport> ReportAsync(ReadOnlyMemory<byte> file, string fileName, IReadOnlyList<Certificate> candidates, CancellationToken cancellationToken)
    {
        var input = new VerificationInput
        {
            FileName = fileName,
            CandidateCertificates = candidates,
            Material = await trust.MaterialAsync(cancellationToken),
            Time = time,
            Limits = DocumentLimits.Default with { MaxFileBytes = options.LargestFile },
        };
        var report = SealVerifier.Verify(file, input);
        if (report.Indication == Indication.TotalPassed || report.Signatures.Count == 0 || await ProofsAsync(report, cancellationToken) is not { Count: > 0 } proofs)
        {
            return report;
        }

        // What is missing may be the time, and we know when we signed it.
        return SealVerifier.Verify(file, input with { Material = input.Material with { Proofs = proofs } });
    }

    private async Task<IReadOnlyList<KnownProof>> ProofsAsync(VerificationReport report, CancellationToken cancellationToken)
    {
        var digests = report.Signatures.Select(signature => signature.Facts.SignatureDigest).OfType<string>().Select(Convert.FromHexString).ToList();
        if (digests.Count == 0)
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.Uses.AsNoTracking().Where(use => use.State == SealUseState.Sealed && digests.Contains(use.SignatureDigest!))
            .Select(use => new { use.SignatureDigest, use.EndedAt }).ToListAsync(cancellationToken);
        return [.. known.Select(use => new KnownProof(Convert.ToHexStringLower(use.SignatureDigest!), use.EndedAt!.Value, ProofSource.RecordedOutcome))];
    }
}
