using Trust.Contracts;
using Trust.Crypto.Keys;
using Trust.Hosting.Actors;

namespace Trust.Hosting.Tests.Actors;

public sealed class PersonStatementTests : IDisposable
{
    private readonly NodeSigners node = new();

    // Signed by Identity's own key: what a fault in Identity could state.
    public static TheoryData<string, string> BrokenMembers => new()
    {
        { "level", "9" }, { "level", "-1" }, { "level", "4" }, { "level", "\"2\"" }, { "level", "null" }, { "session", "\"\"" }, { "session", "null" }, { "roles", "null" },
        { "roles", "[null]" }, { "roles", "[{}]" }, { "roles", "[{\"name\":null}]" }, { "capacity", "9" }, { "capacity", "null" }, { "account", "\"x\"" },
        { "account", "null" }, { "person", "null" }, { "iat", "9223372036854775807" }, { "iat", "-1" }, { "extra", "1" },
    };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Statement_of_each_level_is_read(int level)
    {
        var stated = PersonStatement.Sign(NodeSigners.Person with { Level = level }, node.Identity, NodeSigners.Now);
        Assert.Equal(level, node.OpenStatement(stated.Statement!)?.Level);
    }

    [Theory]
    [MemberData(nameof(BrokenMembers))]
    public void Statement_with_a_broken_member_is_refused_and_nothing_is_thrown(string name, string json)
    {
        var statement = node.Stated().Statement!;
        Assert.NotNull(node.OpenStatement(NodeSigners.Resign(statement, node.Identity)));
        Assert.Null(node.OpenStatement(NodeSigners.Resign(statement, node.Identity, payload => payload[name] = System.Text.Json.Nodes.JsonNode.Parse(json))));
    }

    [Theory]
    [InlineData("account")]
    [InlineData("person")]
    [InlineData("capacity")]
    [InlineData("roles")]
    [InlineData("level")]
    [InlineData("session")]
    [InlineData("iat")]
    public void Statement_without_a_member_is_refused(string name) =>
        Assert.Null(node.OpenStatement(NodeSigners.Resign(node.Stated().Statement!, node.Identity, payload => payload.Remove(name))));

    [Theory]
    [InlineData(0, true)]
    [InlineData(65, true)]
    [InlineData(66, false)]
    [InlineData(-5, true)]
    [InlineData(-6, false)]
    public void Statement_counts_for_a_minute(int age, bool accepted) =>
        Assert.Equal(accepted, node.OpenStatement(node.Stated().Statement!, NodeSigners.Now.AddSeconds(age)) is not null);

    [Fact]
    public void Statement_signed_by_a_key_that_is_not_Identitys_is_refused()
    {
        foreach (var key in new[] { node.Portal, node.License })
        {
            Assert.Null(node.OpenStatement(PersonStatement.Sign(NodeSigners.Person, key, NodeSigners.Now).Statement!));
        }
    }

    [Fact]
    public void Statement_whose_level_was_raised_on_the_way_is_refused()
    {
        var parts = node.Stated().Statement!.Split('.');
        var payload = NodeSigners.PayloadOf(node.Stated().Statement!);
        payload["level"] = 3;
        Assert.Null(node.OpenStatement($"{parts[0]}.{System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(payload.ToJsonString()))}.{parts[2]}"));
    }

    [Fact]
    public void Only_a_complete_person_is_stated()
    {
        foreach (var actor in new[] { Actor.Anonymous, Actor.Process("portal"), NodeSigners.Person with { SessionId = null }, NodeSigners.Person with { Capacity = null }, NodeSigners.Person with { PersonId = null } })
        {
            Assert.Throws<ArgumentException>(() => PersonStatement.Sign(actor, node.Identity, NodeSigners.Now));
        }
    }

    [Theory]
    [InlineData("seal.sign-document", "*", true)]
    [InlineData("seal.sign-document", "seal.*", true)]
    [InlineData("seal.sign-document", "seal.sign-document", true)]
    [InlineData("seal.sign-document", "seal.sign", false)]
    [InlineData("seal.sign-document", "sea*", false)]
    [InlineData("seal.sign-document", "SEAL.*", false)]
    [InlineData("sealing.sign", "seal.*", false)]
    [InlineData("seal.sign-document", "license.*", false)]
    public void Peer_calls_only_operations_that_the_configuration_names(string operation, string allowed, bool expected)
    {
        using var peers = new PeerDirectory([new Peer("portal", NodePublicKey.FromSubjectPublicKeyInfo(node.Portal.SubjectPublicKeyInfo.Span), [allowed], [])], []);
        Assert.Equal(expected, peers.MayCall("portal", operation));
        Assert.False(peers.MayCall("license", operation));
    }

    [Fact]
    public void Public_key_on_another_curve_is_no_node_key()
    {
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        Assert.Throws<System.Security.Cryptography.CryptographicException>(() => NodePublicKey.FromSubjectPublicKeyInfo(other.ExportSubjectPublicKeyInfo()));
        using var sm2 = SigningKeyMaterial.Generate(KeyAlgorithm.Sm2);
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => NodePublicKey.FromSubjectPublicKeyInfo(sm2.SubjectPublicKeyInfo.Span));
    }

    public void Dispose() => node.Dispose();
}
