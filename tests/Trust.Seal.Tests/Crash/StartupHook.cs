using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

// The runtime finds the class by this name, outside any namespace (DOTNET_STARTUP_HOOKS).
#pragma warning disable CA1050

/// <summary>
/// Ends the real program without warning (SIGKILL) when a named point of sealing is passed for the n-th time since a file is there: <c>TRUST_SEAL_FAIL=point:n:file</c>. The
/// program knows nothing of it: the runtime loads this class before the program's first line, and it listens to what EF Core and the web server tell every listener.
/// </summary>
internal static class StartupHook
{
    public const string Variable = "TRUST_SEAL_FAIL";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Split(':') is [var point, var count, var armed])
        {
            DiagnosticListener.AllListeners.Subscribe(new Listeners(new SealingSteps(point, int.Parse(count, CultureInfo.InvariantCulture), armed)));
        }
    }

    private sealed class Listeners(SealingSteps steps) : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name is "Microsoft.EntityFrameworkCore" or "Microsoft.AspNetCore")
            {
                value.Subscribe(steps);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    /// <summary>Knows a step of sealing by the statements of its transaction.</summary>
    private sealed class SealingSteps(string point, int count, string armed) : IObserver<KeyValuePair<string, object?>>
    {
        private readonly ConditionalWeakTable<DbContext, string> steps = [];
        private int left = count;

        public void OnNext(KeyValuePair<string, object?> value)
        {
            switch (value.Value)
            {
                case CommandEventData { Context: { } context, Command: var command } when value.Key == RelationalEventId.CommandExecuting.Name:
                    Begin(context, command.CommandText);
                    break;
                case TransactionEventData { Context: { } context } when value.Key == RelationalEventId.TransactionCommitting.Name && steps.TryGetValue(context, out var step):
                    Pass($"before-{step}");
                    break;
                case TransactionEndEventData { Context: { } context } when value.Key == RelationalEventId.TransactionCommitted.Name && steps.TryGetValue(context, out var step):
                    steps.Remove(context);
                    Pass($"after-{step}");
                    break;
                case Microsoft.AspNetCore.Http.HttpContext web when value.Key == "Microsoft.AspNetCore.Hosting.HttpRequestIn.Stop"
                    && web.Response.Headers.ContainsKey("Trust-Signature-Digest"):
                    Pass("after-hand-out");
                    break;
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        private void Begin(DbContext context, string statement)
        {
            if (statement.StartsWith("INSERT", StringComparison.Ordinal) && statement.Contains("\"SealUses\"", StringComparison.Ordinal))
            {
                steps.AddOrUpdate(context, "intent");
            }
            else if (statement.StartsWith("UPDATE", StringComparison.Ordinal) && statement.Contains("\"Seals\"", StringComparison.Ordinal))
            {
                // The first statement of the outcome: the signature is computed and nothing of it is written.
                Pass("after-sign");
                steps.AddOrUpdate(context, "outcome");
            }
        }

        private void Pass(string passed)
        {
            if (passed == point && File.Exists(armed) && Interlocked.Decrement(ref left) == 0)
            {
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }
}
