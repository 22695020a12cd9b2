using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Trust.Crypto.Keys;

namespace Trust.Crypto;

/// <summary>
/// SM2 private key on the recommended curve (GB/T 32918.5-2017): signs and decrypts, in the same time for every key and nonce. Safe for use by many threads.
/// What depends on a secret is overwritten after use, on the stack too (<see cref="Secrets"/>).
/// </summary>
public sealed class Sm2PrivateKey : IDisposable
{
    private ScalarElement _scalar;

    // (1 + d)^-1, in the form in which it is multiplied.
    private ScalarElement _inverse;
    private volatile bool _disposed;

    private Sm2PrivateKey(in ScalarElement scalar)
    {
        _scalar = scalar;
        _inverse = ScalarElement.Add(scalar, ScalarElement.One).Invert().ToMontgomery();
        PublicKey = new(Sm2Curve.MultiplyBase(scalar));
    }

    /// <summary>The public key that belongs to it.</summary>
    public Sm2PublicKey PublicKey { get; }

    /// <summary>Draws a new key from the operating system's generator.</summary>
    public static Sm2PrivateKey Generate()
    {
        var key = Draw();
        Secrets.OverwriteStack();
        return key;
    }

    /// <summary>Reads a scalar d in [1, n-2] (GB/T 32918.1-2016 clause 6.1).</summary>
    /// <param name="scalar">32 bytes, most significant first.</param>
    /// <param name="key">The key, or null.</param>
    public static bool TryFromScalar(ReadOnlySpan<byte> scalar, [NotNullWhen(true)] out Sm2PrivateKey? key)
    {
        key = scalar.Length == Sm2Curve.FieldSize ? Read(scalar) : null;
        Secrets.OverwriteStack();
        return key is not null;
    }

    /// <summary>Reads a DER PKCS#8 PrivateKeyInfo (RFC 5208) holding an ECPrivateKey (RFC 5915) of the curve 1.2.156.10197.1.301.</summary>
    /// <param name="pkcs8">The DER value, nothing after it.</param>
    /// <param name="key">The key, or null. A public key inside that does not belong to the scalar is refused.</param>
    public static bool TryFromPkcs8(ReadOnlySpan<byte> pkcs8, [NotNullWhen(true)] out Sm2PrivateKey? key)
    {
        key = null;
        if (!EcKeyEncoding.TryReadPrivate(pkcs8, out var scalar, out var point))
        {
            return false;
        }

        var read = TryFromScalar(scalar, out key);
        CryptographicOperations.ZeroMemory(scalar);
        if (read && point.Length > 0 && !key!.PublicKey.Point.SequenceEqual(point))
        {
            key.Dispose();
            key = null;
        }

        return key is not null;
    }

    /// <summary>The scalar d, 32 bytes. The caller zeroes it.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] ToScalar()
    {
        var scalar = Write();
        Secrets.OverwriteStack();
        return scalar;
    }

    /// <summary>DER PKCS#8 PrivateKeyInfo with the public key inside. The caller zeroes it.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] ToPkcs8()
    {
        var scalar = ToScalar();
        var pkcs8 = EcKeyEncoding.WritePrivate(scalar, PublicKey.Point);
        CryptographicOperations.ZeroMemory(scalar);
        Secrets.OverwriteStack();
        return pkcs8;
    }

    /// <summary>Signs a message with the default user id.</summary>
    /// <param name="data">The message.</param>
    /// <param name="format">DER (8 to 72 bytes) or raw (64 bytes).</param>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] Sign(ReadOnlySpan<byte> data, SignatureFormat format = SignatureFormat.Der)
    {
        Span<byte> e = stackalloc byte[Sm3.HashSizeInBytes];
        PublicKey.ComputeDefaultE(data, e);
        return SignDigest(e, format);
    }

    /// <summary>Signs a message (GB/T 32918.2-2016 clause 6.1).</summary>
    /// <param name="data">The message.</param>
    /// <param name="userId">User id, 0 to 8,191 bytes.</param>
    /// <param name="format">DER or raw.</param>
    /// <exception cref="ArgumentException">The user id is too long.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] Sign(ReadOnlySpan<byte> data, ReadOnlySpan<byte> userId, SignatureFormat format) =>
        SignDigest(PublicKey.ComputeE(userId, data), format);

