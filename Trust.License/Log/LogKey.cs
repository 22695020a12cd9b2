using Trust.Crypto.Keys;
using Trust.Hosting.Keys;
using Trust.Hosting.Startup;

namespace Trust.License.Log;

/// <summary>Name and key of this node's log. The name is the public address without its scheme, so that two nodes never share one.</summary>
internal sealed class LogKey(KeyFolder keys, RootOptions root)
{
    private readonly Lazy<ISigningKey> key = new(() => keys.OpenSigningKey(KeyPurpose.Log, KeyAlgorithm.Sm2));

    public string Origin => $"{root.PublicUrl!.Authority}/log";

    public ISigningKey Key => key.Value;

    public ReadOnlyMemory<byte> PublicKey => Key.SubjectPublicKeyInfo;
}
