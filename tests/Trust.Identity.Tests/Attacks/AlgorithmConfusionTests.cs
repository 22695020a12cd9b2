using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trust.Identity.Tests.Api;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>A public key is no secret: whatever form of it a forger takes for the key of an HMAC, with the real key's name beside it, nothing opens.</summary>
[Collection(Attacked.Name)]
[Requirement("SEC-05")]
public sealed class AlgorithmConfusionTests(Provider provider)
{
    private const string LogoutTo = "post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A5090%2F";

    public static TheoryData<string> Algorithms => ["HS256", "HS384", "HS512"];

    [Theory, MemberData(nameof(Algorithms))]
    public async Task Access_token_made_with_a_public_key_as_secret_opens_nothing(string algorithm)
    {
        var visitor = await provider.SignedInAsync();
        var real = (await RelyingParty.Web.TokensAsync(visitor, ("scope", "openid account"))).AccessToken();
        Assert.Equal(HttpStatusCode.OK, await OpenAsync(visitor, real));
        await EachAsync(algorithm, "at+jwt", real.Split('.')[1], async (forged, form) => Assert.True(await OpenAsync(visitor, forged) == HttpStatusCode.Unauthorized, form));
    }

    [Theory, MemberData(nameof(Algorithms))]
    public async Task Hint_made_with_a_public_key_as_secret_ends_no_session_and_names_nobody(string algorithm)
    {
        var visitor = await provider.SignedInAsync();
        var real = (await RelyingParty.Web.TokensAsync(visitor)).Json.GetProperty("id_token").GetString()!;
        await EachAsync(algorithm, "JWT", real.Split('.')[1], async (forged, form) =>
        {
            var logout = await visitor.GetAsync($"/connect/logout?id_token_hint={forged}&client_id=demo-web&{LogoutTo}");
            Assert.False(logout.To.StartsWith("http://localhost:5090", StringComparison.Ordinal), form);
        });

        // Of somebody else's the real one stops this person's sign-in; a forged one is no hint at all.
        var other = (await RelyingParty.Web.TokensAsync(await provider.SignedInAsync(Provider.OtherCitizen))).Json.GetProperty("id_token").GetString()!;
        Assert.Equal("login_required", (await RelyingParty.Web.AuthorizeAsync(visitor, ("id_token_hint", other), ("prompt", "none"))).Parameters["error"]);
        await EachAsync(algorithm, "JWT", other.Split('.')[1], async (forged, form) =>
            Assert.True((await RelyingParty.Web.AuthorizeAsync(visitor, ("id_token_hint", forged), ("prompt", "none"))).Parameters.ContainsKey("code"), form));
        provider.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/account")).Status);

        // The real one is taken for both.
        Assert.Contains("code", (await RelyingParty.Web.AuthorizeAsync(visitor, ("id_token_hint", real), ("prompt", "none"))).Parameters.Keys);
        Assert.Equal("http://localhost:5090/", (await visitor.GetAsync($"/connect/logout?id_token_hint={real}&client_id=demo-web&{LogoutTo}")).To);
    }

    [Theory, MemberData(nameof(Algorithms))]
    public async Task Client_assertion_made_with_the_clients_public_key_as_secret_proves_nothing(string algorithm)
    {
        foreach (var key in new AsymmetricAlgorithm[] { ECDsa.Create(ECCurve.NamedCurves.nistP256), RSA.Create(2048) })
        {
            using var owned = key;
            var jwk = JwkOf(key);
            var client = await RegisterAsync(jwk);
            var good = key is ECDsa curve ? Signed("ES256", data => curve.SignData(data, HashAlgorithmName.SHA256))
                : Signed("RS256", data => ((RSA)key).SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(good)).Status);
            foreach (var (form, secret) in FormsOf(jwk))
            {
                var forged = Signed(algorithm, data => Mac(algorithm, secret, data));
                var answer = await AskAsync(forged);
                Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, $"{form}: {answer.Status}");
            }

            string Signed(string alg, Func<byte[], byte[]> sign) => Jwt.Sign(new JsonObject { ["alg"] = alg, ["typ"] = "JWT", ["kid"] = "key-1" }, Payload(client), sign);

