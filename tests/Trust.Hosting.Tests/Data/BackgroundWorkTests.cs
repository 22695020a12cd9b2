using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Data;
using Trust.Testing;

namespace Trust.Hosting.Tests.Data;

public sealed class SqliteBackgroundWorkTests() : BackgroundWorkTests(DatabaseProvider.Sqlite);

[NeedsPostgres]
public sealed class PostgresBackgroundWorkTests() : BackgroundWorkTests(DatabaseProvider.Postgres);

/// <summary>How the workers of a module end.</summary>
public abstract class BackgroundWorkTests(DatabaseProvider provider) : StorageTests(provider)
{
    private BackgroundService[] Workers =>
        [Node.Sealer, Node.Dispatcher, Node.Services.GetRequiredKeyedService<Housekeeping>("sender")];

    [DatabaseFact]
    public async Task Stopped_worker_ends_without_an_exception()
    {
        foreach (var worker in Workers)
        {
            // The framework calls a worker off that the pool has not begun yet; on a busy machine that takes longer than usual.
            foreach (var wait in new[] { 100, 2_000, 10_000 })
            {
                await worker.StartAsync(default);
                await Task.Delay(wait);
                await worker.StopAsync(default);
                if (!worker.ExecuteTask!.IsCanceled)
                {
                    break;
                }
            }

            Assert.True(worker.ExecuteTask!.IsCompletedSuccessfully, worker.GetType().Name);
        }
    }

    [DatabaseFact]
    public async Task Start_that_fails_blames_no_worker()
    {
        using var log = new Records();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(log);

        // Made by the container, so that it disposes them, and so stops them, when the start has failed.
        foreach (var worker in Workers)
            builder.Services.AddSingleton<IHostedService>(_ => worker);
        builder.Services.AddSingleton<IHostedService, Failing>();
        using (var host = builder.Build())
        {
            await Assert.ThrowsAsync<TimeoutException>(() => host.StartAsync());
        }

        await Task.WhenAll(Workers.Select(worker => worker.ExecuteTask!)).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.DoesNotContain(log.Lines, line => line.Level == LogLevel.Critical);
        Assert.DoesNotContain(log.Lines, line => line.Text.Contains("BackgroundService", StringComparison.Ordinal));
    }

    private sealed class Failing : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(100, cancellationToken);
            throw new TimeoutException("The test says no.");
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Records : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue((logLevel, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
