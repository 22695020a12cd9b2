using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Trust.Crypto.Tests.Peers;

namespace Trust.Benchmarks.Sm;

/// <summary>ECDSA on P-256 by libcrypto over a 32-byte digest, the contexts of the key kept: the yardstick, in hand-written assembly.</summary>
internal sealed class OpenSslP256 : IDisposable
{
    private const int LongestSignature = 80;

    private readonly nint _key;
    private readonly nint _signer;
    private readonly nint _verifier;
    private readonly byte[] _buffer = new byte[LongestSignature];

    internal OpenSslP256()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pkcs8 = made.ExportPkcs8PrivateKey();
        var pinned = GCHandle.Alloc(pkcs8, GCHandleType.Pinned);
        var address = pinned.AddrOfPinnedObject();
        _key = Libcrypto.d2i_AutoPrivateKey(0, ref address, pkcs8.Length);
        pinned.Free();
        _signer = Libcrypto.EVP_PKEY_CTX_new(_key, 0);
        _verifier = Libcrypto.EVP_PKEY_CTX_new(_key, 0);
        Require(Libcrypto.EVP_PKEY_sign_init(_signer) == 1 && Libcrypto.EVP_PKEY_verify_init(_verifier) == 1);
    }

    internal void Sign(byte[] digest)
    {
        var length = (nuint)LongestSignature;
        Require(Libcrypto.EVP_PKEY_sign(_signer, _buffer, ref length, digest, (nuint)digest.Length) == 1);
    }

    internal byte[] SignatureOf(byte[] digest)
    {
        var length = (nuint)LongestSignature;
        Require(Libcrypto.EVP_PKEY_sign(_signer, _buffer, ref length, digest, (nuint)digest.Length) == 1);
        return _buffer[..(int)length];
    }

    internal void Verify(byte[] digest, byte[] signature) => Require(Libcrypto.EVP_PKEY_verify(_verifier, signature, (nuint)signature.Length, digest, (nuint)digest.Length) == 1);

    public void Dispose()
    {
        Libcrypto.EVP_PKEY_CTX_free(_signer);
        Libcrypto.EVP_PKEY_CTX_free(_verifier);
        Libcrypto.EVP_PKEY_free(_key);
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("OpenSSL refuses P-256.");
        }
    }
}
