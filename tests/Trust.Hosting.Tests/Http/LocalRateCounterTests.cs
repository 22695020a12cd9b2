using Trust.Hosting.Http;

namespace Trust.Hosting.Tests.Http;

public sealed class LocalRateCounterTests
{
    private readonly LocalRateCounter counter = new();

    [Fact]
    public async Task Each_source_is_counted_on_its_own()
    {
        Assert.Equal(1, await CountAsync("a", 7));
        Assert.Equal(2, await CountAsync("a", 7));
        Assert.Equal(1, await CountAsync("b", 7));
        Assert.Equal(3, await CountAsync("a", 7));
    }

    [Fact]
    public async Task New_window_begins_at_one()
    {
        await CountAsync("a", 7);
        Assert.Equal(2, await CountAsync("a", 7));
        Assert.Equal(1, await CountAsync("a", 8));
        Assert.Equal(1, await CountAsync("b", 8));
    }

    [Fact]
    public async Task Requests_that_read_the_clock_before_the_window_ended_do_not_clear_the_next_one()
    {
        // Many requests in flight at the full minute: each late one would give every source a fresh limit.
        await CountAsync("a", 8);
        Assert.Equal(2, await CountAsync("a", 7));
        Assert.Equal(3, await CountAsync("a", 8));
    }

    [Fact]
    public async Task Clock_that_was_set_back_does_not_lock_anybody_out()
    {
        await CountAsync("a", 100);
        Assert.Equal(1, await CountAsync("a", 40));
    }

    [Fact]
    public async Task Nothing_is_lost_when_many_count_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var count = 0; count < 1000; count++)
            {
                await CountAsync("a", 7);
            }
        })));
        Assert.Equal(8001, await CountAsync("a", 7));
    }

    private async Task<long> CountAsync(string key, long window) => await counter.CountAsync(key, window, CancellationToken.None);
}
