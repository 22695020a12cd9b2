using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
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

/// <summary>Password hashes that are computed.</summary>
internal sealed class CountedHashes
{
    private int count;

    public int Count => Volatile.Read(ref count);

    public void Around(IServiceCollection services)
    {
        var hasher = (IPasswordHasher<AccountRecord>)services.Single(service => service.ServiceType == typeof(IPasswordHasher<AccountRecord>) && service.ImplementationInstance is not null).ImplementationInstance!;
        services.AddSingleton<IPasswordHasher<AccountRecord>>(new Counting(this, hasher));
    }

    private sealed class Counting(CountedHashes counted, IPasswordHasher<AccountRecord> hasher) : IPasswordHasher<AccountRecord>
    {
        public string HashPassword(AccountRecord user, string password)
        {
            Interlocked.Increment(ref counted.count);
            return hasher.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(AccountRecord user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref counted.count);
            return hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
