using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Trust.Contracts;
using Trust.Crypto.Keys;
using Trust.Hosting.Actors;

namespace Trust.Hosting.Tests.Actors;

public sealed class ActorTokenTests : IDisposable
{
    private readonly NodeSigners node = new();

    public static TheoryData<string, string> ForeignHeaders => new()
    {
        { "alg", "ES384" }, { "alg", "es256" }, { "alg", "SM2" }, { "typ", "trust-statement+jwt" }, { "typ", "JWT" }, { "jwk", "{}" }, { "jku", "https://evil.example/keys" },
        { "crit", "exp" }, { "x5c", "MII" }, { "b64", "false" }, { "Alg", "ES256" },
    };

    // Each member replaced by what the payload of an honest caller never holds; the signature is good.
    public static TheoryData<string, string> BrokenMembers => new()
    {
        { "jti", "null" }, { "jti", "\"short\"" }, { "iss", "null" }, { "aud", "null" }, { "kind", "7" }, { "kind", "null" }, { "iat", "9223372036854775807" },
        { "iat", "-9223372036854775808" }, { "iat", "1e400" }, { "iat", "\"1772352000\"" }, { "iat", "null" }, { "admin", "true" },
    };

    [Fact]
    public void Call_of_a_process_is_accepted_under_the_name_of_its_key()
    {
        var call = node.Open(node.ProcessToken());
        Assert.Equal("portal", call?.Peer);
        Assert.Equal(Actor.Process("portal"), call?.Actor);
        Assert.Equal(NodeSigners.Now.AddSeconds(65), call?.Expires);
    }

    [Fact]
    public void Call_of_nobody_is_accepted_as_nobody()
    {
        Assert.Equal(ActorKind.Anonymous, node.Open(ActorToken.Sign(Actor.Anonymous, NodeSigners.Call, "portal", node.Portal, NodeSigners.Now))?.Actor.Kind);
    }

    [Fact]
    public void Call_of_a_person_arrives_as_Identity_stated_it()
    {
        var actor = node.Open(node.PersonToken())?.Actor;
        Assert.NotNull(actor);
        Assert.Equal(NodeSigners.Person.AccountId, actor.AccountId);
        Assert.Equal(NodeSigners.Person.PersonId, actor.PersonId);
        Assert.Equal(NodeSigners.Person.Capacity, actor.Capacity);
        Assert.Equal(NodeSigners.Person.Roles, actor.Roles);
        Assert.Equal((2, "session-1"), (actor.Level, actor.SessionId));
    }

    [Fact]
    public void Person_without_a_statement_cannot_leave_the_process() =>
        Assert.Throws<InvalidOperationException>(() => ActorToken.Sign(NodeSigners.Person, NodeSigners.Call, "portal", node.Portal, NodeSigners.Now));

    [Fact]
    public void Token_with_algorithm_none_is_refused()
    {
        var token = node.ProcessToken();
        var payload = NodeSigners.PayloadOf(token).ToJsonString();
        foreach (var algorithm in new[] { "none", "None", "NONE", "" })
        {
            var header = new JsonObject { ["alg"] = algorithm, ["kid"] = node.Portal.KeyId, ["typ"] = "trust-actor+jwt" }.ToJsonString();
            Assert.Null(node.Open(NodeSigners.Compact(header, payload, _ => [])));
            Assert.Null(node.Open(NodeSigners.Compact(header, payload, bytes => node.Portal.Sign(bytes, SignatureFormat.Raw))));
        }
    }

    [Fact]
    public void Token_signed_by_HMAC_with_the_public_key_is_refused()
    {
        var token = node.ProcessToken();
        var header = new JsonObject { ["alg"] = "HS256", ["kid"] = node.Portal.KeyId, ["typ"] = "trust-actor+jwt" }.ToJsonString();
        var payload = NodeSigners.PayloadOf(token).ToJsonString();
        Assert.Null(node.Open(NodeSigners.Compact(header, payload, bytes => HMACSHA256.HashData(node.Portal.SubjectPublicKeyInfo.Span, bytes))));
        Assert.Null(node.Open(NodeSigners.Compact(header.Replace("HS256", "ES256", StringComparison.Ordinal), payload, bytes => HMACSHA256.HashData(node.Portal.SubjectPublicKeyInfo.Span, bytes))));
    }

    [Theory]
    [MemberData(nameof(ForeignHeaders))]
    public void Token_with_another_header_member_is_refused(string name, string value)
    {
        Assert.NotNull(node.Open(NodeSigners.Resign(node.ProcessToken(), node.Portal)));
        Assert.Null(node.Open(NodeSigners.Resign(node.ProcessToken(), node.Portal, header: header => header[name] = value)));
    }

