using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;

namespace Trust.Crypto;

/// <summary>SM4 block cipher (GB/T 32907-2016): 16-byte key, 16-byte block, in GCM (GB/T 36624-2018, NIST SP 800-38D) and CBC (GB/T 17964).</summary>
public static class Sm4
{
    /// <summary>Key size: 16 bytes.</summary>
    public const int KeySizeInBytes = 16;

    /// <summary>Block size, also the CBC initial vector: 16 bytes.</summary>
    public const int BlockSizeInBytes = 16;

    /// <summary>GCM nonce: 12 bytes.</summary>
    public const int NonceSizeInBytes = 12;

    /// <summary>GCM tag: 16 bytes.</summary>
    public const int TagSizeInBytes = 16;

    /// <summary>Encrypts with GCM.</summary>
    /// <param name="key">16 bytes.</param>
    /// <param name="nonce">12 bytes, never used twice with one key.</param>
    /// <param name="plaintext">The message, any length.</param>
    /// <param name="associatedData">Authenticated, not encrypted.</param>
    /// <returns>Ciphertext of the message's length, then the 16-byte tag.</returns>
    /// <exception cref="ArgumentException">Key or nonce has the wrong length.</exception>
    public static byte[] EncryptGcm(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData = default)
    {
        var cipher = Gcm(true, key, nonce, associatedData);
        var output = new byte[plaintext.Length + TagSizeInBytes];
        var length = cipher.ProcessBytes(plaintext, output);
        cipher.DoFinal(output.AsSpan(length));
        return output;
    }

    /// <summary>Decrypts GCM; nothing is given out unless the tag fits.</summary>
    /// <param name="key">16 bytes.</param>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="ciphertextAndTag">Ciphertext, then the 16-byte tag.</param>
    /// <param name="associatedData">What was authenticated with it.</param>
    /// <param name="plaintext">The message, or empty.</param>
    /// <returns>False where it was changed, is too short, or belongs to another key, nonce or associated data.</returns>
    /// <exception cref="ArgumentException">Key or nonce has the wrong length.</exception>
    public static bool TryDecryptGcm(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertextAndTag, ReadOnlySpan<byte> associatedData, out byte[] plaintext)
    {
        var cipher = Gcm(false, key, nonce, associatedData);
        plaintext = [];
        if (ciphertextAndTag.Length < TagSizeInBytes)
        {
            return false;
        }

        // BouncyCastle releases blocks before it has seen the tag: they stay in this buffer until it has.
        var output = new byte[cipher.GetOutputSize(ciphertextAndTag.Length)];
        try
        {
            var length = cipher.ProcessBytes(ciphertextAndTag, output);
            cipher.DoFinal(output.AsSpan(length));
        }
        catch (InvalidCipherTextException)
        {
            CryptographicOperations.ZeroMemory(output);
            return false;
        }

        plaintext = output;
        return true;
    }

    /// <summary>Encrypts with CBC and PKCS#7 padding. CBC does not authenticate: use GCM unless a format demands this.</summary>
    /// <param name="key">16 bytes.</param>
    /// <param name="initialVector">16 random bytes.</param>
    /// <param name="plaintext">The message, any length.</param>
    /// <returns>The next multiple of 16 bytes above the message's length.</returns>
    /// <exception cref="ArgumentException">Key or vector has the wrong length.</exception>
    public static byte[] EncryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> initialVector, ReadOnlySpan<byte> plaintext)
    {
        var cipher = Cbc(true, key, initialVector);
        var output = new byte[cipher.GetOutputSize(plaintext.Length)];
        var length = cipher.ProcessBytes(plaintext, output);
        cipher.DoFinal(output.AsSpan(length));
        return output;
    }

    /// <summary>Decrypts CBC with PKCS#7 padding.</summary>
    /// <param name="key">16 bytes.</param>
    /// <param name="initialVector">16 bytes.</param>
    /// <param name="ciphertext">A positive multiple of 16 bytes.</param>
    /// <param name="plaintext">The message, or empty.</param>
    /// <returns>False for a wrong length or padding. Do not tell a stranger which: that is a padding oracle.</returns>
    /// <exception cref="ArgumentException">Key or vector has the wrong length.</exception>
    public static bool TryDecryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> initialVector, ReadOnlySpan<byte> ciphertext, out byte[] plaintext)
    {
        var cipher = Cbc(false, key, initialVector);
        plaintext = [];
        if (ciphertext.IsEmpty || ciphertext.Length % BlockSizeInBytes != 0)
        {
            return false;
        }

        var output = new byte[cipher.GetOutputSize(ciphertext.Length)];
        try
        {
            var length = cipher.ProcessBytes(ciphertext, output);
            length += cipher.DoFinal(output.AsSpan(length));
            plaintext = output.AsSpan(0, length).ToArray();
            return true;
        }
        catch (InvalidCipherTextException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(output);
        }
    }

    private static GcmBlockCipher Gcm(bool encrypting, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData)
    {
        RequireLength(key, KeySizeInBytes, nameof(key));
        RequireLength(nonce, NonceSizeInBytes, nameof(nonce));
        var cipher = new GcmBlockCipher(new SM4Engine());
        cipher.Init(encrypting, new AeadParameters(new KeyParameter(key), TagSizeInBytes * 8, nonce.ToArray(), associatedData.ToArray()));
        return cipher;
    }

    private static PaddedBufferedBlockCipher Cbc(bool encrypting, ReadOnlySpan<byte> key, ReadOnlySpan<byte> initialVector)
    {
        RequireLength(key, KeySizeInBytes, nameof(key));
        RequireLength(initialVector, BlockSizeInBytes, nameof(initialVector));
        var cipher = new PaddedBufferedBlockCipher(new CbcBlockCipher(new SM4Engine()), new Pkcs7Padding());
        cipher.Init(encrypting, new ParametersWithIV(new KeyParameter(key), initialVector));
        return cipher;
    }

    private static void RequireLength(ReadOnlySpan<byte> value, int length, string name)
    {
        if (value.Length != length)
        {
            throw new ArgumentException($"SM4 takes {length} bytes here.", name);
        }
    }
}
