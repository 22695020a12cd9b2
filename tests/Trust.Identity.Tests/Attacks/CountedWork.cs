using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Trust.Identity.Accounts;

namespace Trust.Identity.Tests.Attacks;

/// <summary>Statements that requests send to the database; those of background workers are not counted.</summary>
internal sealed class CountedCommands : DbCommandInterceptor
{
    private readonly AsyncLocal<ConcurrentQueue<string>?> counting = new();

    /// <summary>Counts from here on in this flow of control, into which a request made in memory belongs.</summary>
    public ConcurrentQueue<string> Begin() => counting.Value = new();

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => Count(command, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => Count(command, result);

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) => Count(command, result);

    private ValueTask<T> Count<T>(DbCommand command, T result)
    {
        counting.Value?.Enqueue(command.CommandText);
        return new(result);
    }
}

/// <summary>Password hashes that are asked for. Their cost is left out: it is the same for each, and here only their number counts.</summary>
internal sealed class CountedHashes : IPasswordHasher<AccountRecord>
{
    private readonly PasswordHasher<AccountRecord> cheap = new(Options.Create(new PasswordHasherOptions { IterationCount = 1 }));
    private int count;

    public int Count => Volatile.Read(ref count);

    public string HashPassword(AccountRecord user, string password)
    {
        Interlocked.Increment(ref count);
        return cheap.HashPassword(user, password);
    }

    public PasswordVerificationResult VerifyHashedPassword(AccountRecord user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref count);

        // The hash that nothing fits has the rounds of the real ones.
        var isNobodys = BinaryPrimitives.ReadUInt32BigEndian(Convert.FromBase64String(hashedPassword).AsSpan(5)) == Passwords.Rounds;
        return isNobodys ? PasswordVerificationResult.Failed : cheap.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