    /// <summary>Signs e = SM3(ZA || M) that the caller computed. e must come from SM3: who signs chosen numbers gives forgeries away.</summary>
    /// <param name="e">32 bytes.</param>
    /// <param name="format">DER or raw.</param>
    /// <exception cref="ArgumentException"><paramref name="e"/> is not 32 bytes.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] SignDigest(ReadOnlySpan<byte> e, SignatureFormat format = SignatureFormat.Der)
    {
        Sm2PublicKey.RequireDigest(e);
        var raw = SignRaw(e);
        Secrets.OverwriteStack();
        return Encode(raw, format);
    }

    /// <summary>Signs with a stated k (32 bytes), for worked examples; null where k must be drawn again.</summary>
    internal byte[]? SignDigestWith(ReadOnlySpan<byte> k, ReadOnlySpan<byte> e)
    {
        Take(out _, out var inverse);
        return SignDigest(inverse, e, ScalarElement.Read(k));
    }

    /// <summary>Signs values e, 32 bytes each, at most one a lane, at once. The caller overwrites the stack.</summary>
    internal void SignSideBySide(ReadOnlySpan<byte> digests, Span<byte[]> signatures, SignatureFormat format)
    {
        Take(out var scalar, out var inverse);
        Span<ScalarElement> nonces = stackalloc ScalarElement[SignatureLanes.MostLanes];
        Span<byte> coordinates = stackalloc byte[SignatureLanes.MostLanes * FieldElement.Size];
        Span<ulong> failed = stackalloc ulong[SignatureLanes.MostLanes];
        for (var lane = 0; lane < SignatureLanes.Lanes; lane++)
        {
            // Lanes that stand idle repeat the first.
            if (lane < signatures.Length)
            {
                DrawNonce(scalar, digests.Slice(lane * Sm3.HashSizeInBytes, Sm3.HashSizeInBytes), out nonces[lane]);
            }
            else
            {
                nonces[lane] = nonces[0];
            }
        }

        SignatureLanes.MultiplyBase(nonces, coordinates, failed);
        for (var lane = 0; lane < signatures.Length; lane++)
        {
            var e = digests.Slice(lane * Sm3.HashSizeInBytes, Sm3.HashSizeInBytes);
            var raw = failed[lane] != 0 ? null : SignDigest(inverse, e, nonces[lane], coordinates.Slice(lane * FieldElement.Size, FieldElement.Size));
            signatures[lane] = raw ?? SignRaw(e);
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(nonces));
        foreach (ref var signature in signatures)
        {
            signature = Encode(signature, format);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Sm2PrivateKey Draw()
    {
        while (true)
        {
            var scalar = Sm2Curve.RandomScalar();
            if (IsValidScalar(scalar))
            {
                return new(scalar);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Sm2PrivateKey? Read(ReadOnlySpan<byte> scalar)
    {
        var value = ScalarElement.Read(scalar, out var isBelow);
        return isBelow != 0 && IsValidScalar(value) ? new(value) : null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte[] Write()
    {
        Take(out var scalar, out _);
        var bytes = new byte[Sm2Curve.FieldSize];
        scalar.Write(bytes);
        return bytes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte[] SignRaw(ReadOnlySpan<byte> e)
    {
        Take(out var scalar, out var inverse);
        byte[]? raw;
        do
        {
            DrawNonce(scalar, e, out var k);
            raw = SignDigest(inverse, e, k);
        }
        while (raw is null);

        return raw;
    }

    // Another thread may forget the key meanwhile: what was copied is the key unless it is said to be forgotten by now.
    private void Take(out ScalarElement scalar, out ScalarElement inverse)
    {
        (scalar, inverse) = (_scalar, _inverse);
        Volatile.ReadBarrier();
        ObjectDisposedException.ThrowIf(_disposed, this);
    }

    private static byte[]? SignDigest(in ScalarElement inverse, ReadOnlySpan<byte> e, in ScalarElement k)
    {
        Span<byte> x = stackalloc byte[FieldElement.Size];
        Sm2Curve.MultiplyBase(k).X.Write(x);
        return SignDigest(inverse, e, k, x);
    }

    private static byte[]? SignDigest(in ScalarElement inverse, ReadOnlySpan<byte> e, in ScalarElement k, ReadOnlySpan<byte> x)
    {
        // Clause 6.1, A5 and A6: r = e + x1 mod n, not zero, r + k != n; s = (1 + d)^-1 (k - r d) = (1 + d)^-1 (k + r) - r mod n, not zero.
        var r = ScalarElement.Add(ScalarElement.Read(e), ScalarElement.Read(x));
        var sum = ScalarElement.Add(r, k);
        var s = ScalarElement.Subtract(ScalarElement.MontgomeryTimes(inverse, sum), r);
        if ((r.IsZero() | sum.IsZero() | s.IsZero()) != 0)
        {
            return null;
        }

        var raw = new byte[Sm2SignatureEncoding.RawSizeInBytes];
        r.Write(raw);
        s.Write(raw.AsSpan(32));
        return raw;
    }

    // SM3 over fresh entropy, the key and e, drawn again where it is not in [1, n-1]: uniform while the generator is good, and no repetition where it fails.
    private static void DrawNonce(in ScalarElement scalar, ReadOnlySpan<byte> e, out ScalarElement k)
    {
        Span<byte> seed = stackalloc byte[3 * Sm2Curve.FieldSize];
        Span<byte> drawn = stackalloc byte[Sm3.HashSizeInBytes];
        ulong isBelow;
        do
        {
            NonceEntropy.Take(seed[..NonceEntropy.Size]);
            scalar.Write(seed[Sm2Curve.FieldSize..]);
            e.CopyTo(seed[(2 * Sm2Curve.FieldSize)..]);
            Sm3.HashData(seed, drawn);
            k = ScalarElement.Read(drawn, out isBelow);
        }
        while ((isBelow & ~k.IsZero()) == 0);
        CryptographicOperations.ZeroMemory(seed);
        CryptographicOperations.ZeroMemory(drawn);
    }

    private static byte[] Encode(byte[] raw, SignatureFormat format) => format == SignatureFormat.Der ? Sm2SignatureEncoding.ToDer(raw) : raw;

    /// <summary>Decrypts a ciphertext of any of the three layouts; which one it is shows from its first byte and its check value.</summary>
    /// <param name="ciphertext">The value.</param>
    /// <param name="plaintext">The message, or empty.</param>
    /// <returns>False where it is malformed, was changed, or is meant for another key.</returns>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public bool TryDecrypt(ReadOnlySpan<byte> ciphertext, out byte[] plaintext)
    {
        plaintext = [];
        return ciphertext.Length > 0 && ciphertext[0] == 0x30
            ? TryDecrypt(ciphertext, Sm2CiphertextFormat.Der, out plaintext)
            : TryDecrypt(ciphertext, Sm2CiphertextFormat.C1C3C2, out plaintext) || TryDecrypt(ciphertext, Sm2CiphertextFormat.C1C2C3, out plaintext);
    }

    /// <summary>Decrypts a ciphertext of a stated layout (GB/T 32918.4-2016 clause 7.1).</summary>
    /// <param name="ciphertext">The value.</param>
    /// <param name="format">Its layout.</param>
    /// <param name="plaintext">The message, or empty.</param>
    /// <returns>False where it is malformed, was changed, or is meant for another key.</returns>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public bool TryDecrypt(ReadOnlySpan<byte> ciphertext, Sm2CiphertextFormat format, out byte[] plaintext)
    {
        var isOpen = Open(ciphertext, format, out plaintext);
        Secrets.OverwriteStack();
        return isOpen;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Open(ReadOnlySpan<byte> ciphertext, Sm2CiphertextFormat format, out byte[] plaintext)
    {
        Take(out var scalar, out _);
        plaintext = [];
        if (!Sm2Ciphertext.TryRead(ciphertext, format, out var parts) || !Sm2Curve.TryReadPoint(parts.Point, out var c1))
        {
            return false;
        }

        var shared = Sm2Curve.WritePoint(Sm2Curve.Multiply(c1, scalar));
        var message = new byte[parts.Cipher.Length];
        Span<byte> hash = stackalloc byte[Sm3.HashSizeInBytes];
        var fits = Sm2KeyDerivation.TryDeriveMask(shared, message);
        Sm2KeyDerivation.Xor(parts.Cipher, message, message);
        Sm2KeyDerivation.CheckValue(shared, message, hash);
        fits &= CryptographicOperations.FixedTimeEquals(hash, parts.Hash);
        CryptographicOperations.ZeroMemory(shared);
        if (!fits)
        {
            CryptographicOperations.ZeroMemory(message);
            return false;
        }

        plaintext = message;
        return true;
    }

    /// <summary>Forgets the key; every later use throws.</summary>
    public void Dispose()
    {
        _disposed = true;
        Volatile.WriteBarrier();
        Secrets.Forget(ref _scalar);
        Secrets.Forget(ref _inverse);
    }

    // d = n-1 has no inverse of 1 + d, so the standard ends the range at n-2.
    private static bool IsValidScalar(in ScalarElement scalar) => (scalar.IsZero() | ScalarElement.Add(scalar, ScalarElement.One).IsZero()) == 0;
}
