using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Data;

namespace Trust.Hosting.Idempotency;

/// <summary>Refusals of repeated calls.</summary>
public static class IdempotencyErrors
{
    /// <summary>The request has no <c>Idempotency-Key</c>, several, or one that is none.</summary>
    public static readonly TrustError KeyMissing =
        new("request.idempotency-key-missing", ErrorKind.Invalid, "The header Idempotency-Key is missing or is not 16 to 64 characters of A-Z a-z 0-9 - _.");

    /// <summary>The caller used the key for another request.</summary>
    public static readonly TrustError KeyReused =
        new("request.idempotency-key-reused", ErrorKind.Conflict, "The idempotency key was used for another request.");

    /// <summary>The same call is still being carried out; the caller may repeat it.</summary>
    public static readonly TrustError InProgress =
        new("request.in-progress", ErrorKind.Conflict, "The same request is still being carried out.");
}

/// <summary>Does a change once a key.</summary>
public static class IdempotentExecution
{
    private const int SqliteBusy = 5;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>
    /// Runs a change in one transaction with the record of its answer, or gives the answer of the earlier run. Of concurrent calls with one key one runs; the others wait some
    /// seconds for its answer (5 on PostgreSQL, 10 on SQLite). A refusal undoes everything the change saved and is not kept: the same key may try again. The answer lies in the database in
    /// clear for 24 hours, so it holds ids and references, not personal data.
    /// </summary>
    /// <typeparam name="T">The answer, written and read as JSON.</typeparam>
    /// <param name="db">Context of the module without a transaction of its own.</param>
    /// <param name="caller">Who calls: account, client or process.</param>
    /// <param name="key">Key that the caller chose.</param>
    /// <param name="requestDigest">SM3 over operation and request, 32 bytes.</param>
    /// <param name="change">The change on the same context; it may save, and does not commit.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The answer, the change's refusal, <see cref="IdempotencyErrors.KeyReused"/> or <see cref="IdempotencyErrors.InProgress"/>.</returns>
    public static async Task<Result<T>> ExecuteIdempotentAsync<T>(
        this DbContext db, string caller, IdempotencyKey key, ReadOnlyMemory<byte> requestDigest, Func<CancellationToken, Task<Result<T>>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentException.ThrowIfNullOrEmpty(caller);
        ArgumentNullException.ThrowIfNull(change);
        var now = db.GetService<TimeProvider>().GetUtcMicroseconds();
        var claim = new IdempotencyRecord
        {
            Caller = caller,
            Key = key.Value,
            RequestDigest = requestDigest.ToArray(),
            Created = now,
            Expires = now + Lifetime,
        };
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (!await ClaimAsync(db, claim, cancellationToken))
            {
                return await StoredAsync<T>(db, claim, cancellationToken);
            }

            var result = await change(cancellationToken);
            if (!result.Succeeded)
            {
                db.ChangeTracker.Clear();
                return result;
            }

            await db.SaveChangesAsync(cancellationToken);
            var response = JsonSerializer.SerializeToUtf8Bytes(result.Value, ContractJson.Options);
            await Of(db, claim).ExecuteUpdateAsync(set => set.SetProperty(record => record.Response, response), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        catch (Exception exception) when (IsWaitOver(exception))
        {
            return IdempotencyErrors.InProgress;
        }
    }

    // On PostgreSQL the insert waits for the other transaction; SQLite has let only one begin.
    private static async Task<bool> ClaimAsync(DbContext db, IdempotencyRecord claim, CancellationToken cancellationToken)
    {
        var postgres = db.Database.IsNpgsql();
        if (postgres)
        {
            await db.Database.ExecuteSqlRawAsync("SET LOCAL lock_timeout = '5s'", cancellationToken);
        }

        await Of(db, claim).Where(record => record.Expires <= claim.Created).ExecuteDeleteAsync(cancellationToken);
        var claimed = await db.InsertIfAbsentAsync(claim, cancellationToken);
        if (postgres)
        {
            await db.Database.ExecuteSqlRawAsync("SET LOCAL lock_timeout = DEFAULT", cancellationToken);
        }

        return claimed;
    }

    private static async Task<Result<T>> StoredAsync<T>(DbContext db, IdempotencyRecord claim, CancellationToken cancellationToken)
    {
        var stored = await Of(db, claim).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (stored?.Response is null)
        {
            return IdempotencyErrors.InProgress;
        }

        return CryptographicOperations.FixedTimeEquals(stored.RequestDigest, claim.RequestDigest)
            ? JsonSerializer.Deserialize<T>(stored.Response, ContractJson.Options)!
            : IdempotencyErrors.KeyReused;
    }

    private static IQueryable<IdempotencyRecord> Of(DbContext db, IdempotencyRecord claim) =>
        db.Set<IdempotencyRecord>().Where(record => record.Caller == claim.Caller && record.Key == claim.Key);

    private static bool IsWaitOver(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: SqliteBusy } => true,
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => true,
        _ => false,
    };
}
