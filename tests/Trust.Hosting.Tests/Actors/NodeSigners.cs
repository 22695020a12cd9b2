using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Trust.Contracts;
using Trust.Crypto.Keys;
using Trust.Hosting.Actors;

namespace Trust.Hosting.Tests.Actors;

/// <summary>Two processes of a node and Identity, each with a real key, and what an attacker can make out of their tokens.</summary>
public sealed class NodeSigners : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static readonly CallBinding Call = new("seal", "POST", "/internal/seal/v1/sign-document?copy=1", CallBinding.Digest("body"u8));

    public NodeSigners()
    {
        Peers = new PeerDirectory([PeerOf("portal", Portal), PeerOf("license", License)], [PublicOf(Identity)]);
    }

    public ISigningKey Portal { get; } = Generate(KeyPurpose.Node);

    public ISigningKey License { get; } = Generate(KeyPurpose.Node);

    public ISigningKey Identity { get; } = Generate(KeyPurpose.Evidence);

    public PeerDirectory Peers { get; }

    public static Actor Person { get; } = new()
    {
        Kind = ActorKind.Person,
        AccountId = new Guid("0198f2d4-0000-7000-8000-000000000001"),
        PersonId = new Guid("0198f2d4-0000-7000-8000-000000000002"),
        Capacity = new Capacity(CapacityKind.Staff, "11990000MB0000019X"),
        Roles = [new ScopedRole("seal-reviewer", "990100", null)],
        Level = 2,
        SessionId = "session-1",
    };

    public static ISigningKey Generate(KeyPurpose purpose) => SigningKeyMaterial.Generate(KeyAlgorithm.EcdsaP256).ToSigningKey(purpose);

    public Actor Stated(DateTimeOffset? made = null) => PersonStatement.Sign(Person, Identity, made ?? Now);

    public string PersonToken() => ActorToken.Sign(Stated(), Call, "portal", Portal, Now);

    public string ProcessToken(string name = "portal") => ActorToken.Sign(Actor.Process(name), Call, name, Portal, Now);

    public AcceptedCall? Open(string token, CallBinding? call = null, DateTimeOffset? now = null) => ActorToken.Open(token, call ?? Call, Peers, now ?? Now);

    public Actor? OpenStatement(string statement, DateTimeOffset? now = null) => PersonStatement.Open(statement, Peers.FindStatementKey, now ?? Now);

    public static JsonObject HeaderOf(string token) => Part(token, 0);

    public static JsonObject PayloadOf(string token) => Part(token, 1);

    /// <summary>The same token with another header and payload, signed anew by a key that the attacker has.</summary>
    public static string Resign(string token, ISigningKey key, Action<JsonObject>? payload = null, Action<JsonObject>? header = null)
    {
        var (head, body) = (HeaderOf(token), PayloadOf(token));
        head["kid"] = key.KeyId;
        header?.Invoke(head);
        payload?.Invoke(body);
        return Compact(head.ToJsonString(), body.ToJsonString(), bytes => key.Sign(bytes, SignatureFormat.Raw));
    }

    public static string Compact(string header, string payload, Func<byte[], byte[]> sign)
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public void Dispose()
    {
        Peers.Dispose();
        Portal.Dispose();
        License.Dispose();
        Identity.Dispose();
    }

    private static JsonObject Part(string token, int index) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[index]))!.AsObject();

    private static Peer PeerOf(string name, ISigningKey key) => new(name, PublicOf(key), ["seal.*"], []);

    private static NodePublicKey PublicOf(ISigningKey key) => NodePublicKey.FromSubjectPublicKeyInfo(key.SubjectPublicKeyInfo.Span);
}
