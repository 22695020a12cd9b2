using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Trust.Identity.Data;
using Trust.Identity.Sessions;
using Trust.Identity.SignIn;
using Trust.Testing;

namespace Trust.Identity.Tests.SignIn;

/// <summary>Counters of failures, below HTTP, on each database.</summary>
public abstract class ThrottleTests : IAsyncLifetime
{
    private IdentityApp app = null!;

    public async Task InitializeAsync() => app = await StartAsync();

    public async Task DisposeAsync() => await app.DisposeAsync();

    protected abstract Task<IdentityApp> StartAsync();

    [DatabaseFact]
    public async Task Five_tries_are_free_then_each_waits_twice_as_long_up_to_a_quarter_of_an_hour()
    {
        foreach (var left in new[] { 4, 3, 2, 1, 0 })
        {
            var turn = await TakeAsync("a");
            Assert.True(turn.IsGranted);
            Assert.Equal(left, turn.TriesLeft);
        }

        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900 })
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), (await TakeAsync("a")).Wait);
            app.Time.Advance(TimeSpan.FromSeconds(seconds));
            Assert.True((await TakeAsync("a")).IsGranted);
        }

        app.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(4, (await TakeAsync("a")).TriesLeft);
    }

    [DatabaseFact]
    [Requirement("SEC-05")]
    public async Task Code_guessing_from_many_sources_at_once_gets_five_tries()
    {
        var turns = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => TakeAsync("many")));
        Assert.Equal(5, turns.Count(turn => turn.IsGranted));
    }

    [DatabaseFact]
    public async Task Factors_are_counted_apart()
    {
        await ExhaustAsync("both", Factor.Password);
        Assert.True((await TakeAsync("both", Factor.Sms)).IsGranted);
    }

    [DatabaseFact]
    public async Task Credential_stuffing_from_one_source_is_slowed_whatever_accounts_it_tries()
    {
        var source = IdentityApp.NewSource();
        for (var account = 0; account < 20; account++)
        {
            Assert.True((await TakeAsync($"stuffed{account}", source: source)).IsGranted);
        }

        Assert.NotNull((await TakeAsync("stuffed20", source: source)).Wait);
        Assert.True((await TakeAsync("stuffed20")).IsGranted);
    }

    [DatabaseFact]
    public async Task Credential_stuffing_is_not_covered_up_by_an_own_account_between()
    {
        var source = IdentityApp.NewSource();
        for (var account = 0; account < 19; account++)
        {
            await TakeAsync($"covered{account}", source: source);
            await SucceedAsync(await TakeAsync("own", source: source));
        }

        Assert.True((await TakeAsync("covered19", source: source)).IsGranted);
        Assert.NotNull((await TakeAsync("own", source: source)).Wait);
    }

    [DatabaseFact]
    public async Task A_right_secret_ends_the_count_of_the_account()
    {
        await TakeAsync("right");
        await TakeAsync("right");
        await SucceedAsync(await TakeAsync("right"));
        Assert.Equal(4, (await TakeAsync("right")).TriesLeft);
    }

    [DatabaseFact]
    [Requirement("SEC-05")]
    public async Task Victim_lock_out_does_not_reach_the_victims_own_device()
    {
        var account = Guid.NewGuid();
        var home = await RememberAsync(account);
        await ExhaustAsync("victim", Factor.Password, account);
        Assert.Equal(4, (await TakeAsync("victim", context: WithCookie(home), account: account)).TriesLeft);

        // The device is known to this account only, and has a counter of its own.
        Assert.False((await TakeAsync("victim", account: account)).IsGranted);
        await ExhaustAsync("other", Factor.Password);
        Assert.False((await TakeAsync("other", context: WithCookie(home), account: Guid.NewGuid())).IsGranted);
        for (var left = 0; left < 4; left++)
        {
            await TakeAsync("victim", context: WithCookie(home), account: account);
        }

        Assert.False((await TakeAsync("victim", context: WithCookie(home), account: account)).IsGranted);
    }

    [DatabaseFact]
    public async Task A_device_is_forgotten_after_half_a_year()
    {
        var account = Guid.NewGuid();
        var home = await RememberAsync(account);
        app.Time.Advance(TimeSpan.FromDays(181));
        Assert.Null(await app.ScopeAsync(services => services.GetRequiredService<KnownDevices>().FindAsync(WithCookie(home), account, default)));
    }

    private async Task ExhaustAsync(string identifier, string factor, Guid? account = null)
    {
        for (var failure = 0; failure < Throttle.FreeForAccount; failure++)
        {
            Assert.True((await TakeAsync(identifier, factor, account: account)).IsGranted);
        }

        Assert.False((await TakeAsync(identifier, factor, account: account)).IsGranted);
    }

    private Task<Turn> TakeAsync(string identifier, string factor = Factor.Password, string? source = null, HttpContext? context = null, Guid? account = null) =>
        app.ScopeAsync(services => services.GetRequiredService<Throttle>().TakeAsync(context ?? IdentityApp.ContextFrom(source), factor, identifier, account, default));

    private Task<bool> SucceedAsync(Turn turn) => app.ScopeAsync(async services =>
    {
        await services.GetRequiredService<Throttle>().SucceedAsync(turn, default);
        return true;
    });

    // The cookie that a browser would send from then on.
    private Task<string> RememberAsync(Guid account) => app.ScopeAsync(async services =>
    {
        var context = IdentityApp.ContextFrom();
        await services.GetRequiredService<KnownDevices>().RememberAsync(context, account, default);
        await services.GetRequiredService<IdentityDbContext>().SaveChangesAsync();
        return context.Response.Headers.SetCookie.ToString().Split(';')[0];
    });

    private static HttpContext WithCookie(string cookie)
    {
        var context = IdentityApp.ContextFrom();
        context.Request.Headers.Cookie = cookie;
        return context;
    }
}

public sealed class SqliteThrottleTests : ThrottleTests
{
    protected override Task<IdentityApp> StartAsync() => IdentityApp.StartAsync();
}

[NeedsPostgres]
public sealed class PostgresThrottleTests : ThrottleTests
{
    protected override Task<IdentityApp> StartAsync() => IdentityApp.StartOnPostgresAsync();
}
