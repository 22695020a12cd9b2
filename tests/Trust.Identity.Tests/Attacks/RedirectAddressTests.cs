using System.Net;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>An answer goes to a registered address, letter by letter, or nowhere.</summary>
[Collection(Attacked.Name)]
[Requirement("IDN-35")]
public sealed class RedirectAddressTests(Provider provider)
{
    public static TheoryData<string> Tricks =>
    [
        "http://localhost:5090/callback/evil", "http://localhost:5090/callback/", "http://localhost:5090/callback/../evil", "http://localhost:5090/callback%2F",
        "http://localhost:5090/callback%00", "http://localhost:5090/call%62ack", "http://localhost:5090/Callback", "http://localhost:5090/callback?next=evil", "http://localhost:5090/callback?",
        "http://localhost:5090/callback#evil", "http://localhost:5090/callback#", "http://localhost:5090/callback;evil", "http://localhost:5090/callback\\@evil.example",
        "http://localhost:5091/callback", "http://localhost/callback", "http://localhost:5090@evil.example/callback", "http://user@localhost:5090/callback", "http://user:secret@localhost:5090/callback",
        "http://localhost.evil.example:5090/callback", "http://evil.localhost:5090/callback", "http://127.0.0.1:5090/callback", "http://[::1]:5090/callback", "http://localhost.:5090/callback",
        "HTTP://localhost:5090/callback", "http://LOCALHOST:5090/callback", "https://localhost:5090/callback", " http://localhost:5090/callback", "http://localhost:5090/callback ",
        "http://localhost:5090/callback\n", "http:/localhost:5090/callback", "//localhost:5090/callback", "/callback", "callback", "javascript:alert(1)//http://localhost:5090/callback",
        "data:text/html,evil", "https://evil.example/?http://localhost:5090/callback", "http://localhost:5090/callback,http://evil.example/", "http://localhost:5090/callback http://evil.example/",
    ];

    [Theory]
    [MemberData(nameof(Tricks))]
    public async Task Redirect_uri_that_only_resembles_the_registered_one_gets_neither_code_nor_error(string trick)
    {
        var visitor = await provider.SignedInAsync();
        var request = RelyingParty.Web.Request(("redirect_uri", trick));
        RefusedHere(await visitor.GetAsync(RelyingParty.AddressOf(request)));
        RefusedHere(await visitor.PostAsync("/connect/authorize", request!));

        // An error about something else does not go there either.
        RefusedHere(await visitor.GetAsync(RelyingParty.AddressOf(RelyingParty.Web.Request(("redirect_uri", trick), ("response_type", "token"), ("prompt", "none")))));
        var pushed = await RelyingParty.Web.AskAsync(visitor, "/connect/par", [.. request.Select(parameter => (parameter.Key, parameter.Value))]);
        Assert.Equal(HttpStatusCode.BadRequest, pushed.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Redirect_uri_left_out_is_not_guessed(string? nothing)
    {
        var visitor = await provider.SignedInAsync();
        RefusedHere(await visitor.GetAsync(RelyingParty.AddressOf(RelyingParty.Web.Request(("redirect_uri", nothing)))));

        // Plain OAuth, which would allow it for a client with one address.
        var plain = RelyingParty.Web.Request(("redirect_uri", nothing), ("scope", "profile"), ("nonce", null));
        RefusedHere(await visitor.GetAsync(RelyingParty.AddressOf(plain)));
        var pushed = await RelyingParty.Web.AskAsync(visitor, "/connect/par", [.. plain.Select(parameter => (parameter.Key, parameter.Value))]);
        Assert.Equal("invalid_request", pushed.Error);
    }

    [Theory]
    [InlineData("http://localhost:5090/callback", "https://evil.example/")]
    [InlineData("https://evil.example/", "http://localhost:5090/callback")]
    public async Task Redirect_uri_given_twice_is_refused(string first, string second)
    {
        var visitor = await provider.SignedInAsync();
        var rest = RelyingParty.AddressOf(RelyingParty.Web.Request(("redirect_uri", null)));
        RefusedHere(await visitor.GetAsync($"{rest}&redirect_uri={Uri.EscapeDataString(first)}&redirect_uri={Uri.EscapeDataString(second)}"));
    }

    [Fact]
    public async Task Redirect_uri_of_another_application_is_refused()
    {
        var visitor = await provider.SignedInAsync();
        RefusedHere(await visitor.GetAsync(RelyingParty.AddressOf(RelyingParty.Machine.Request())));
        RefusedHere(await visitor.GetAsync(RelyingParty.AddressOf(new RelyingParty("nobody", null).Request())));
    }

    private static void RefusedHere(Answer answer)
    {
        Assert.Equal(HttpStatusCode.Found, answer.Status);
        Assert.StartsWith("/account/request-refused?", answer.To, StringComparison.Ordinal);
    }
}
