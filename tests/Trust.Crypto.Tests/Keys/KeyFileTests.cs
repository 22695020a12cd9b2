using Trust.Crypto.Keys;
using Trust.Crypto.Tests.Peers;

namespace Trust.Crypto.Tests.Keys;

public class KeyFileTests
{
    private const string Password = "correct horse 正确";

    public static TheoryData<KeyAlgorithm> SigningAlgorithms => [KeyAlgorithm.Sm2, KeyAlgorithm.EcdsaP256, KeyAlgorithm.Rsa3072];

    [Theory]
    [InlineData(KeyAlgorithm.Sm2)]
    [InlineData(KeyAlgorithm.EcdsaP256)]
    [InlineData(KeyAlgorithm.Rsa3072)]
    [InlineData(KeyAlgorithm.Symmetric256)]
    public void Key_is_read_back_with_its_password_only(KeyAlgorithm algorithm)
    {
        using var key = KeyMaterial.Generate(algorithm);
        var pem = KeyFile.Write(key, Password, 1000);
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n", pem, StringComparison.Ordinal);
        Assert.True(KeyFile.TryRead(pem, Password, out var read));
        Assert.Equal(algorithm, read.Algorithm);
        Assert.Equal(key.KeyId, read.KeyId);
        Assert.Equal(key.ToPkcs8(), read.ToPkcs8());
        Assert.False(KeyFile.TryRead(pem, Password + "x", out _));
        Assert.False(KeyFile.TryRead(pem, "", out _));
    }

