using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Trust.TestNode;

/// <summary>
/// Ends the process without warning (SIGKILL) when a named point is passed for the n-th time: <c>TRUST_TESTNODE_FAIL=point:n</c>. All points lie in this program:
/// the product is reached from outside, by interceptors of EF Core, a handler of the HTTP client and a middleware.
/// </summary>
internal sealed class FailPoints
{
    private readonly string? point;
    private int left;

    public FailPoints(string? setting)
    {
        var parts = setting?.Split(':');
        point = parts?[0];
        left = parts is [_, var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 1;
    }

    public void Pass(string passed)
    {
        if (passed == point && Interlocked.Decrement(ref left) == 0)
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }
}

/// <summary>Before and after every commit, and after the outbox is marked.</summary>
internal sealed class FailingCommits(FailPoints fail) : DbTransactionInterceptor
{
    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        fail.Pass("before-commit");
        return ValueTask.FromResult(result);
    }

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        fail.Pass("after-commit");
        return Task.CompletedTask;
    }
}

/// <summary>After the outbox row of a delivered message is marked.</summary>
internal sealed class FailingMarks(FailPoints fail) : DbCommandInterceptor
{
    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (command.CommandText.StartsWith("UPDATE", StringComparison.Ordinal) && command.CommandText.Contains("\"Outbox\"", StringComparison.Ordinal))
        {
            fail.Pass("after-mark");
        }

        return ValueTask.FromResult(result);
    }
}

/// <summary>Before a message leaves, and between acknowledgement and mark.</summary>
internal sealed class FailingCalls(FailPoints fail) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        fail.Pass("before-send");
        var response = await base.SendAsync(request, cancellationToken);
        fail.Pass("before-mark");
        return response;
    }
}
