using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Trust.License.Tests.Issuing;
using Trust.Testing;

namespace Trust.License.Tests.Crash;

/// <summary>
/// Departments' programs that issue without pause through both processes: most repeat a call with the same key until it is answered, some give up when nobody answers, and
/// some ask both processes at once.
/// </summary>
internal sealed class IssuingCallers(CrashNode node) : IDisposable
{
    private const int OneInSo = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(2);

    // What ends by itself: the caller repeats.
    private static readonly string[] Passing = ["request.in-progress"];

    private readonly SemaphoreSlim renewing = new(1, 1);
    private readonly int[] asked = new int[2];
    private volatile Token? token;
    private int repeated;
    private int number;

    private sealed record Token(AuthenticationHeaderValue Value, DateTimeOffset Until);

    /// <summary>By key: the identifier that the caller got, or the code of the refusal that ended the act. Two callers of one key leave two.</summary>
    public ConcurrentDictionary<string, ConcurrentBag<string>> Answers { get; } = new();

    /// <summary>By key: the licence that the caller was told of.</summary>
    public ConcurrentDictionary<string, Guid> Licences { get; } = new();

    /// <summary>Keys whose caller gave up before an answer.</summary>
    public ConcurrentBag<string> GivenUp { get; } = [];

    /// <summary>Calls that got no answer, or one that is none.</summary>
    public int Repeated => repeated;

    /// <summary>Calls that a process has been sent so far.</summary>
    public int AskedOf(int which) => Volatile.Read(ref asked[which]);

    /// <summary>Issues until so many acts are answered and the test says stop; what was begun is finished.</summary>
    public Task RunAsync(int callers, int least, Random random, CancellationToken stop)
    {
        var seeds = Enumerable.Range(0, callers).Select(_ => random.Next()).ToList();
        return Task.WhenAll(seeds.Select(seed => Task.Run(() => IssueUntilAsync(new Random(seed), least, stop), CancellationToken.None)));
    }

    /// <summary>Repeats a call that was answered before.</summary>
    public async Task<string> RepeatAsync(string key) => await CallAsync(key, 0) ?? throw new InvalidOperationException("A call that was answered before is not answered.");

    /// <summary>The licence as its office downloads it.</summary>
    public async Task<byte[]> FileAsync(Guid licence)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/license/v1/licences/{licence}/file");
        request.Headers.Authorization = await TokenAsync(0);
        using var answer = await node.Clients[0].SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    public void Dispose() => renewing.Dispose();

    private async Task IssueUntilAsync(Random random, int least, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested || Answers.Count < least)
        {
            var key = $"{Interlocked.Increment(ref number)}-{LicenceCalls.NewKey()}";
            var first = random.Next(2);
            var isPatient = random.Next(OneInSo) != 0;
            await (random.Next(OneInSo) == 0 ? Task.WhenAll(IssueOnceAsync(key, first, true), IssueOnceAsync(key, 1 - first, true)) : IssueOnceAsync(key, first, isPatient));
        }
    }

    private async Task IssueOnceAsync(string key, int which, bool isPatient)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < Patience; Interlocked.Increment(ref repeated), which = 1 - which)
        {
            try
            {
                if (await CallAsync(key, which) is { } answer)
                {
                    Answers.GetOrAdd(key, _ => []).Add(answer);
                    return;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException)
            {
                // Nobody is there, or nobody any more.
                if (!isPatient)
                {
                    GivenUp.Add(key);
                    return;
                }
            }

            await Task.Delay(Pause);
        }

        throw new TimeoutException("An issuing is not answered.");
    }

    // Null: no answer yet.
    private async Task<string?> CallAsync(string key, int which)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/license/v1/licences") { Content = JsonContent.Create(Form(key)) };
        request.Headers.Add("Idempotency-Key", key);
        request.Headers.Authorization = await TokenAsync(which);
        Interlocked.Increment(ref asked[which]);
        using var answer = await node.Clients[which].SendAsync(request);
        var content = await answer.Content.ReadAsByteArrayAsync();
        if (answer.StatusCode == HttpStatusCode.Created)
        {
            var made = JsonDocument.Parse(content).RootElement;
            Assert.Equal(made.GetProperty("licenceId").GetGuid(), Licences.GetOrAdd(key, made.GetProperty("licenceId").GetGuid()));
            return made.GetProperty("identifier").GetString()!;
        }

        var code = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? JsonDocument.Parse(content).RootElement.GetProperty("code").GetString() : null;
        Assert.True(
            code == "license.voided" || Passing.Contains(code) || answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.ServiceUnavailable,
            $"{answer.StatusCode} {System.Text.Encoding.UTF8.GetString(content)}\n{node.Troubles()}");
        return code == "license.voided" ? code : null;
    }

    // A printed number of its own for each act, which a repetition gives again.
    private static Dictionary<string, object?> Form(string key)
    {
        var form = SampleLicence.Form();
        form["number"] = $"JY1990102{key[..key.IndexOf('-', StringComparison.Ordinal)].PadLeft(7, '0')}";
        return form;
    }

    private async Task<AuthenticationHeaderValue> TokenAsync(int which)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (token is { } known && known.Until > now)
        {
            return known.Value;
        }

        await renewing.WaitAsync();
        try
        {
            if (token is { } meanwhile && meanwhile.Until > now)
            {
                return meanwhile.Value;
            }

            using var client = node.ClientOf(which);
            await SampleLicence.SignInAsync(client);
            token = new Token(client.DefaultRequestHeaders.Authorization!, now + TokenLife);
            return token.Value;
        }
        finally
        {
            renewing.Release();
        }
    }
}