    [Fact]
    public void Token_that_says_a_header_member_twice_is_refused()
    {
        var payload = NodeSigners.PayloadOf(node.ProcessToken()).ToJsonString();
        var good = $$"""{"alg":"ES256","kid":"{{node.Portal.KeyId}}","typ":"trust-actor+jwt"}""";
        var twice = $$"""{"alg":"none","alg":"ES256","kid":"{{node.Portal.KeyId}}","typ":"trust-actor+jwt"}""";
        Assert.NotNull(node.Open(NodeSigners.Compact(good, payload, bytes => node.Portal.Sign(bytes, SignatureFormat.Raw))));
        Assert.Null(node.Open(NodeSigners.Compact(twice, payload, bytes => node.Portal.Sign(bytes, SignatureFormat.Raw))));
    }

    [Fact]
    public void Token_under_another_key_id_is_refused()
    {
        foreach (var keyId in new[] { node.License.KeyId, node.Identity.KeyId, "00000000000000000000000000000000", "", "../portal" })
        {
            Assert.Null(node.Open(NodeSigners.Resign(node.ProcessToken(), node.Portal, header: header => header["kid"] = keyId)));
        }

        Assert.Null(node.Open(NodeSigners.Resign(node.ProcessToken(), node.Portal, header: header => header.Remove("kid"))));
        Assert.Null(node.Open(NodeSigners.Resign(node.ProcessToken(), node.Portal, header: header => header["kid"] = null)));
    }

    [Fact]
    public void Token_of_a_key_that_nobody_knows_is_refused()
    {
        using var stranger = NodeSigners.Generate(KeyPurpose.Node);
        Assert.Null(node.Open(NodeSigners.Resign(node.ProcessToken(), stranger)));
        Assert.Null(node.Open(NodeSigners.Resign(node.ProcessToken(), stranger, header: header => header["kid"] = node.Portal.KeyId)));
    }

    [Fact]
    public void Truncated_token_is_refused()
    {
        var token = node.PersonToken();
        for (var length = 0; length < token.Length; length++)
        {
            Assert.Null(node.Open(token[..length]));
        }

        Assert.Null(node.Open(token + "."));
        Assert.Null(node.Open(token + ".e30"));
        Assert.Null(node.Open("é" + token));
        Assert.NotNull(node.Open(token));
    }

    [Fact]
    public void Token_of_nine_kibibytes_is_refused_although_its_signature_is_good()
    {
        var large = NodeSigners.Resign(node.ProcessToken(), node.Portal, payload => payload["htu"] = new string('x', 6600));
        var call = NodeSigners.Call with { Path = new string('x', 6600) };
        Assert.True(large.Length > 9 * 1000, $"{large.Length}");
        Assert.Null(node.Open(large, call));

        var smaller = NodeSigners.Resign(node.ProcessToken(), node.Portal, payload => payload["htu"] = new string('x', 5000));
        Assert.NotNull(node.Open(smaller, NodeSigners.Call with { Path = new string('x', 5000) }));
    }

    [Fact]
    public void Token_with_a_changed_payload_is_refused()
    {
        var parts = node.ProcessToken().Split('.');
        var payload = NodeSigners.PayloadOf(node.ProcessToken());
        payload["jti"] = new string('0', 32);
        Assert.Null(node.Open($"{parts[0]}.{System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(payload.ToJsonString()))}.{parts[2]}"));
    }

    [Theory]
    [MemberData(nameof(BrokenMembers))]
    public void Token_with_a_broken_member_is_refused_and_nothing_is_thrown(string name, string json)
    {
        var good = node.ProcessToken();
        var payload = NodeSigners.PayloadOf(good).ToJsonString();
        var member = $"\"{name}\":";
        var start = payload.IndexOf(member, StringComparison.Ordinal);
        var broken = start < 0
            ? payload.Insert(1, $"{member}{json},")
            : payload[..(start + member.Length)] + json + payload[payload.IndexOfAny([',', '}'], start)..];
        var header = NodeSigners.HeaderOf(good).ToJsonString();
        Assert.Null(node.Open(NodeSigners.Compact(header, broken, bytes => node.Portal.Sign(bytes, SignatureFormat.Raw))));
        Assert.NotNull(node.Open(NodeSigners.Compact(header, payload, bytes => node.Portal.Sign(bytes, SignatureFormat.Raw))));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(66, false)]
    [InlineData(-5, true)]
    [InlineData(-6, false)]
    [InlineData(-3600, false)]
    public void Token_is_good_for_sixty_seconds_and_not_before_it_was_made(int age, bool accepted) =>
        Assert.Equal(accepted, node.Open(node.ProcessToken(), now: NodeSigners.Now.AddSeconds(age)) is not null);