    [Theory]
    [MemberData(nameof(SigningAlgorithms))]
    public void Key_file_is_opened_by_OpenSSL_and_the_default_takes_200_000_iterations(KeyAlgorithm algorithm)
    {
        using var tool = new Tool();
        using var key = SigningKeyMaterial.Generate(algorithm);
        tool.Write("key.pem", KeyFile.Write(key, "password"));
        var (exitCode, output) = tool.OpenSsl("pkey", "-in", "key.pem", "-passin", "pass:password", "-pubout", "-outform", "DER", "-out", "public.der");
        Assert.True(exitCode == 0, output);
        Assert.Equal(key.SubjectPublicKeyInfo.ToArray(), File.ReadAllBytes(Path.Combine(tool.Folder, "public.der")));

        (_, output) = tool.OpenSsl("asn1parse", "-in", "key.pem");
        Assert.Contains("PBES2", output, StringComparison.Ordinal);
        Assert.Contains("INTEGER           :030D40", output, StringComparison.Ordinal);
        Assert.Contains("hmacWithSHA256", output, StringComparison.Ordinal);
        Assert.Contains("aes-256-cbc", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Symmetric_key_file_is_opened_by_OpenSSL_as_encrypted_pkcs8()
    {
        using var tool = new Tool();
        using var key = KeyMaterial.Generate(KeyAlgorithm.Symmetric256);
        tool.Write("key.pem", KeyFile.Write(key, "password", 1000));
        var (_, output) = tool.OpenSsl("pkcs8", "-in", "key.pem", "-passin", "pass:password", "-nocrypt", "-topk8");

        // OpenSSL has no key of this algorithm, but says so only after the decryption has succeeded.
        Assert.DoesNotContain("bad decrypt", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SM2")]
    [InlineData("EC")]
    public void Key_file_written_by_OpenSSL_is_read(string algorithm)
    {
        using var tool = new Tool();
        string[] curve = algorithm == "EC" ? ["-pkeyopt", "ec_paramgen_curve:P-256"] : [];
        Assert.Equal(0, tool.OpenSsl(["genpkey", "-algorithm", algorithm, .. curve, "-out", "clear.pem"]).ExitCode);
        var (exitCode, output) = tool.OpenSsl(
            "pkcs8", "-topk8", "-in", "clear.pem", "-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256", "-iter", "5000", "-passout", "pass:password", "-out", "key.pem");
        Assert.True(exitCode == 0, output);
        Assert.True(KeyFile.TryRead(File.ReadAllText(Path.Combine(tool.Folder, "key.pem")), "password", out var key));
        Assert.Equal(algorithm == "EC" ? KeyAlgorithm.EcdsaP256 : KeyAlgorithm.Sm2, key.Algorithm);
    }

    [Fact]
    public void Keys_of_other_curves_and_sizes_are_refused()
    {
        using var tool = new Tool();
        foreach (var arguments in new[]
        {
            new[] { "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384" }, ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], ["-algorithm", "ED25519"],
        })
        {
            Assert.Equal(0, tool.OpenSsl(["genpkey", .. arguments, "-out", "clear.pem"]).ExitCode);
            Assert.Equal(0, tool.OpenSsl("pkcs8", "-topk8", "-nocrypt", "-in", "clear.pem", "-outform", "DER", "-out", "key.der").ExitCode);
            Assert.False(KeyMaterial.TryFromPkcs8(File.ReadAllBytes(Path.Combine(tool.Folder, "key.der")), out _));
        }
    }

    [Fact]
    public void File_that_asks_for_endless_iterations_is_refused_at_once()
    {
        using var key = KeyMaterial.Generate(KeyAlgorithm.Sm2);
        Assert.Throws<ArgumentException>(() => KeyFile.Write(key, "p", 10_000_001));
        Assert.Throws<ArgumentException>(() => KeyFile.Write(key, "p", 999));
        Assert.Throws<ArgumentException>(() => KeyFile.Write(key, ""));

        // 1,000 (02 02 03 E8) becomes 16,777,215 in a field widened by one octet taken from the salt's end: lengths stay as they were.
        var pem = KeyFile.Write(key, "p", 1000);
        var der = Convert.FromBase64String(string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-'))));
        var place = der.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x04, 0x10]);
        der[place + 1] = 0x0e;
        byte[] endless = [0x02, 0x04, 0x00, 0xff, 0xff, 0xff];
        endless.CopyTo(der, place + 16);
        Assert.False(KeyFile.TryRead(Pem(der), "p", out _));
    }

    [Theory]
    [MemberData(nameof(SigningAlgorithms))]
    public void Signing_key_signs_and_verifies_in_both_formats(KeyAlgorithm algorithm)
    {
        using var key = SigningKeyMaterial.Generate(algorithm).ToSigningKey(KeyPurpose.Evidence);
        foreach (var format in new[] { SignatureFormat.Der, SignatureFormat.Raw })
        {
            var signature = key.Sign("message"u8, format);
            Assert.True(key.Verify("message"u8, signature, format));
            Assert.False(key.Verify("massage"u8, signature, format));
            Assert.False(key.Verify("message"u8, [], format));
            Assert.Equal(algorithm != KeyAlgorithm.Rsa3072 && format == SignatureFormat.Raw, signature.Length == 64);
        }

        Assert.Equal(32, key.KeyId.Length);
    }

    [Fact]
    public void Retired_keys_verify_and_decrypt_only()
    {
        var material = SigningKeyMaterial.Generate(KeyAlgorithm.Sm2);
        var signature = material.Sign("message"u8);
        using var key = material.ToSigningKey(KeyPurpose.Evidence, KeyState.Retired);
        Assert.Throws<InvalidOperationException>(() => key.Sign("message"u8));
        Assert.True(key.Verify("message"u8, signature));

        var secret = SymmetricKeyMaterial.Generate();
        var ciphertext = secret.ToSymmetricKey(KeyPurpose.DataEncryption).Encrypt("data"u8, "row 7"u8);
        using var retired = secret.ToSymmetricKey(KeyPurpose.DataEncryption, KeyState.Retired);
        Assert.Throws<InvalidOperationException>(() => retired.Encrypt("data"u8));
        Assert.True(retired.TryDecrypt(ciphertext, "row 7"u8, out var plaintext));
        Assert.Equal("data"u8.ToArray(), plaintext);
    }

    [Fact]
    public void Ciphertext_moved_to_another_row_or_changed_is_refused()
    {
        using var key = SymmetricKeyMaterial.Generate().ToSymmetricKey(KeyPurpose.DataEncryption);
        var ciphertext = key.Encrypt("data"u8, "row 7"u8);
        Assert.Equal(4 + 49, ciphertext.Length);
        Assert.NotEqual(ciphertext, key.Encrypt("data"u8, "row 7"u8));
        Assert.False(key.TryDecrypt(ciphertext, "row 8"u8, out _));
        for (var i = 0; i < ciphertext.Length; i++)
        {
            ciphertext[i] ^= 1;
            Assert.False(key.TryDecrypt(ciphertext, "row 7"u8, out _));
            ciphertext[i] ^= 1;
        }

        Assert.False(key.TryDecrypt(ciphertext.AsSpan(0, 48), "row 7"u8, out _));
        Assert.False(key.TryDecrypt([], default, out _));
    }

    [Fact]
    public void Derived_keys_differ_by_what_they_are_for_and_none_is_the_secret()
    {
        var secret = new byte[32];
        Random.Shared.NextBytes(secret);
        using var key = SymmetricKeyMaterial.FromSecret(secret).ToSymmetricKey(KeyPurpose.LookupHash);
        var (one, again, other) = (new byte[32], new byte[32], new byte[32]);
        key.DeriveKey("one"u8, one);
        key.DeriveKey("one"u8, again);
        key.DeriveKey("other"u8, other);
        Assert.Equal(one, again);
        Assert.NotEqual(one, other);
        Assert.NotEqual(one, secret);
        Assert.Throws<ArgumentException>(() => SymmetricKeyMaterial.FromSecret(new byte[16]));
    }

    private static string Pem(byte[] der) => System.Security.Cryptography.PemEncoding.WriteString(KeyFile.Label, der);
}
