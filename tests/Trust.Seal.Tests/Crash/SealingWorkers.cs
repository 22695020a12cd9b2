using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Trust.Seal.Tests.Processes;
using Trust.Testing;

namespace Trust.Seal.Tests.Crash;

/// <summary>Departments' programs that seal without pause: each repeats a call with the same key until it is answered, whatever happens to the process.</summary>
internal sealed class SealingWorkers(Func<SealNode?> node) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly byte[] document = SampleDocument.Notice();
    private readonly SemaphoreSlim renewing = new(1, 1);
    private volatile Session? session;
    private volatile SealNode? asked;

    private sealed record Session(SealNode Node, HttpClient Client, (Guid SealId, Guid GrantId) Seal, DateTimeOffset Until);

    /// <summary>By key: the signature that the caller received, or the code of the refusal that ended the act.</summary>
    public ConcurrentDictionary<string, string> Answers { get; } = new();

    /// <summary>Answers with a document.</summary>
    public int Sealed => Answers.Values.Count(answer => !answer.StartsWith("seal.", StringComparison.Ordinal));

    /// <summary>Calls that got no answer and were repeated.</summary>
    public int Repeated { get; private set; }

    /// <summary>Works until it is told to stop; what was begun is finished.</summary>
    public Task RunAsync(int workers, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(
        async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await SealOnceAsync();
            }
        },
        CancellationToken.None)));

    /// <summary>Waits until a process has been asked to seal.</summary>
    public async Task BegunAsync(SealNode by)
    {
        for (var tries = 0; tries < 12_000 && !ReferenceEquals(asked, by); tries++)
        {
            await Task.Delay(10);
        }

        Assert.Same(by, asked);
    }

    /// <summary>One act to its end.</summary>
    public async Task SealOnceAsync()
    {
        var key = SealCalls.NewKey();
        for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < Patience; Repeated++)
        {
            try
            {
                if (await SessionAsync() is { } open && await TryAsync(open, key) is { } answer)
                {
                    Assert.True(Answers.TryAdd(key, answer));
                    return;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException)
            {
                // Nobody is there, or nobody any more.
            }

            await Task.Delay(Pause);
        }

        throw new TimeoutException("An act of sealing is not answered.");
    }

    public void Dispose() => renewing.Dispose();

    // Null: no answer yet.
    private async Task<string?> TryAsync(Session open, string key)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(document), "file", "notice.ofd" }, { new StringContent(open.Seal.GrantId.ToString()), "grantId" }, { new StringContent("通知书"), "purpose" },
            { new StringContent("1,140,230"), "place" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/seal/v1/seals/{open.Seal.SealId}/signatures") { Content = form };
        request.Headers.Add("Idempotency-Key", key);
        asked = open.Node;
        using var answer = await open.Client.SendAsync(request);
        var content = await answer.Content.ReadAsByteArrayAsync();
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            return $"{answer.Headers.GetValues("Trust-Signature-Digest").Single()}:{Convert.ToHexStringLower(Crypto.Sm3.HashData(content))}";
        }

        var code = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? SealCalls.CodeOf(content) : null;
        Assert.True(
            code is "seal.use-voided" or "request.in-progress" || answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.ServiceUnavailable,
            $"{answer.StatusCode} {System.Text.Encoding.UTF8.GetString(content)}");
        return code == "seal.use-voided" ? code : null;
    }

    // A token lives five minutes; each process is asked anew.
    private async Task<Session?> SessionAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        if (node() is not { } running)
        {
            return null;
        }

        if (session is { } open && ReferenceEquals(open.Node, running) && open.Until > now)
        {
            return open;
        }

        await renewing.WaitAsync();
        try
        {
            if (session is { } meanwhile && ReferenceEquals(meanwhile.Node, running) && meanwhile.Until > now)
            {
                return meanwhile;
            }

            var client = running.Client();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await SealNode.TokenAsync(client));
            return session = new Session(running, client, await client.UsableAsync(), now.AddMinutes(2));
        }
        finally
        {
            renewing.Release();
        }
    }
}
