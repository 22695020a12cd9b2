using Trust.License.Tests.Log;

namespace Trust.License.Tests.Crash;

/// <summary>Somebody who reads the checkpoint of either process all the time and keeps every one.</summary>
internal sealed class LogWatcher(CrashNode node, LogClient client) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource stop = new();
    private readonly List<(long Size, byte[] Root)> heads = [];
    private Task watching = Task.CompletedTask;

    /// <summary>What was signed; the signature of each held.</summary>
    public IReadOnlyList<(long Size, byte[] Root)> Heads => heads;

    public void Start() => watching = Task.Run(WatchAsync);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }

    /// <summary>Stops and tells of a checkpoint that did not hold.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await watching;
    }

    private async Task WatchAsync()
    {
        for (var which = 0; !stop.IsCancellationRequested; which = 1 - which)
        {
            try
            {
                heads.Add(client.Read(await node.Clients[which].GetStringAsync(new Uri("/log/checkpoint", UriKind.Relative), stop.Token)));
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
            {
                // Nobody is there; or there is no entry yet.
            }

            await Task.WhenAny(Task.Delay(Pause, stop.Token));
        }
    }
}
