using System.Runtime.InteropServices;

namespace Trust.Crypto.Tests.Peers;

/// <summary>An SM2 key in OpenSSL's hands.</summary>
internal sealed class OpenSslSm2 : IDisposable
{
    private readonly nint _key;

    private OpenSslSm2(nint key) => _key = key != 0 ? key : throw new InvalidOperationException("OpenSSL does not read the key.");

    internal static OpenSslSm2 FromPublic(byte[] subjectPublicKeyInfo) => new(Read(subjectPublicKeyInfo, Libcrypto.d2i_PUBKEY));

    internal static OpenSslSm2 FromPrivate(byte[] pkcs8) => new(Read(pkcs8, Libcrypto.d2i_AutoPrivateKey));

    internal byte[] Sign(byte[] data, byte[] userId)
    {
        var (context, keyContext) = Contexts(userId);
        try
        {
            Check(Libcrypto.EVP_DigestSignInit(context, 0, Libcrypto.Sm3Digest, 0, _key));
            var signature = new byte[80];
            var length = (nuint)signature.Length;
            Check(Libcrypto.EVP_DigestSign(context, signature, ref length, data, (nuint)data.Length));
            return signature[..(int)length];
        }
        finally
        {
            Libcrypto.EVP_MD_CTX_free(context);
            Libcrypto.EVP_PKEY_CTX_free(keyContext);
        }
    }

    internal bool Verify(byte[] data, byte[] signature, byte[] userId)
    {
        var (context, keyContext) = Contexts(userId);
        try
        {
            Check(Libcrypto.EVP_DigestVerifyInit(context, 0, Libcrypto.Sm3Digest, 0, _key));
            return Libcrypto.EVP_DigestVerify(context, signature, (nuint)signature.Length, data, (nuint)data.Length) == 1;
        }
        finally
        {
            Libcrypto.EVP_MD_CTX_free(context);
            Libcrypto.EVP_PKEY_CTX_free(keyContext);
        }
    }

    /// <summary>Verifies a DER signature over e.</summary>
    internal bool VerifyDigest(byte[] e, byte[] signature)
    {
        var context = Libcrypto.EVP_PKEY_CTX_new(_key, 0);
        try
        {
            Check(Libcrypto.EVP_PKEY_verify_init(context));
            return Libcrypto.EVP_PKEY_verify(context, signature, (nuint)signature.Length, e, (nuint)e.Length) == 1;
        }
        finally
        {
            Libcrypto.EVP_PKEY_CTX_free(context);
        }
    }

    /// <summary>DER of GM/T 0009.</summary>
    internal byte[] Encrypt(byte[] plaintext)
    {
        var context = Libcrypto.EVP_PKEY_CTX_new(_key, 0);
        try
        {
            Check(Libcrypto.EVP_PKEY_encrypt_init(context));
            var output = new byte[plaintext.Length + 200];
            var length = (nuint)output.Length;
            Check(Libcrypto.EVP_PKEY_encrypt(context, output, ref length, plaintext, (nuint)plaintext.Length));
            return output[..(int)length];
        }
        finally
        {
            Libcrypto.EVP_PKEY_CTX_free(context);
        }
    }

    internal byte[]? Decrypt(byte[] ciphertext)
    {
        var context = Libcrypto.EVP_PKEY_CTX_new(_key, 0);
        try
        {
            Check(Libcrypto.EVP_PKEY_decrypt_init(context));
            var output = new byte[ciphertext.Length];
            var length = (nuint)output.Length;
            return Libcrypto.EVP_PKEY_decrypt(context, output, ref length, ciphertext, (nuint)ciphertext.Length) == 1 ? output[..(int)length] : null;
        }
        finally
        {
            Libcrypto.EVP_PKEY_CTX_free(context);
        }
    }

    public void Dispose() => Libcrypto.EVP_PKEY_free(_key);

    private static nint Read(byte[] der, ReadKey read)
    {
        var memory = Marshal.AllocHGlobal(der.Length);
        try
        {
            Marshal.Copy(der, 0, memory, der.Length);
            var position = memory;
            return read(0, ref position, der.Length);
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }
    }

    private delegate nint ReadKey(nint key, ref nint data, nint length);

    private (nint Context, nint KeyContext) Contexts(byte[] userId)
    {
        var context = Libcrypto.EVP_MD_CTX_new();
        var keyContext = Libcrypto.EVP_PKEY_CTX_new(_key, 0);
        Check(Libcrypto.EVP_PKEY_CTX_set1_id(keyContext, userId, userId.Length));
        Libcrypto.EVP_MD_CTX_set_pkey_ctx(context, keyContext);
        return (context, keyContext);
    }

    private static void Check(int result)
    {
        if (result != 1)
        {
            throw new InvalidOperationException($"OpenSSL answered {result}.");
        }
    }
}
