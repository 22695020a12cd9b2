using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Messaging;
using Trust.Hosting.Tests.Data;
using Trust.Testing;
using Trust.TestNode;
using Xunit.Abstractions;

namespace Trust.Hosting.Tests.Messaging;

public sealed class SqliteCrashTests(ITestOutputHelper output) : CrashTests(DatabaseProvider.Sqlite, output);

[NeedsPostgres]
public sealed class PostgresCrashTests(ITestOutputHelper output) : CrashTests(DatabaseProvider.Postgres, output);

/// <summary>
/// A sender and a receiver as processes of their own, HTTP between them, killed (SIGKILL) at every step of a message's way and at random: nothing may be lost, applied
/// twice or overtake within its aggregate, and both audit chains must verify.
/// </summary>
public abstract class CrashTests(DatabaseProvider provider, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Counters = 10;
    private const int Target = 100;
    private const int RandomKills = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly string[] SenderPoints = ["before-commit:12", "after-commit:12", "before-send:12", "before-mark:12", "after-mark:12"];
    private static readonly string[] ReceiverPoints =
        ["before-receive:12", "handler-after-save:12", "before-commit:12", "after-commit:12", "before-acknowledge:12"];

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly List<Process> running = [];
    private StorageHost sender = null!;
    private StorageHost receiver = null!;
    private int port;

    public async Task InitializeAsync()
    {
        sender = await StorageHost.CreateEmptyAsync(provider);
        receiver = await StorageHost.CreateEmptyAsync(provider);
        port = FreePort();
    }

    public async Task DisposeAsync()
    {
        foreach (var process in running)
        {
            await KillAsync(process);
        }

        await (sender?.DisposeAsync() ?? default);
        await (receiver?.DisposeAsync() ?? default);
    }

    [DatabaseFact]
    public async Task Thousand_messages_survive_processes_killed_at_every_step()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TRUST_TEST_SEED"), out var given) ? given : Environment.TickCount;
        output.WriteLine($"seed {seed} (TRUST_TEST_SEED repeats it)");
        await Task.WhenAll(KillAtPointsAsync("sender", SenderPoints), KillAtPointsAsync("receiver", ReceiverPoints));
        await KillAtRandomAsync(new Random(seed));
        var sending = Start("sender");
        var receiving = Start("receiver");
        await WaitForAllAsync();
        await KillAsync(sending);
        await KillAsync(receiving);

        await using var db = receiver.ReceiverDb();
        var applied = await db.Applied.OrderBy(raise => raise.Id).ToListAsync();
        foreach (var counter in applied.GroupBy(raise => raise.Counter))
            Assert.Equal(Enumerable.Range(1, Target), counter.Select(raise => raise.Value));
        Assert.Equal(Counters * Target, applied.Count);
        Assert.Equal(Counters * Target, await db.Set<InboxMessage>().CountAsync());
        await VerifyAuditAsync(sender, "sender");
        await VerifyAuditAsync(receiver, "receiver");
    }

    // Below the range from which the system takes source ports: while the receiver is down, a call could otherwise connect to itself and keep the port.
    private static int FreePort()
    {
        while (true)
        {
            var candidate = Random.Shared.Next(20_000, 30_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, candidate);
                listener.Start();
                return candidate;
            }
            catch (SocketException)
            {
                // Taken: try another one.
            }
        }
    }

    private async Task KillAtPointsAsync(string mode, string[] points)
    {
        foreach (var point in points)
        {
            var process = Start(mode, point);
            output.WriteLine($"{watch.Elapsed:ss\\.ff} {mode} {point}");
            await WaitForExitAsync(process, $"{mode} at {point}");
            Assert.True(process.ExitCode == 137, $"{mode} ended with {process.ExitCode} at {point}.");
        }

        // The other side needs a partner for its own points.
        Start(mode);
    }

    private static async Task WaitForExitAsync(Process process, string what)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The {what} did not end.");
        }
    }

    private async Task KillAtRandomAsync(Random random)
    {
        for (var kill = 0; kill < RandomKills; kill++)
        {
            await Task.Delay(random.Next(100, 900));
            var victim = random.Next(2) == 0 ? "sender" : "receiver";
            var process = running.Last(candidate => candidate.StartInfo.ArgumentList.Contains(victim));
            await KillAsync(process);
            Start(victim);
        }

        foreach (var process in running.ToList())
        {
            await KillAsync(process);
        }
    }

    private async Task WaitForAllAsync()
    {
        var deadline = watch.Elapsed + Patience;
        while (true)
        {
            await using var db = receiver.ReceiverDb();
            var count = await db.Applied.CountAsync();
            if (count >= Counters * Target && !await HasWaitingAsync())
            {
                return;
            }

            Assert.True(watch.Elapsed < deadline, $"Only {count} messages arrived.");
            await Task.Delay(100);
        }
    }

    private async Task<bool> HasWaitingAsync()
    {
        await using var db = sender.Sender();
        return await db.Set<OutboxMessage>().AnyAsync(message => message.DeliveredAt == null);
    }

    private static async Task VerifyAuditAsync(StorageHost node, string module)
    {
        Assert.NotNull(await node.Services.GetRequiredKeyedService<AuditSealer>(module).SealAsync());
        var report = await node.Services.GetRequiredService<AuditVerifier>().VerifyAsync(node.Database(module), NodeKeys.Check(node.Key));
        Assert.Empty(report.Findings);
        Assert.Equal(Counters * Target, report.Rows);
    }

    private Process Start(string mode, string? failPoint = null)
    {
        var node = mode == "sender" ? sender : receiver;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Trust.TestNode.dll"), mode, $"--Trust:DataDirectory={node.Directory}",
            $"--Trust:Database:Provider={provider}", $"--Trust:Database:ConnectionString={node.ConnectionString}", $"--Receiver=http://127.0.0.1:{port}",
            $"--Target={Target}", $"--Counters={Counters}", $"--urls=http://127.0.0.1:{(mode == "receiver" ? port : 0)}",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["TRUST_TESTNODE_FAIL"] = failPoint ?? "";

        // A process lives for seconds: code that is quickly compiled beats code that is quick.
        start.Environment["DOTNET_TieredPGO"] = "0";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Write(mode, line.Data);
        process.ErrorDataReceived += (_, line) => Write(mode, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        lock (running)
        {
            running.Add(process);
        }

        return process;
    }

    private void Write(string mode, string? line)
    {
        // Refused connections are what the test is about.
        if (line is not null && (line.Contains("Unhandled", StringComparison.Ordinal) || line.StartsWith("crit", StringComparison.Ordinal) || line.StartsWith("fail", StringComparison.Ordinal)))
        {
            try
            {
                output.WriteLine($"{watch.Elapsed:ss\\.ff} {mode}: {line[..Math.Min(line.Length, 600)]}");
            }
            catch (InvalidOperationException)
            {
                // The test is over.
            }
        }
    }

    private static async Task KillAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }
}
