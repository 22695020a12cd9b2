using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Trust.Identity.Accounts;
using Trust.Identity.Oidc;

namespace Trust.Identity.Tests.Attacks;

/// <summary>What a client signs instead of sending a secret (RFC 7523 section 3): for this server, for minutes, for one use.</summary>
[Collection(Attacked.Name)]
public sealed class ClientAssertionTests(Provider provider)
{
    private const string Client = "key-machine";
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public async Task Good_assertion_gets_a_token()
    {
        Taken(await AskAsync(Payload()));
        Taken(await AskAsync(Payload(("aud", new JsonArray(Provider.Issuer)))));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://evil.example/connect/token")]
    [InlineData("http://localhost/connect/token")]
    [InlineData("http://localhost:81")]
    [InlineData("http://localhost/connect/introspect")]
    [InlineData("http://user@localhost/")]
    [InlineData("HTTP://LOCALHOST")]
    [InlineData("/")]
    [InlineData("")]
    public async Task Assertion_for_another_audience_is_refused(string audience) => await RefusedAsync(Payload(("aud", audience)));

    [Fact]
    public async Task Assertion_for_several_audiences_is_refused() => await RefusedAsync(Payload(("aud", new JsonArray(Provider.Issuer, "https://evil.example"))));

    [Fact]
    public async Task Used_assertion_is_refused()
    {
        var assertion = Sign(Payload());
        Taken(await AskAsync(assertion));
        Assert.Equal("invalid_client", (await AskAsync(assertion)).Error);

        // Signed anew with the same name it is still the same assertion.
        var payload = Payload();
        Taken(await AskAsync(payload));
        payload["exp"] = Now() + 200;
        await RefusedAsync(payload);
    }

    [Fact]
    public async Task Used_assertion_is_refused_at_every_endpoint()
    {
        var token = (await AskAsync(Payload())).Json.GetProperty("access_token").GetString()!;
        var assertion = Sign(Payload());
        Taken(await AskAsync(assertion, "/connect/introspect", ("token", token)));
        Assert.Equal("invalid_client", (await AskAsync(assertion, "/connect/revoke", ("token", token))).Error);
        Assert.Equal("invalid_client", (await AskAsync(assertion)).Error);
    }

    [Theory]
    [InlineData(310)]
    [InlineData(86400)]
    [InlineData(-301)]
    public async Task Assertion_that_lives_too_long_or_no_more_is_refused(int seconds) => await RefusedAsync(Payload(("exp", Now() + seconds)));

    [Theory]
    [InlineData("jti", null)]
    [InlineData("jti", "")]
    [InlineData("exp", null)]
    [InlineData("aud", null)]
    [InlineData("iss", null)]
    [InlineData("sub", null)]
    [InlineData("sub", "demo-machine")]
    [InlineData("iss", "demo-machine")]
    public async Task Assertion_without_its_parts_is_refused(string name, string? value) => await RefusedAsync(Payload((name, value)));

    [Fact]
    public async Task Assertion_signed_by_another_key_or_by_nobody_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal("invalid_client", (await AskAsync(Sign(Payload(), other))).Error);
        Assert.Equal("invalid_client", (await AskAsync($"{Jwt.Part(new JsonObject { ["alg"] = "none" })}.{Jwt.Part(Payload())}.")).Error);
    }

    [Theory]
    [InlineData("at+jwt", false)]
    [InlineData("logout+jwt", false)]
    [InlineData("client-authentication+jwt", true)]
    [InlineData(null, true)]
    public async Task Token_of_another_type_is_no_assertion(string? type, bool taken)
    {
        var header = new JsonObject { ["alg"] = "ES256", ["kid"] = "key-1" };
        if (type is not null)
        {
            header["typ"] = type;
        }

        Assert.Equal(taken, (await AskAsync(Jwt.Sign(header, Payload(), Jwt.By(Key)))).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Assertion_of_another_client_opens_nothing_with_its_name() =>
        Assert.NotEqual(HttpStatusCode.OK, (await AskAsync(Sign(Payload()), "/connect/token", ("grant_type", "client_credentials"), ("client_id", "demo-machine"))).Status);

    private async Task RefusedAsync(JsonObject payload)
    {
        var answer = await AskAsync(payload);
        Assert.Contains(answer.Status, new[] { HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized });
        Assert.Contains(answer.Error, new[] { "invalid_client", "invalid_grant", "invalid_request", "invalid_token" });
    }

    private static void Taken(Answer answer) => Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);

    private Task<Answer> AskAsync(JsonObject payload) => AskAsync(Sign(payload));

    private Task<Answer> AskAsync(string assertion) => AskAsync(assertion, "/connect/token", ("grant_type", "client_credentials"), ("scope", "api"));

    private async Task<Answer> AskAsync(string assertion, string endpoint, params (string Name, string Value)[] fields)
    {
        await RegisterAsync();
        return await provider.Visit().PostAsync(endpoint, [
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            KeyValuePair.Create("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            KeyValuePair.Create("client_assertion", assertion),
        ]);
    }

    private Task RegisterAsync() => provider.ChangeAsync(async db =>
    {
        if (await db.Set<ApplicationRecord>().AnyAsync(application => application.ClientId == Client))
        {
            return;
        }

        var key = Key.ExportParameters(includePrivateParameters: false);
        var keys = new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = "key-1", ["x"] = Base64UrlEncoder.Encode(key.Q.X), ["y"] = Base64UrlEncoder.Encode(key.Q.Y) }),
        };
        db.Add(new ApplicationRecord
        {
            Id = Guid.CreateVersion7(),
            ClientId = Client,
            ClientType = OpenIddictConstants.ClientTypes.Confidential,
            ApplicationType = OpenIddictConstants.ApplicationTypes.Web,
            ConsentType = OpenIddictConstants.ConsentTypes.Explicit,
            DisplayName = "按密钥认证的系统",
            JsonWebKeySet = keys.ToJsonString(),
            Permissions = System.Text.Json.JsonSerializer.Serialize(ApplicationPermissions.Machine),
            Realm = Realm.Citizen,
            OwnerName = "云川省政务服务管理局",
            OwnerCode = "",
            Region = "990000",
            OptionalScopes = "",
            Purpose = "",
            IdTokenAlgorithm = "RS256",
            RegisteredAt = provider.Time.GetUtcNow(),
        });
    });

    private long Now() => provider.Time.GetUtcNow().ToUnixTimeSeconds();

    private JsonObject Payload(params (string Name, JsonNode? Value)[] changes)
    {
        var payload = new JsonObject
        {
            ["iss"] = Client,
            ["sub"] = Client,
            ["aud"] = Provider.Issuer,
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["iat"] = Now(),
            ["exp"] = Now() + 60,
        };
        foreach (var (name, value) in changes)
        {
            payload.Remove(name);
            if (value is not null)
            {
                payload[name] = value;
            }
        }

        return payload;
    }

    private static string Sign(JsonObject payload, ECDsa? by = null) =>
        Jwt.Sign(new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT", ["kid"] = "key-1" }, payload, Jwt.By(by ?? Key));
}
