using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Trust.Identity.Tests.Attacks;

/// <summary>Access tokens that somebody made, changed, or was given for something else.</summary>
[Collection(Attacked.Name)]
public sealed class TokenForgeryTests(Provider provider)
{
    private const string Own = "/api/identity/v1/me";

    public static TheoryData<string, string> Headers => new()
    {
        { "algorithm none", """{"alg":"none","typ":"at+jwt"}""" },
        { "algorithm None", """{"alg":"None","typ":"at+jwt"}""" },
        { "HMAC with the public key", """{"alg":"HS256","typ":"at+jwt"}""" },
        { "kid that is a path", """{"alg":"HS256","typ":"at+jwt","kid":"../../../../dev/null"}""" },
        { "kid that is SQL", """{"alg":"HS256","typ":"at+jwt","kid":"x' UNION SELECT '00"}""" },
        { "unknown kid", """{"alg":"ES256","typ":"at+jwt","kid":"00000000000000000000000000000000"}""" },
        { "key set of the forger", """{"alg":"ES256","typ":"at+jwt","jku":"http://localhost:1/keys"}""" },
        { "key of the forger inside", """{"alg":"ES256","typ":"at+jwt","jwk":@KEY@}""" },
        { "ID token's type", """{"alg":"ES256","typ":"JWT"}""" },
    };

    [Theory, MemberData(nameof(Headers))]
    public async Task Token_with_a_forged_header_opens_nothing(string attack, string header)
    {
        var visitor = await provider.SignedInAsync();
        var parts = (await AccessAsync(visitor)).Split('.');
        using var forger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = forger.ExportParameters(false).Q;
        var key = $$"""{"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
        var body = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.Replace("@KEY@", key, StringComparison.Ordinal)))}.{parts[1]}";
        var published = await visitor.GetAsync("/.well-known/jwks");
        byte[][] signatures =
        [
            [], HMACSHA256.HashData(Encoding.UTF8.GetBytes(published.Body), Encoding.ASCII.GetBytes(body)), HMACSHA256.HashData(Array.Empty<byte>(), Encoding.ASCII.GetBytes(body)),
            forger.SignData(Encoding.ASCII.GetBytes(body), HashAlgorithmName.SHA256), Base64Url.DecodeFromChars(parts[2]),
        ];
        foreach (var signature in signatures)
        {
            Assert.True(await OpenAsync(visitor, $"{body}.{Base64Url.EncodeToString(signature)}") == HttpStatusCode.Unauthorized, attack);
        }
    }

    [Fact]
    public async Task Good_token_opens_its_owners_account_and_a_changed_byte_nothing()
    {
        var visitor = await provider.SignedInAsync();
        var token = await AccessAsync(visitor);
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(visitor, token));
        var parts = token.Split('.');
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        claims["acr"] = "urn:gov-trust:acr:natural:l2";
        var raised = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        Assert.Equal(HttpStatusCode.Unauthorized, await OpenAsync(visitor, $"{parts[0]}.{raised}.{parts[2]}"));
    }

    [Fact]
    public async Task Tokens_for_something_else_open_no_api()
    {
        var visitor = await provider.SignedInAsync();
        var tokens = await RelyingParty.Web.TokensAsync(visitor, ("scope", "openid profile account offline_access"));
        var plain = await RelyingParty.Web.TokensAsync(visitor, ("scope", "openid profile"));
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(visitor, tokens.Json.GetProperty("access_token").GetString()!));
        foreach (var other in new[] { tokens.Json.GetProperty("id_token").GetString()!, tokens.Json.GetProperty("refresh_token").GetString()!, plain.Json.GetProperty("access_token").GetString()!, "x", "x.y.z" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await OpenAsync(visitor, other));
        }

        // A machine has no account of its own.
        var machine = await RelyingParty.Machine.TokenAsync(visitor, ("grant_type", "client_credentials"), ("scope", "api"));
        Assert.Equal(HttpStatusCode.Forbidden, await OpenAsync(visitor, machine.Json.GetProperty("access_token").GetString()!));
    }

    [Theory]
    [InlineData("GET", "/api/identity/v1/me")]
    [InlineData("GET", "/api/identity/v1/me/sessions")]
    [InlineData("DELETE", "/api/identity/v1/me/consents/demo-web")]
    [InlineData("GET", "/api/identity/v1/applications")]
    public async Task Cookie_opens_no_api(string method, string path)
    {
        var visitor = await provider.SignedInAsync();
        await provider.SignInAsync(visitor, Provider.Administrator, staff: true);
        var answer = await visitor.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.StartsWith("Bearer", answer.Headers["WWW-Authenticate"].Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("response_type", "token")]
    [InlineData("response_type", "id_token")]
    [InlineData("response_type", "code id_token")]
    [InlineData("response_mode", "form_post")]
    [InlineData("response_mode", "fragment")]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("request_uri", "https://evil.example/request")]
    [InlineData("scope", "openid nothing-of-the-kind")]
    [InlineData("scope", "openid applications")]
    public async Task Request_for_what_is_not_offered_gets_no_code(string parameter, string value)
    {
        var visitor = await provider.SignedInAsync();
        var answer = await RelyingParty.Web.AuthorizeAsync(visitor, (parameter, value));
        Assert.DoesNotContain("code=", answer.To, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_that_is_none_and_ten_thousand_parameters_are_refused_not_crashed()
    {
        var visitor = provider.Visit();
        foreach (var body in new[] { "grant_type=%00", string.Join('&', Enumerable.Range(0, 10_000).Select(index => $"p{index}=1")), "grant_type=client_credentials&scope=" + new string('a', 500_000) })
        {
            var answer = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded") });
            Assert.InRange((int)answer.Status, 400, 499);
        }
    }

    private static async Task<string> AccessAsync(Browser visitor) =>
        (await RelyingParty.Web.TokensAsync(visitor, ("scope", "openid profile account"))).Json.GetProperty("access_token").GetString()!;

    private static async Task<HttpStatusCode> OpenAsync(Browser visitor, string token) => (await visitor.GetAsync(Own, request =>
    {
        request.Headers.Remove("Cookie");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
    })).Status;
}
