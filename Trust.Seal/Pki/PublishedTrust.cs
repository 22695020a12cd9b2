using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Documents.Verification;
using Trust.Hosting.Data;
using Trust.Hosting.Startup;
using Trust.Seal.Data;
using Trust.Seal.LifeCycle;

namespace Trust.Seal.Pki;

/// <summary>
/// What signatures are judged by: authorities, revocation list, states of seals. Read from the database for each check, at most two seconds old; written to the folder
/// <c>trust</c> at every change and every minute, for checking without this program.
/// </summary>
internal sealed partial class PublishedTrust(
    IDbContextFactory<SealDbContext> contexts, IssuingAuthority authority, IssueRevocationList lists, RootOptions root, SealOptions options, TimeProvider time, ILogger<PublishedTrust> logger)
    : BackgroundService
{
    public const string Folder = "trust";

    private static readonly TimeSpan Rhythm = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile Cached? cached;

    private sealed record Cached(TrustMaterial Material, DateTimeOffset ReadAt);

    /// <summary>The material, at most two seconds old.</summary>
    public async Task<TrustMaterial> MaterialAsync(CancellationToken cancellationToken)
    {
        if (cached is { } known && Age(known) < Freshness)
        {
            return known.Material;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            if (cached is { } meanwhile && Age(meanwhile) < Freshness)
            {
                return meanwhile.Material;
            }

            var readAt = time.GetUtcNow();
            var material = await ReadAsync(readAt, cancellationToken);
            cached = new Cached(material, readAt);
            return material;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Reads anew and writes the folder, after a change.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        cached = null;
        await WriteAsync(cancellationToken);
    }

    public override void Dispose()
    {
        gate.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => BackgroundLoop.RunAsync(WriteAsync, Rhythm, WritingFailed, stoppingToken);

    private TimeSpan Age(Cached known) => (time.GetUtcNow() - known.ReadAt).Duration();

    private async Task<TrustMaterial> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var list = await lists.CurrentAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var seals = await db.Seals.AsNoTracking().Where(seal => seal.SealDigest != null)
            .Select(seal => new { seal.SealDigest, seal.State, Since = seal.EndedAt ?? seal.ValidFrom }).ToListAsync(cancellationToken);
        var expires = now + TimeSpan.FromHours(options.RevocationListHours);
        return new TrustMaterial
        {
            // The issuing CA itself is what is trusted: whoever runs the node vouches for it, and its root's key lies elsewhere.
            Anchors = [authority.Certificate],
            TimeStampAnchors = [authority.Certificate],
            RevocationLists = [list],
            SealMakers = [authority.MakerCertificate],
            IssuedAt = now,
            ExpiresAt = expires,
            SealStates = new SealStateList(now, expires, [.. seals.Select(seal => new KnownSealState(
                Convert.ToHexStringLower(seal.SealDigest!), seal.State is SealState.Active or SealState.Made, SealLifeCycle.Kebab(seal.State.ToString()), seal.Since!.Value))])
            {
                IsComplete = true,
            },
        };
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var material = await MaterialAsync(cancellationToken);
        var folder = Path.Combine(Path.GetFullPath(root.DataDirectory), Folder);
        PrivateFolder.Create(Path.GetFullPath(root.DataDirectory));
        Directory.CreateDirectory(folder);
        WholeFile.Replace(Path.Combine(folder, TrustListFile.CertificateName), authority.Certificate.Encoded.ToArray());
        var list = Path.Combine(folder, TrustListFile.Name);

        // Another process may have written what this one has not read yet; older news never take the place of newer ones.
        if (!File.Exists(list) || !TrustListFile.TryRead(await File.ReadAllBytesAsync(list, cancellationToken), authority.Certificate, out var written, out _) || written.IssuedAt < material.IssuedAt)
        {
            WholeFile.Replace(list, TrustListFile.Write(material, content => authority.Key.Sign(content.Span)));
        }
    }

    [LoggerMessage(4110, LogLevel.Error, "The trust list could not be written; it is tried again.")]
    private partial void WritingFailed(Exception exception);
}
