using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Data;
using Trust.Hosting.Startup;
using Trust.License.Data;
using Trust.License.Log;
using Trust.License.States;

namespace Trust.License.Checking;

/// <summary>
/// What licences are judged by where the node cannot be asked: the log's key and the signed list of everything that is not in force, in the folder <c>trust</c> of the data directory.
/// Written at every change and every minute, by every process of License.
/// </summary>
internal sealed partial class PublishedStates(IDbContextFactory<LicenseDbContext> contexts, LogKey key, RootOptions root, LicenseOptions options, TimeProvider time, ILogger<PublishedStates> logger)
    : BackgroundService
{
    public const string Folder = "trust";

    private const string LockName = "licence-states.lock";
    private static readonly TimeSpan Rhythm = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim gate = new(1, 1);
    private long begun;

    // The last round that ended well; guarded by the gate.
    private long written;

    /// <summary>Writes the list anew, after a change that is committed. Many changes at once share a round: one that began after the call has the caller's change in it.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var seen = Interlocked.Read(ref begun);
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (written <= seen)
            {
                var round = Interlocked.Increment(ref begun);
                await WriteAsync(cancellationToken);
                written = round;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public override void Dispose()
    {
        gate.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => BackgroundLoop.RunAsync(RefreshAsync, Rhythm, WritingFailed, stoppingToken);

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        // Before the database is read: the list is never younger than what it says.
        var issued = time.GetUtcMicroseconds();
        var states = await ReadAsync(cancellationToken);
        var file = StateList.Write(key.Origin, issued, issued.AddMinutes(options.StateListMinutes), states, key.Key);
        var data = Path.GetFullPath(root.DataDirectory);
        var folder = Path.Combine(data, Folder);
        PrivateFolder.Create(data);
        Directory.CreateDirectory(folder);
        await using var turn = await TurnAsync(Path.Combine(data, LockName), cancellationToken);
        var (keyFile, list) = (Path.Combine(folder, StateList.KeyFileName), Path.Combine(folder, StateList.FileName));
        if (!IsOlder(list, issued))
        {
            return;
        }

        WholeFile.Replace(list, file);
        WholeFile.Replace(keyFile, key.PublicKey.ToArray());
    }

    private async Task<List<(string, ListedState)>> ReadAsync(CancellationToken cancellationToken)
    {
        LicenceState[] counting = [LicenceState.Issuing, LicenceState.Valid];
        List<(string, ListedState)> states = [];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows =
            from version in db.Versions.AsNoTracking()
            join licence in db.Licences.AsNoTracking() on version.LicenceId equals licence.Id
            where version.Step == IssuingStep.Voided || (version.Step == IssuingStep.Done && (version.Number < licence.CurrentVersion || !counting.Contains(licence.State)))
            select new { version.Identifier, version.Number, version.Step, licence.State, licence.CurrentVersion };
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            states.Add((row.Identifier, Listed(row.Step, row.State, row.Number, row.CurrentVersion)));
        }

        return states;
    }

    private static ListedState Listed(IssuingStep step, LicenceState state, int number, int current) =>
        RegisterState.Of(step, state, number, current) is var name && name == StateNames.Superseded ? new(name, current) : new(name, 0);

    // Between looking at the written list and replacing it nobody else may do the same: older news would take the place of newer ones.
    private static async Task<FileStream> TurnAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private bool IsOlder(string path, DateTimeOffset issued) =>
        !File.Exists(path) || !StateList.TryRead(File.ReadAllBytes(path), key.PublicKey.Span, out var written, out _) || written.Origin != key.Origin || written.IssuedAt < issued;

    [LoggerMessage(6401, LogLevel.Error, "The list of licence states could not be written; it is tried again.")]
    private partial void WritingFailed(Exception exception);
}

/// <summary>State of a version by the register, without the dates.</summary>
internal static class RegisterState
{
    /// <summary>A final state of the licence counts before all else, then a newer version.</summary>
    public static string Of(IssuingStep step, LicenceState state, int number, int current) => (step, state) switch
    {
        (IssuingStep.Voided, _) or (_, LicenceState.Voided) => StateNames.Voided,
        (not IssuingStep.Done, _) => StateNames.Unknown,
        (_, LicenceState.Annulled) => StateNames.Annulled,
        (_, LicenceState.Cancelled) => StateNames.Cancelled,
        (_, LicenceState.Revoked) => StateNames.Revoked,
        (_, LicenceState.Transferred) => StateNames.Transferred,
        _ when number < current => StateNames.Superseded,
        (_, LicenceState.Suspended) => StateNames.Suspended,
        (_, LicenceState.Valid) => StateNames.Valid,
        _ => StateNames.Unknown,
    };
}
