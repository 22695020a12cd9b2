using System.Security.Cryptography;
using System.Text;
using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Tests.Keys;

public class KeyStoreTests
{
    private const int Iterations = 1000;
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(8));

    [Fact]
    public void Store_survives_its_manifest()
    {
        using var store = KeyStore.Create("password", Iterations);
        var sign = store.Generate(KeyPurpose.OidcSigning, KeyAlgorithm.Sm2, Now);
        var encrypt = store.Generate(KeyPurpose.KeyRing, KeyAlgorithm.Symmetric256, Now);
        store.Activate(sign.KeyId);
        var signature = store.OpenSigningKey(sign.KeyId).Sign("message"u8);
        var ciphertext = store.OpenSymmetricKey(encrypt.KeyId).Encrypt("secret"u8);

        var manifest = store.ToManifest();
        Assert.True(KeyStore.TryLoad(manifest, "password", out var loaded, out _, Iterations));
        Assert.Equal(manifest, loaded.ToManifest());
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 19, 4, 5, TimeSpan.Zero), loaded.Entries[0].Created);
        Assert.Equal(KeyState.Active, loaded.Entries[0].State);
        Assert.Equal(KeyState.Next, loaded.Entries[1].State);
        Assert.True(loaded.OpenSigningKey(sign.KeyId).Verify("message"u8, signature));
        Assert.True(loaded.OpenSymmetricKey(encrypt.KeyId).TryDecrypt(ciphertext, default, out _));
        Assert.Contains("\"purpose\": \"oidc-signing\"", Encoding.UTF8.GetString(manifest), StringComparison.Ordinal);
        loaded.Dispose();
    }

    [Fact]
    public void Activating_the_next_key_retires_the_active_one_of_its_pair_only()
    {
        using var store = KeyStore.Create("password", Iterations);
        var first = store.Generate(KeyPurpose.Evidence, KeyAlgorithm.Sm2, Now);
        var second = store.Generate(KeyPurpose.Evidence, KeyAlgorithm.Sm2, Now);
        var otherAlgorithm = store.Generate(KeyPurpose.Evidence, KeyAlgorithm.EcdsaP256, Now);
        var otherPurpose = store.Generate(KeyPurpose.Audit, KeyAlgorithm.Sm2, Now);
        store.Activate(first.KeyId);
        store.Activate(otherAlgorithm.KeyId);
        store.Activate(otherPurpose.KeyId);
        var key = store.OpenSigningKey(first.KeyId);
        var signature = key.Sign("message"u8);

        store.Activate(second.KeyId);
        Assert.Equal([KeyState.Retired, KeyState.Active, KeyState.Active, KeyState.Active], store.Entries.Select(entry => entry.State));
        Assert.Equal(second.KeyId, store.FindActive(KeyPurpose.Evidence, KeyAlgorithm.Sm2)!.KeyId);
        Assert.Equal(KeyState.Retired, key.State);
        Assert.Throws<InvalidOperationException>(() => key.Sign("message"u8));
        Assert.True(key.Verify("message"u8, signature));
        Assert.Throws<InvalidOperationException>(() => store.Activate(first.KeyId));
    }

    [Fact]
    public void Retired_key_leaves_no_active_one_behind()
    {
        using var store = KeyStore.Create("password", Iterations);
        var entry = store.Generate(KeyPurpose.Tsa, KeyAlgorithm.Sm2, Now);
        store.Activate(entry.KeyId);
        store.Retire(entry.KeyId);
        Assert.Null(store.FindActive(KeyPurpose.Tsa, KeyAlgorithm.Sm2));
        Assert.Throws<InvalidOperationException>(() => store.Retire(entry.KeyId));
        Assert.Throws<KeyNotFoundException>(() => store.Retire("none"));
    }

    [Fact]
    public void Opened_key_stays_open_when_a_caller_disposes_it()
    {
        using var store = KeyStore.Create("password", Iterations);
        var entry = store.Generate(KeyPurpose.Tsa, KeyAlgorithm.Sm2, Now);
        store.OpenSigningKey(entry.KeyId).Dispose();
        Assert.NotEmpty(store.OpenSigningKey(entry.KeyId).Sign("message"u8));
        Assert.Throws<InvalidOperationException>(() => store.OpenSymmetricKey(entry.KeyId));
    }

    [Fact]
    public void Wrong_password_is_refused_when_a_key_is_opened()
    {
        using var store = KeyStore.Create("password", Iterations);
        var entry = store.Generate(KeyPurpose.Tsa, KeyAlgorithm.Sm2, Now);
        Assert.True(KeyStore.TryLoad(store.ToManifest(), "passward", out var loaded, out _));
        Assert.Throws<CryptographicException>(() => loaded.OpenSigningKey(entry.KeyId));
    }

    [Fact]
    public void Key_passed_off_as_another_in_the_manifest_is_refused()
    {
        using var store = KeyStore.Create("password", Iterations);
        var one = store.Generate(KeyPurpose.Tsa, KeyAlgorithm.Sm2, Now);
        var other = store.Generate(KeyPurpose.Tsa, KeyAlgorithm.Sm2, Now);
        string Escaped(string pem) => pem.Replace("\n", "\\n", StringComparison.Ordinal).Replace("+", "\\u002B", StringComparison.Ordinal);
        var forged = Encoding.UTF8.GetString(store.ToManifest()).Replace(Escaped(one.EncryptedPem), Escaped(other.EncryptedPem), StringComparison.Ordinal);
        Assert.True(KeyStore.TryLoad(Encoding.UTF8.GetBytes(forged), "password", out var loaded, out _));
        Assert.Throws<CryptographicException>(() => loaded.OpenSigningKey(one.KeyId));
        Assert.NotNull(loaded.OpenSigningKey(other.KeyId));
    }

    [Fact]
    public void Manifest_with_two_active_keys_of_one_pair_is_refused()
    {
        using var store = KeyStore.Create("password", Iterations);
        store.Generate(KeyPurpose.Tsa, KeyAlgorithm.Sm2, Now);
        store.Generate(KeyPurpose.Tsa, KeyAlgorithm.Sm2, Now);
        var forged = Encoding.UTF8.GetString(store.ToManifest()).Replace("\"next\"", "\"active\"", StringComparison.Ordinal);
        Assert.False(KeyStore.TryLoad(Encoding.UTF8.GetBytes(forged), "password", out _, out var fault));
        Assert.Equal("Two keys for tsa with sm2 are active.", fault);
    }

    [Fact]
    public void Manifest_with_a_key_id_that_is_not_its_keys_is_refused()
    {
        using var store = KeyStore.Create("password", Iterations);
        var entry = store.Generate(KeyPurpose.Tsa, KeyAlgorithm.Sm2, Now);
        var forged = Encoding.UTF8.GetString(store.ToManifest()).Replace(entry.KeyId, new string('0', 32), StringComparison.Ordinal);
        Assert.False(KeyStore.TryLoad(Encoding.UTF8.GetBytes(forged), "password", out _, out var fault));
        Assert.Equal("Key 0 of the manifest has a missing or unknown value.", fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"version\":2,\"keys\":[]}")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":1,\"keys\":[null]}")]
    [InlineData("{\"version\":1,\"keys\":[{}]}")]
    [InlineData("{\"version\":1,\"keys\":[],\"more\":1}")]
    public void Broken_manifest_is_refused_with_a_reason(string json)
    {
        Assert.False(KeyStore.TryLoad(Encoding.UTF8.GetBytes(json), "password", out _, out var fault));
        Assert.NotEmpty(fault);
    }

    [Fact]
    public void Certificate_of_another_key_is_refused()
    {
        using var store = KeyStore.Create("password", Iterations);
        var entry = store.Generate(KeyPurpose.IssuingCa, KeyAlgorithm.Sm2, Now);
        var other = store.Generate(KeyPurpose.IssuingCa, KeyAlgorithm.Sm2, Now);
        var builder = CertificateBuilder.Authority(DistinguishedName.Create(("CN", "CA")), Now, Now.AddYears(1));
        var certificate = builder.SelfSign(store.OpenSigningKey(entry.KeyId));
        store.SetCertificate(entry.KeyId, certificate.Encoded.Span);
        Assert.Equal(certificate.Encoded.ToArray(), store.OpenSigningKey(entry.KeyId).Certificate.ToArray());
        Assert.Throws<ArgumentException>(() => store.SetCertificate(other.KeyId, certificate.Encoded.Span));
        Assert.Throws<ArgumentException>(() => store.SetCertificate(entry.KeyId, [1, 2, 3]));
    }

    [Fact]
    public void Names_are_in_kebab_case_and_read_back()
    {
        foreach (var purpose in Enum.GetValues<KeyPurpose>())
        {
            Assert.True(KeyNames.TryParse(purpose.ToName(), out KeyPurpose read));
            Assert.Equal(purpose, read);
        }

        Assert.Equal("issuing-ca", KeyPurpose.IssuingCa.ToName());
        Assert.Equal("symmetric-256", KeyAlgorithm.Symmetric256.ToName());
        Assert.False(KeyNames.TryParse("IssuingCa", out KeyPurpose _));
    }
}
