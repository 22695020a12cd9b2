using Trust.Crypto.Keys;
using Trust.Hosting.Http;
using Trust.Hosting.Keys;

namespace Trust.License.Log;

/// <summary>Name and key of this node's log. The name is the public address without its scheme, so that two nodes never share one.</summary>
internal sealed class LogKey(KeyFolder keys, PublicOrigin origin)
{
    private readonly Lazy<ISigningKey> key = new(() => keys.OpenSigningKey(KeyPurpose.Log, KeyAlgorithm.Sm2));

    public string Origin => $"{origin.HostAndPort}/log";

    public ISigningKey Key => key.Value;

    public ReadOnlyMemory<byte> PublicKey => Key.SubjectPublicKeyInfo;
}
