using System.Runtime.InteropServices;

namespace Trust.Crypto.Tests.Peers;

/// <summary>The few functions of OpenSSL 3 (libcrypto) that the tests and the benchmark use as a second implementation.</summary>
internal static class Libcrypto
{
    private const string Library = "libcrypto.so.3";

    internal static nint Sm3Digest { get; } = EVP_sm3();

    [DllImport(Library)]
    internal static extern nint EVP_sm3();

    [DllImport(Library)]
    internal static extern int EVP_Digest(byte[] data, nuint count, byte[] hash, out uint size, nint type, nint engine);

    [DllImport(Library)]
    internal static extern nint EVP_MD_CTX_new();

    [DllImport(Library)]
    internal static extern void EVP_MD_CTX_free(nint context);

    [DllImport(Library)]
    internal static extern nint EVP_PKEY_CTX_new(nint key, nint engine);

    [DllImport(Library)]
    internal static extern void EVP_PKEY_CTX_free(nint context);

    [DllImport(Library)]
    internal static extern int EVP_PKEY_CTX_set1_id(nint context, byte[] id, int length);

    [DllImport(Library)]
    internal static extern void EVP_MD_CTX_set_pkey_ctx(nint context, nint keyContext);

    [DllImport(Library)]
    internal static extern int EVP_DigestSignInit(nint context, nint keyContext, nint type, nint engine, nint key);

    [DllImport(Library)]
    internal static extern int EVP_DigestSign(nint context, byte[] signature, ref nuint signatureLength, byte[] data, nuint length);

    [DllImport(Library)]
    internal static extern int EVP_DigestVerifyInit(nint context, nint keyContext, nint type, nint engine, nint key);

    [DllImport(Library)]
    internal static extern int EVP_DigestVerify(nint context, byte[] signature, nuint signatureLength, byte[] data, nuint length);

    [DllImport(Library)]
    internal static extern int EVP_PKEY_encrypt_init(nint context);

    [DllImport(Library)]
    internal static extern int EVP_PKEY_encrypt(nint context, byte[]? output, ref nuint outputLength, byte[] input, nuint length);

    [DllImport(Library)]
    internal static extern int EVP_PKEY_decrypt_init(nint context);

    [DllImport(Library)]
    internal static extern int EVP_PKEY_decrypt(nint context, byte[]? output, ref nuint outputLength, byte[] input, nuint length);

    [DllImport(Library)]
    internal static extern int EVP_PKEY_sign_init(nint context);

    [DllImport(Library)]
    internal static extern int EVP_PKEY_sign(nint context, byte[] signature, ref nuint signatureLength, byte[] digest, nuint length);

    [DllImport(Library)]
    internal static extern int EVP_PKEY_verify_init(nint context);

    [DllImport(Library)]
    internal static extern int EVP_PKEY_verify(nint context, byte[] signature, nuint signatureLength, byte[] digest, nuint length);

    [DllImport(Library)]
    internal static extern void EVP_PKEY_free(nint key);

    [DllImport(Library)]
    internal static extern nint d2i_PUBKEY(nint key, ref nint data, nint length);

    [DllImport(Library)]
    internal static extern nint d2i_AutoPrivateKey(nint key, ref nint data, nint length);
}
