using System.Net;
using Trust.Testing;

namespace Trust.Hosting.Tests.Http;

/// <summary>What holds for the limits of one process, whether its counters are shared or not.</summary>
public abstract class SharedStateSuite
{
    private const HttpStatusCode Good = HttpStatusCode.OK;
    private const HttpStatusCode Refused = HttpStatusCode.TooManyRequests;

    private readonly ManualTime time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 10, TimeSpan.Zero).AddMinutes(Random.Shared.Next(1_000_000)));

    /// <summary>Redis configuration, or null.</summary>
    protected abstract string? Redis { get; }

    [SharedStateFact]
    public async Task Source_is_refused_above_the_limit_until_the_window_ends()
    {
        await using var app = await StartAsync();
        Assert.Equal([Good, Good, Good, Refused, Refused], await TryAsync(app, 5));
        time.Advance(TimeSpan.FromSeconds(49));
        Assert.Equal(Refused, await app.TryAsync());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([Good, Good, Good, Refused], await TryAsync(app, 4));
    }

    [SharedStateFact]
    public async Task Refused_source_is_told_when_the_window_ends()
    {
        await using var app = await StartAsync();
        await TryAsync(app, 3);
        using var answer = await app.SendAsync("/small/secret", request => request.Headers.Add("Test-Source", "203.0.113.9"));
        Assert.Equal(Refused, answer.StatusCode);
        Assert.Equal(50, answer.Headers.RetryAfter?.Delta?.TotalSeconds);
        Assert.Contains("request.too-many", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [SharedStateFact]
    public async Task Other_sources_and_classes_have_limits_of_their_own()
    {
        await using var app = await StartAsync();
        await TryAsync(app, 4);
        Assert.Equal(Refused, await app.TryAsync());
        Assert.Equal(Good, await app.TryAsync("203.0.113.10"));
        using var api = await app.SendAsync("/small/number?number=1", request => request.Headers.Add("Test-Source", "203.0.113.9"));
        Assert.Equal(Good, api.StatusCode);
        using var free = await app.SendAsync("/small/free", request => request.Headers.Add("Test-Source", "203.0.113.9"));
        Assert.Equal(Good, free.StatusCode);
    }

    [SharedStateFact]
    public async Task Addresses_of_one_household_of_IPv6_are_one_source()
    {
        await using var app = await StartAsync();
        Assert.Equal(Good, await app.TryAsync("2001:4860:1:2::1"));
        Assert.Equal(Good, await app.TryAsync("2001:4860:1:2:ffff:ffff:ffff:ffff"));
        Assert.Equal(Good, await app.TryAsync("2001:4860:1:2:0:1::"));
        Assert.Equal(Refused, await app.TryAsync("2001:4860:1:2::2"));
        Assert.Equal(Good, await app.TryAsync("2001:4860:1:3::1"));
    }

    [SharedStateFact]
    public async Task Address_mapped_into_IPv6_is_the_IPv4_address()
    {
        await using var app = await StartAsync();
        Assert.Equal(Good, await app.TryAsync("::ffff:203.0.113.9"));
        Assert.Equal(Good, await app.TryAsync("203.0.113.9"));
        Assert.Equal(Good, await app.TryAsync("::ffff:cb00:7109"));
        Assert.Equal(Refused, await app.TryAsync());
        Assert.Equal(Good, await app.TryAsync("::ffff:203.0.113.10"));
    }

    [SharedStateFact]
    public async Task Source_that_is_refused_stays_refused_while_it_hammers()
    {
        await using var app = await StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => app.TryAsync()));
        Assert.Equal(3, answers.Count(status => status == Good));
        Assert.Equal(37, answers.Count(status => status == Refused));
    }

    internal Task<TestApp> StartAsync() => TestApp.StartAsync(
        time, null, Redis is null ? [("Trust:Rates:Secret", "3")] : [("Trust:Rates:Secret", "3"), ("Trust:Redis:Configuration", Redis)]);

    private static async Task<List<HttpStatusCode>> TryAsync(TestApp app, int times)
    {
        var answers = new List<HttpStatusCode>();
        for (var count = 0; count < times; count++)
        {
            answers.Add(await app.TryAsync());
        }

        return answers;
    }
}

public sealed class SharedStateWithoutRedis : SharedStateSuite
{
    protected override string? Redis => null;
}

[NeedsRedis]
public sealed class SharedStateWithRedis : SharedStateSuite
{
    protected override string? Redis => Machine.Redis;
}
