using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Identity.Tests.Api;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>Tokens for an outside resource server have no entry here: they are checked there by their signature, and open nothing of ours.</summary>
[Requirement("IDN-35")]
public sealed class OutsideTokenTests(Provider provider) : IClassFixture<Provider>
{
    private const string Resource = "https://resource.example/";

    [Fact]
    public async Task Token_for_an_outside_resource_server_serves_there_and_opens_no_api_of_ours()
    {
        var outside = await TokenAsync(await RegisterAsync(Resource));
        var ours = await TokenAsync(await RegisterAsync(null));
        Assert.False(outside.HasEntry);
        Assert.True(ours.HasEntry);

        // There: by the published keys alone, for that audience and no other.
        Assert.True((await CheckAsync(outside.Token, Resource)).IsValid);
        Assert.False((await CheckAsync(outside.Token, $"{Provider.Issuer}/api")).IsValid);
        Assert.False((await CheckAsync(ours.Token, Resource)).IsValid);
        Assert.False((await CheckAsync(outside.Token[..^4] + "AAAA", Resource)).IsValid);

        // Here: nobody, where the token with an entry is a known machine that lacks the scope.
        var visitor = provider.Visit();
        foreach (var path in new[] { "/me", "/me/sessions", "/applications" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.ApiAsync(outside.Token, path)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.ApiAsync(ours.Token, path)).Status);
        }

        Assert.Null(await OpenAsync(outside.Token));
        Assert.Equal(ActorKind.Client, (await OpenAsync(ours.Token))?.Kind);
        Assert.Equal(HttpStatusCode.Unauthorized, (await RelyingParty.UserInfoAsync(visitor, outside.Token)).Status);
    }

    [Fact]
    public async Task Token_without_an_entry_opens_nothing_even_if_it_names_our_audience()
    {
        // An address that is our own audience as text: the entry is still missing.
        var (client, id) = (await RegisterAsync(Resource), $"{Provider.Issuer}/api");
        await provider.ChangeAsync(db => db.Applications.Where(application => application.ClientId == client.Id).ExecuteUpdateAsync(set => set.SetProperty(application => application.OutsideResource, id)));
        var posing = await TokenAsync(client);
        Assert.False(posing.HasEntry);
        Assert.Equal(id, Assert.Single(new JsonWebToken(posing.Token).Audiences));
        Assert.Null(await OpenAsync(posing.Token));
        Assert.Equal(HttpStatusCode.Unauthorized, (await provider.Visit().ApiAsync(posing.Token, "/applications")).Status);
    }

    private async Task<RelyingParty> RegisterAsync(string? resource)
    {
        var staff = await provider.SignedInAsync(Provider.Administrator, staff: true);
        var token = (await RelyingParty.Office.TokensAsync(staff, ("scope", "openid applications"))).AccessToken();
        var made = await staff.PostApiAsync(token, "/applications", new { name = "数据接口", kind = "machine", scopes = new[] { "api" }, outsideResource = resource });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return new RelyingParty(made.Json.GetProperty("clientId").GetString()!, made.Json.GetProperty("secret").GetString());
    }

    private async Task<(string Token, bool HasEntry)> TokenAsync(RelyingParty client)
    {
        var before = await provider.LookAsync(db => db.Tokens.CountAsync());
        var token = (await client.TokenAsync(provider.Visit(), ("grant_type", "client_credentials"), ("scope", "api"))).AccessToken();
        return (token, await provider.LookAsync(db => db.Tokens.CountAsync()) > before);
    }

    private async Task<TokenValidationResult> CheckAsync(string token, string audience)
    {
        var keys = JsonWebKeySet.Create((await provider.Visit().GetAsync("/.well-known/jwks")).Body).GetSigningKeys();
        return await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Provider.Issuer,
            ValidAudience = audience,
            ValidTypes = ["at+jwt"],
            IssuerSigningKeys = keys,
            LifetimeValidator = (_, to, _, _) => to > provider.Time.GetUtcNow(),
        });
    }

    private async Task<Actor?> OpenAsync(string token)
    {
        await using var scope = provider.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IIdentity>().OpenTokenAsync(Actor.Process("front"), new OpenTokenCall(token), default)).Value;
    }
}
