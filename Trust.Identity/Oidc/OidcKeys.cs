using System.Text;
using Microsoft.IdentityModel.Tokens;
using Trust.Crypto.Keys;
using Trust.Hosting.Keys;

namespace Trust.Identity.Oidc;

/// <summary>Keys of tokens: published ones of every state, the two that sign, and the one that encrypts codes and refresh tokens.</summary>
internal sealed class OidcKeys
{
    private const string Module = "identity";

    public OidcKeys(KeyFolder folder)
    {
        var active = new[] { KeyAlgorithm.Rsa3072, KeyAlgorithm.EcdsaP256 }
            .Select(algorithm => folder.OpenSigningKey(KeyPurpose.OidcSigning, algorithm, Module)).ToDictionary(key => key.KeyId);
        Published = [.. folder.Entries(KeyPurpose.OidcSigning, Module).Select(entry => new KeyFolderSecurityKey(entry, active.GetValueOrDefault(entry.KeyId)))];
        using var source = folder.OpenSymmetricKey(KeyPurpose.DataEncryption, Module);
        var secret = new byte[32];
        source.DeriveKey(Encoding.UTF8.GetBytes("trust-oidc-token-encryption-v1"), secret);
        Encryption = new SymmetricSecurityKey(secret) { KeyId = source.KeyId };
        using var subjects = folder.OpenSymmetricKey(KeyPurpose.LookupHash, Module);
        SubjectSalt = new byte[32];
        subjects.DeriveKey(Encoding.UTF8.GetBytes("trust-pairwise-subject-v1"), SubjectSalt);
    }

    /// <summary>Every key of the key set; only active ones sign.</summary>
    public IReadOnlyList<KeyFolderSecurityKey> Published { get; }

    public SymmetricSecurityKey Encryption { get; }

    /// <summary>Salt of pairwise subjects; it changes with the look-up key, which therefore is never rotated without a plan for subjects.</summary>
    public byte[] SubjectSalt { get; }

    public SigningCredentials Signing(string algorithm) =>
        new(Published.First(key => key.Algorithm == algorithm && key.PrivateKeyStatus == PrivateKeyStatus.Exists), algorithm);
}
