using Trust.Crypto.Keys;
using Trust.Hosting.Audit;

namespace Trust.TestNode;

/// <summary>The audit key of a test node: a file that the test makes beside the data, so that it outlives the process.</summary>
internal static class NodeKeys
{
    private const string Password = "test-node-only";

    public static ISigningKey Make(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "audit.pem");
        if (!File.Exists(path))
        {
            using var material = SigningKeyMaterial.Generate(KeyAlgorithm.Sm2);
            File.WriteAllText(path, KeyFile.Write(material, Password, 1000));
        }

        return KeyFile.TryRead(File.ReadAllText(path), Password, out var key)
            ? ((SigningKeyMaterial)key).ToSigningKey(KeyPurpose.Audit)
            : throw new InvalidOperationException("The audit key of the test node cannot be read.");
    }

    public static AuditHeadCheck Check(ISigningKey key) => (keyId, data, signature) => keyId == key.KeyId ? key.Verify(data, signature) : null;
}