            Task<Answer> AskAsync(string assertion) => provider.Visit().PostAsync(
                "/connect/token", ("grant_type", "client_credentials"), ("scope", "api"), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", assertion));
        }
    }

    // Every published key in every form, under its own name and under none.
    private async Task EachAsync(string algorithm, string type, string payload, Func<string, string, Task> isRefused)
    {
        var set = (await provider.Visit().GetAsync("/.well-known/jwks")).Body;
        var keys = JsonNode.Parse(set)!["keys"]!.AsArray();
        Assert.Equal(["EC", "RSA"], keys.Select(key => key!["kty"]!.GetValue<string>()).Distinct().Order());
        foreach (var key in keys.Select(key => key!.AsObject()))
        {
            foreach (var (form, secret) in FormsOf(key).Append(("whole key set", Encoding.UTF8.GetBytes(set))))
            {
                foreach (var kid in new[] { key["kid"]!.GetValue<string>(), null })
                {
                    var header = new JsonObject { ["alg"] = algorithm, ["typ"] = type };
                    if (kid is not null)
                    {
                        header["kid"] = kid;
                    }

                    var text = $"{Jwt.Part(header)}.{payload}";
                    await isRefused($"{text}.{Base64Url.EncodeToString(Mac(algorithm, secret, Encoding.ASCII.GetBytes(text)))}", $"{form} of {key["kty"]}, kid {kid}");
                }
            }
        }
    }

    private static IEnumerable<(string Form, byte[] Secret)> FormsOf(JsonObject jwk)
    {
        using var rsa = jwk["n"] is null ? null : RSA.Create(new RSAParameters { Modulus = Part("n"), Exponent = Part("e") });
        using var curve = jwk["x"] is null ? null : ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = Part("x"), Y = Part("y") } });
        var key = (AsymmetricAlgorithm?)rsa ?? curve!;
        var pem = key.ExportSubjectPublicKeyInfoPem();
        yield return ("PEM", Encoding.ASCII.GetBytes(pem));
        yield return ("PEM with its last line end", Encoding.ASCII.GetBytes(pem + "\n"));
        yield return ("DER", key.ExportSubjectPublicKeyInfo());
        yield return ("JWK", Encoding.UTF8.GetBytes(jwk.ToJsonString()));
        if (rsa is not null)
        {
            yield return ("PKCS #1", rsa.ExportRSAPublicKey());
            yield return ("PKCS #1 PEM", Encoding.ASCII.GetBytes(rsa.ExportRSAPublicKeyPem()));
            yield return ("modulus", Part("n"));
            yield return ("modulus as text", Encoding.ASCII.GetBytes(jwk["n"]!.GetValue<string>()));
        }
        else
        {
            yield return ("point", [.. Part("x"), .. Part("y")]);
            yield return ("uncompressed point", [4, .. Part("x"), .. Part("y")]);
            yield return ("x", Part("x"));
            yield return ("x as text", Encoding.ASCII.GetBytes(jwk["x"]!.GetValue<string>()));
        }

        byte[] Part(string name) => Base64Url.DecodeFromChars(jwk[name]!.GetValue<string>());
    }

    private static byte[] Mac(string algorithm, byte[] secret, byte[] data) => algorithm switch
    {
        "HS256" => HMACSHA256.HashData(secret, data),
        "HS384" => HMACSHA384.HashData(secret, data),
        _ => HMACSHA512.HashData(secret, data),
    };

    private static JsonObject JwkOf(AsymmetricAlgorithm key)
    {
        if (key is RSA rsa)
        {
            var number = rsa.ExportParameters(false);
            return new JsonObject { ["kty"] = "RSA", ["kid"] = "key-1", ["n"] = Base64Url.EncodeToString(number.Modulus), ["e"] = Base64Url.EncodeToString(number.Exponent) };
        }

        var point = ((ECDsa)key).ExportParameters(false).Q;
        return new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = "key-1", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) };
    }

    private JsonObject Payload(string client) => new()
    {
        ["iss"] = client,
        ["sub"] = client,
        ["aud"] = Provider.Issuer,
        ["jti"] = Guid.NewGuid().ToString("N"),
        ["iat"] = provider.Time.GetUtcNow().ToUnixTimeSeconds(),
        ["exp"] = provider.Time.GetUtcNow().ToUnixTimeSeconds() + 60,
    };

    private async Task<string> RegisterAsync(JsonObject jwk)
    {
        var staff = await provider.SignedInAsync(Provider.Administrator, staff: true);
        var token = (await RelyingParty.Office.TokensAsync(staff, ("scope", "openid applications"))).AccessToken();
        var made = await staff.PostApiAsync(token, "/applications", new { name = "按密钥认证的系统", kind = "machine", scopes = new[] { "api" }, jsonWebKeySet = new { keys = new[] { JsonSerializer.SerializeToElement(jwk) } } });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return made.Json.GetProperty("clientId").GetString()!;
    }

    private static async Task<HttpStatusCode> OpenAsync(Browser visitor, string token) => (await visitor.GetAsync("/api/identity/v1/me", request =>
    {
        request.Headers.Remove("Cookie");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
    })).Status;
}
