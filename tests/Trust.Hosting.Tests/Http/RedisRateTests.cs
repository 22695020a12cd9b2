using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using Trust.Testing;

namespace Trust.Hosting.Tests.Http;

/// <summary>Two processes of a node that share their counters, and what they do without.</summary>
public sealed class RedisRateTests
{
    private readonly ManualTime time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 10, TimeSpan.Zero).AddMinutes(Random.Shared.Next(1_000_000)));

    [RedisFact]
    public async Task Processes_of_a_node_count_together()
    {
        await using var first = await StartAsync(Machine.Redis!);
        await using var second = await StartAsync(Machine.Redis!);
        Assert.Equal(HttpStatusCode.OK, await first.TryAsync());
        Assert.Equal(HttpStatusCode.OK, await second.TryAsync());
        Assert.Equal(HttpStatusCode.OK, await first.TryAsync());
        Assert.Equal(HttpStatusCode.TooManyRequests, await second.TryAsync());
        Assert.Equal(HttpStatusCode.TooManyRequests, await first.TryAsync());
    }

    [RedisFact]
    public async Task Counters_in_Redis_end_by_themselves()
    {
        await using var app = await StartAsync(Machine.Redis!);
        await app.TryAsync();
        var redis = app.Services.GetRequiredService<IConnectionMultiplexer>();
        var key = $"trust:rate:{time.GetUtcNow().ToUnixTimeSeconds() / 60}:Secret:203.0.113.9";
        Assert.InRange((await redis.GetDatabase().KeyTimeToLiveAsync(key))!.Value.TotalSeconds, 60, 120);
    }

    [RedisFact]
    public async Task Redis_lost_in_the_middle_leaves_each_process_its_own_count_until_it_is_back()
    {
        await using var redis = await LosableRedis.StartAsync();
        await using var first = await StartAsync($"{redis.Address},connectRetry=1");
        await using var second = await StartAsync($"{redis.Address},connectRetry=1");
        await AssertAsync([first, second, second], refused: 0);

        redis.Lose();
        var watch = Stopwatch.StartNew();

        // Each process has counted its own all along: the second goes on at three, the first at two.
        Assert.Equal(HttpStatusCode.OK, await second.TryAsync());
        Assert.Equal(HttpStatusCode.TooManyRequests, await second.TryAsync());
        await AssertAsync([first, first, first], refused: 1);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 4);

        redis.Return();
        await UntilAsync(() => first.Services.GetRequiredService<IConnectionMultiplexer>().IsConnected && second.Services.GetRequiredService<IConnectionMultiplexer>().IsConnected);
        time.Advance(TimeSpan.FromMinutes(1));
        await AssertAsync([first, second, first], refused: 0);
        Assert.Equal(HttpStatusCode.TooManyRequests, await second.TryAsync());
    }

    [RedisFact]
    public async Task Redis_that_hangs_costs_a_moment_and_no_request()
    {
        await using var redis = await LosableRedis.StartAsync();
        await using var app = await StartAsync(redis.Address);
        Assert.Equal(HttpStatusCode.OK, await app.TryAsync());
        redis.Hang();
        var watch = Stopwatch.StartNew();
        await AssertAsync([app, app, app], refused: 1);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 3);
    }

    [Fact]
    public async Task Redis_that_was_never_there_costs_no_request()
    {
        await using var app = await StartAsync($"127.0.0.1:{GatewayProcess.FreePort()},connectTimeout=500,connectRetry=1");
        await AssertAsync([app, app, app], refused: 0);
        Assert.Equal(HttpStatusCode.TooManyRequests, await app.TryAsync());
    }

    private Task<TestApp> StartAsync(string redis) => TestApp.StartAsync(time, null, ("Trust:Rates:Secret", "3"), ("Trust:Redis:Configuration", redis));

    // One try at each in turn; the last ones are refused.
    private static async Task AssertAsync(TestApp[] apps, int refused)
    {
        foreach (var (index, app) in apps.Index())
        {
            Assert.Equal(index < apps.Length - refused ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, await app.TryAsync());
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "Redis is not connected again.");
            await Task.Delay(50);
        }
    }

    /// <summary>A cable to the real Redis that a test can pull, let hang and put back.</summary>
    private sealed class LosableRedis : IAsyncDisposable
    {
        private readonly ConcurrentBag<TcpClient> clients = [];
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource ended = new();
        private volatile bool lost;
        private volatile bool hanging;

        public string Address => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        public static Task<LosableRedis> StartAsync()
        {
            var cable = new LosableRedis();
            cable.listener.Start();
            _ = cable.AcceptAsync();
            return Task.FromResult(cable);
        }

        public void Lose()
        {
            lost = true;
            while (clients.TryTake(out var client))
            {
                client.Client.Close(0);
            }
        }

        public void Return() => lost = false;

        public void Hang() => hanging = true;

        public async ValueTask DisposeAsync()
        {
            await ended.CancelAsync();
            listener.Stop();
            Lose();
            ended.Dispose();
        }

        private async Task AcceptAsync()
        {
            var target = Machine.Redis!.Split(':');
            while (!ended.IsCancellationRequested)
            {
                TcpClient near;
                try
                {
                    near = await listener.AcceptTcpClientAsync(ended.Token);
                }
                catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
                {
                    return;
                }

                if (lost)
                {
                    near.Client.Close(0);
                    continue;
                }

                var far = new TcpClient();
                await far.ConnectAsync(target[0], int.Parse(target[1], System.Globalization.CultureInfo.InvariantCulture));
                clients.Add(near);
                clients.Add(far);
                _ = CopyAsync(near.GetStream(), far.GetStream());
                _ = CopyAsync(far.GetStream(), near.GetStream());
            }
        }

        private async Task CopyAsync(NetworkStream from, NetworkStream to)
        {
            var buffer = new byte[4096];
            try
            {
                while (await from.ReadAsync(buffer) is > 0 and var read)
                {
                    while (hanging && !lost)
                    {
                        await Task.Delay(20);
                    }

                    await to.WriteAsync(buffer.AsMemory(0, read));
                }
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // The cable was pulled.
            }
        }
    }
}