    [Fact]
    public void Token_for_another_call_is_refused()
    {
        var token = node.ProcessToken();
        Assert.Null(node.Open(token, NodeSigners.Call with { Module = "license" }));
        Assert.Null(node.Open(token, NodeSigners.Call with { Method = "PUT" }));
        Assert.Null(node.Open(token, NodeSigners.Call with { Method = "post" }));
        Assert.Null(node.Open(token, NodeSigners.Call with { Path = "/internal/seal/v1/sign-document?copy=2" }));
        Assert.Null(node.Open(token, NodeSigners.Call with { Path = "/internal/seal/v1/sign-document" }));
        Assert.Null(node.Open(token, NodeSigners.Call with { Path = "/internal/seal/v1/sign-document?copy=1&x" }));
        Assert.Null(node.Open(token, NodeSigners.Call with { BodyDigest = CallBinding.Digest("bodY"u8) }));
        Assert.Null(node.Open(token, NodeSigners.Call with { BodyDigest = CallBinding.Digest([]) }));
        Assert.NotNull(node.Open(token));
    }

    [Fact]
    public void Process_that_claims_the_name_of_another_process_is_refused()
    {
        Assert.Null(node.Open(node.ProcessToken("license")));
        Assert.Null(node.Open(NodeSigners.Resign(node.ProcessToken(), node.License)));
        Assert.Equal("license", node.Open(NodeSigners.Resign(node.ProcessToken(), node.License, payload => payload["iss"] = "license"))?.Peer);
    }

    [Fact]
    public void Person_claimed_without_a_statement_is_refused()
    {
        Assert.Null(node.Open(NodeSigners.Resign(node.PersonToken(), node.Portal, payload => payload.Remove("stm"))));
        Assert.Null(node.Open(NodeSigners.Resign(node.PersonToken(), node.Portal, payload => payload["stm"] = "")));
        Assert.Null(node.Open(NodeSigners.Resign(node.ProcessToken(), node.Portal, payload => payload["kind"] = (int)ActorKind.Person)));
    }

    [Fact]
    public void Statement_carried_by_nobody_or_by_a_process_is_refused()
    {
        foreach (var kind in new[] { ActorKind.Anonymous, ActorKind.Process })
        {
            Assert.Null(node.Open(NodeSigners.Resign(node.PersonToken(), node.Portal, payload => payload["kind"] = (int)kind)));
        }
    }

    [Fact]
    public void Token_made_with_the_portals_key_for_a_person_whom_Identity_did_not_state_is_refused()
    {
        var forged = PersonStatement.Sign(NodeSigners.Person, node.Portal, NodeSigners.Now);
        Assert.Null(node.Open(ActorToken.Sign(forged, NodeSigners.Call, "portal", node.Portal, NodeSigners.Now)));

        // The same forgery under the id of Identity's key.
        var renamed = NodeSigners.Resign(forged.Statement!, node.Portal, header: header => header["kid"] = node.Identity.KeyId);
        Assert.Null(node.Open(ActorToken.Sign(forged with { Statement = renamed }, NodeSigners.Call, "portal", node.Portal, NodeSigners.Now)));
        Assert.NotNull(node.Open(node.PersonToken()));
    }

    [Fact]
    public void Key_of_Identitys_statements_makes_no_calls() =>
        Assert.Null(node.Open(ActorToken.Sign(Actor.Process("identity"), NodeSigners.Call, "identity", node.Identity, NodeSigners.Now)));

    [Fact]
    public void Statement_used_as_a_token_and_a_token_used_as_a_statement_are_refused()
    {
        Assert.Null(node.Open(node.Stated().Statement!));
        Assert.Null(node.OpenStatement(node.ProcessToken()));
    }

    [Fact]
    public void Stale_statement_in_a_fresh_token_is_refused()
    {
        var stale = node.Stated(NodeSigners.Now.AddSeconds(-66));
        Assert.Null(node.Open(ActorToken.Sign(stale, NodeSigners.Call, "portal", node.Portal, NodeSigners.Now)));
        var fresh = node.Stated(NodeSigners.Now.AddSeconds(-60));
        Assert.NotNull(node.Open(ActorToken.Sign(fresh, NodeSigners.Call, "portal", node.Portal, NodeSigners.Now)));
    }

    [Fact]
    public void Token_remembered_once_is_refused_until_it_ends()
    {
        var time = new Testing.ManualTime(NodeSigners.Now);
        var memory = new ReplayMemory(time);
        var call = node.Open(node.ProcessToken())!;
        Assert.True(memory.TryRemember(call.TokenId, call.Expires));
        for (var other = 0; other < 5000; other++)
        {
            Assert.True(memory.TryRemember($"other-{other}", call.Expires));
        }

        Assert.False(memory.TryRemember(call.TokenId, call.Expires));

        // While a token is good it is remembered, however many others came.
        time.Advance(TimeSpan.FromSeconds(65));
        Assert.False(memory.TryRemember(call.TokenId, call.Expires));
    }

    public void Dispose() => node.Dispose();
}
