using System.Net;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>Between question and answer a request belongs to one browser, and ends once.</summary>
[Collection(Attacked.Name)]
[Requirement("IDN-35")]
public sealed class PendingRequestTests(Provider provider)
{
    [Fact]
    public async Task Request_begun_in_another_browser_cannot_be_continued()
    {
        var attacker = provider.Visit();
        var begun = await attacker.GetAsync(RelyingParty.AddressOf(RelyingParty.Web.Request()));
        Assert.StartsWith("/account/authorize/", begun.To, StringComparison.Ordinal);

        var victim = await provider.SignedInAsync();
        await EndedAsync(victim, begun.To);

        // A browser that has a request of its own still has only its own.
        await RelyingParty.Web.CodeAsync(victim);
        await EndedAsync(victim, begun.To);
        var consent = await victim.GetAsync($"/account/consent?request={IdOf(begun)}");
        Assert.Equal("/account/request-refused?reason=ended", consent.To);
        Assert.Contains("已经失效", (await victim.GetAsync($"/account/login?request={IdOf(begun)}")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Request_is_not_continued_with_a_guessed_browser_secret(string secret)
    {
        var visitor = await provider.SignedInAsync();
        var begun = await visitor.GetAsync(RelyingParty.AddressOf(RelyingParty.Web.Request()));
        visitor.Cookies["trust-request"] = secret;
        await EndedAsync(visitor, begun.To);
    }

    [Fact]
    public async Task Ticket_counts_once()
    {
        var (visitor, ticket) = await TicketAsync();
        Assert.Contains("code", (await visitor.GetAsync(ticket)).Parameters.Keys);
        var again = await visitor.GetAsync(ticket);
        Assert.StartsWith("/account/request-refused?", again.To, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ticket_used_many_times_at_the_same_moment_gives_one_code()
    {
        var (visitor, ticket) = await TicketAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => visitor.GetAsync(ticket)));
        Assert.Single(answers, answer => answer.Parameters.ContainsKey("code"));
    }

    [Fact]
    public async Task Ticket_of_another_request_is_refused()
    {
        var visitor = await provider.SignedInAsync();
        await RelyingParty.Web.CodeAsync(visitor);
        var first = await visitor.GetAsync((await visitor.GetAsync(RelyingParty.AddressOf(RelyingParty.Web.Request()))).To);
        var second = await visitor.GetAsync((await visitor.GetAsync(RelyingParty.AddressOf(RelyingParty.Web.Request()))).To);
        var mixed = first.To.Replace(first.Parameters["trust_ticket"], second.Parameters["trust_ticket"], StringComparison.Ordinal);
        Assert.StartsWith("/account/request-refused?", (await visitor.GetAsync(mixed)).To, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ticket_in_another_browser_is_refused()
    {
        var (_, ticket) = await TicketAsync();
        var other = await provider.SignedInAsync();
        Assert.StartsWith("/account/request-refused?", (await other.GetAsync(ticket)).To, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_beside_a_ticket_change_nothing()
    {
        var (visitor, ticket) = await TicketAsync();
        var answer = await visitor.GetAsync(ticket + "&redirect_uri=https%3A%2F%2Fevil.example%2F&scope=openid+phone+account&response_type=token&state=other");
        Assert.StartsWith(RelyingParty.Callback, answer.To, StringComparison.Ordinal);
        Assert.Equal("state-of-the-application", answer.Parameters["state"]);
        var tokens = await RelyingParty.Web.RedeemAsync(visitor, answer.Parameters["code"]);
        Assert.DoesNotContain("phone", tokens.Json.TryGetProperty("scope", out var scope) ? scope.GetString()! : "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trust_request=00000000000000000000000000000000")]
    [InlineData("trust_request=x&trust_ticket=y")]
    [InlineData("trust_request=&trust_ticket=")]
    public async Task Ticket_that_nobody_made_is_refused_whatever_stands_beside_it(string made)
    {
        var visitor = await provider.SignedInAsync();
        var answer = await visitor.GetAsync($"{RelyingParty.AddressOf(RelyingParty.Web.Request())}&{made}");
        Assert.StartsWith("/account/request-refused?", answer.To, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ticket_pushed_or_in_a_pushed_request_is_no_short_cut()
    {
        var visitor = await provider.SignedInAsync();
        var pushed = await RelyingParty.Web.AskAsync(visitor, "/connect/par", [.. RelyingParty.Web.Request(("trust_request", new string('0', 32)), ("trust_ticket", "x")).Select(pair => (pair.Key, pair.Value))]);
        if (pushed.Status == HttpStatusCode.Created)
        {
            var answer = await visitor.GetAsync($"/connect/authorize?client_id=demo-web&request_uri={Uri.EscapeDataString(pushed.Json.GetProperty("request_uri").GetString()!)}");
            Assert.DoesNotContain("code", answer.Parameters.Keys);
        }
    }

    [Fact]
    public async Task Request_left_open_for_an_hour_is_over()
    {
        var visitor = await provider.SignedInAsync();
        var begun = await visitor.GetAsync(RelyingParty.AddressOf(RelyingParty.Web.Request()));
        await provider.ChangeAsync(async db =>
        {
            var row = await db.PendingRequests.FindAsync(Guid.ParseExact(IdOf(begun), "N"));
            db.Entry(row!).Property(record => record.ExpiresAt).CurrentValue = provider.Time.GetUtcNow();
        });
        await EndedAsync(visitor, begun.To);
    }

    [Fact]
    public async Task Pushed_request_of_one_client_is_useless_to_another()
    {
        var visitor = await provider.SignedInAsync();
        var pushed = await RelyingParty.Web.AskAsync(visitor, "/connect/par", [.. RelyingParty.Web.Request().Select(pair => (pair.Key, pair.Value))]);
        var address = Uri.EscapeDataString(pushed.Json.GetProperty("request_uri").GetString()!);
        Assert.StartsWith("/account/request-refused?", (await visitor.GetAsync($"/connect/authorize?client_id=demo-spa&request_uri={address}")).To, StringComparison.Ordinal);
        Assert.StartsWith("/account/authorize/", (await visitor.GetAsync($"/connect/authorize?client_id=demo-web&request_uri={address}")).To, StringComparison.Ordinal);
    }

    private async Task<(Browser Browser, string Ticket)> TicketAsync()
    {
        var visitor = await provider.SignedInAsync();
        await RelyingParty.Web.CodeAsync(visitor);
        var begun = await visitor.GetAsync(RelyingParty.AddressOf(RelyingParty.Web.Request()));
        var ticket = (await visitor.GetAsync(begun.To)).To;
        Assert.Contains("trust_ticket=", ticket, StringComparison.Ordinal);
        return (visitor, ticket);
    }

    private static string IdOf(Answer begun) => begun.To[(begun.To.LastIndexOf('/') + 1)..];

    private static async Task EndedAsync(Browser visitor, string address) =>
        Assert.Equal("/account/request-refused?reason=ended", (await visitor.GetAsync(address)).To);
}
