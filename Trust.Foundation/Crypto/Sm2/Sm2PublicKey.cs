using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Trust.Crypto.Keys;

namespace Trust.Crypto;

/// <summary>SM2 public key on the recommended curve (GB/T 32918.5-2017): verifies and encrypts. Safe for use by many threads.</summary>
public sealed class Sm2PublicKey : IEquatable<Sm2PublicKey>
{
    // Two of the four blocks of every key's ZA. Never appended to: keys take copies.
    private static readonly Sm3Hasher DefaultZaBegun = BeginZa(DefaultUserId);

    private readonly AffinePoint _key;
    private readonly byte[] _point;
    private readonly byte[] _defaultZa;

    internal Sm2PublicKey(in AffinePoint key)
    {
        _key = key;
        _point = Sm2Curve.WritePoint(key);
        _defaultZa = ComputeZa(DefaultUserId);
    }

    /// <summary>The user id where nothing else is agreed: the 16 ASCII bytes <c>1234567812345678</c> (GM/T 0009-2012 clause 10).</summary>
    public static ReadOnlySpan<byte> DefaultUserId => "1234567812345678"u8;

    /// <summary>The point, 04||X||Y, 65 bytes.</summary>
    public ReadOnlySpan<byte> Point => _point;

    /// <summary>Reads 04||X||Y.</summary>
    /// <param name="point">65 bytes.</param>
    /// <param name="key">The key, or null.</param>
    /// <returns>False unless it is a point of the curve other than infinity with both coordinates below p.</returns>
    public static bool TryFromPoint(ReadOnlySpan<byte> point, [NotNullWhen(true)] out Sm2PublicKey? key)
    {
        key = Sm2Curve.TryReadPoint(point, out var read) ? new(read) : null;
        return key is not null;
    }

    /// <summary>Reads a DER SubjectPublicKeyInfo: id-ecPublicKey with the named curve 1.2.156.10197.1.301 (GM/T 0015-2012).</summary>
    /// <param name="subjectPublicKeyInfo">The DER value, nothing after it.</param>
    /// <param name="key">The key, or null.</param>
    public static bool TryFromSubjectPublicKeyInfo(ReadOnlySpan<byte> subjectPublicKeyInfo, [NotNullWhen(true)] out Sm2PublicKey? key)
    {
        key = null;
        return EcKeyEncoding.TryReadPublic(subjectPublicKeyInfo, out var point) && TryFromPoint(point, out key);
    }

    /// <summary>DER SubjectPublicKeyInfo, 91 bytes.</summary>
    public byte[] ToSubjectPublicKeyInfo() => EcKeyEncoding.WritePublic(_point);

    /// <summary>Verifies a signature over a message with the default user id.</summary>
    /// <param name="data">The message.</param>
    /// <param name="signature">The value; anything not exactly in <paramref name="format"/> is refused.</param>
    /// <param name="format">DER or raw.</param>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureFormat format = SignatureFormat.Der)
    {
        Span<byte> e = stackalloc byte[Sm3.HashSizeInBytes];
        HashWithZa(_defaultZa, data, e);
        return VerifyDigest(e, signature, format);
    }

    /// <summary>Verifies a signature over a message (GB/T 32918.2-2016 clause 7.1).</summary>
    /// <param name="data">The message.</param>
    /// <param name="signature">The value.</param>
    /// <param name="userId">User id of the signer, 0 to 8,191 bytes.</param>
    /// <param name="format">DER or raw.</param>
    /// <exception cref="ArgumentException">The user id is too long.</exception>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> userId, SignatureFormat format) =>
        VerifyDigest(ComputeE(userId, data), signature, format);

    /// <summary>Verifies a signature over e = SM3(ZA || M) that the caller computed, as when M came in pieces.</summary>
    /// <param name="e">32 bytes.</param>
    /// <param name="signature">The value.</param>
    /// <param name="format">DER or raw.</param>
    /// <exception cref="ArgumentException"><paramref name="e"/> is not 32 bytes.</exception>
    public bool VerifyDigest(ReadOnlySpan<byte> e, ReadOnlySpan<byte> signature, SignatureFormat format = SignatureFormat.Der)
    {
        RequireDigest(e);
        return SignatureCheck.TryRead(this, e, signature, format, out var check) && check.Holds();
    }

    /// <summary>ZA = SM3(ENTL || ID || a || b || xG || yG || xA || yA) (GB/T 32918.2-2016 clause 5.5).</summary>
    /// <param name="userId">0 to 8,191 bytes: ENTL counts bits in 16 bits.</param>
    /// <returns>32 bytes.</returns>
    /// <exception cref="ArgumentException">The user id is too long.</exception>
    public byte[] ComputeZa(ReadOnlySpan<byte> userId)
    {
        if (userId.Length > 8191)
        {
            throw new ArgumentException("A user id has at most 8,191 bytes.", nameof(userId));
        }

        using var hasher = userId.SequenceEqual(DefaultUserId) ? DefaultZaBegun.Clone() : BeginZa(userId);
        hasher.Append(_point.AsSpan(1));
        return hasher.GetHashAndReset();
    }

    /// <summary>e = SM3(ZA || M), the number that is signed.</summary>
    /// <param name="userId">0 to 8,191 bytes.</param>
    /// <param name="data">The message M.</param>
    /// <returns>32 bytes.</returns>
    /// <exception cref="ArgumentException">The user id is too long.</exception>
    public byte[] ComputeE(ReadOnlySpan<byte> userId, ReadOnlySpan<byte> data)
    {
        var e = new byte[Sm3.HashSizeInBytes];
        HashWithZa(userId.SequenceEqual(DefaultUserId) ? _defaultZa : ComputeZa(userId), data, e);
        return e;
    }

    /// <summary>Encrypts to the holder of the private key (GB/T 32918.4-2016 clause 6.1).</summary>
    /// <param name="plaintext">1 byte or more; usually a symmetric key.</param>
    /// <param name="format">Layout of the result.</param>
    /// <returns>Raw: the message's length + 97 bytes. DER: a little more.</returns>
    /// <exception cref="ArgumentException">The message is empty.</exception>
    public byte[] Encrypt(ReadOnlySpan<byte> plaintext, Sm2CiphertextFormat format = Sm2CiphertextFormat.C1C3C2)
    {
        byte[]? ciphertext;
        while ((ciphertext = EncryptOnce(plaintext, format)) is null)
        {
        }

        Secrets.OverwriteStack();
        return ciphertext;
    }

    /// <summary>Encrypts with a stated k (32 bytes), for worked examples; null where the mask is zero and k must be drawn again.</summary>
    internal byte[]? EncryptWith(ReadOnlySpan<byte> k, ReadOnlySpan<byte> plaintext, Sm2CiphertextFormat format) =>
        Encrypt(plaintext, format, ScalarElement.Read(k));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte[]? EncryptOnce(ReadOnlySpan<byte> plaintext, Sm2CiphertextFormat format) => Encrypt(plaintext, format, Sm2Curve.RandomScalar());

    private byte[]? Encrypt(ReadOnlySpan<byte> plaintext, Sm2CiphertextFormat format, in ScalarElement k)
    {
        if (plaintext.IsEmpty)
        {
            throw new ArgumentException("SM2 does not encrypt the empty message.", nameof(plaintext));
        }

        var shared = Sm2Curve.WritePoint(Sm2Curve.Multiply(_key, k));
        var cipher = new byte[plaintext.Length];
        Span<byte> hash = stackalloc byte[Sm3.HashSizeInBytes];
        try
        {
            if (!Sm2KeyDerivation.TryDeriveMask(shared, cipher))
            {
                return null;
            }

            Sm2KeyDerivation.Xor(plaintext, cipher, cipher);
            Sm2KeyDerivation.CheckValue(shared, plaintext, hash);
            return Sm2Ciphertext.Write(Sm2Curve.WritePoint(Sm2Curve.MultiplyBase(k)), hash, cipher, format);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
        }
    }

    /// <inheritdoc/>
    public bool Equals(Sm2PublicKey? other) => other is not null && _point.AsSpan().SequenceEqual(other._point);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sm2PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => BinaryPrimitives.ReadInt32LittleEndian(_point.AsSpan(1));

    internal static void RequireDigest(ReadOnlySpan<byte> e)
    {
        if (e.Length != Sm3.HashSizeInBytes)
        {
            throw new ArgumentException("e has 32 bytes.", nameof(e));
        }
    }

    /// <summary>The point itself.</summary>
    internal AffinePoint Key => _key;

    /// <summary>ZA of the default user id, 32 bytes.</summary>
    internal ReadOnlySpan<byte> DefaultZa => _defaultZa;

    internal void ComputeDefaultE(ReadOnlySpan<byte> data, Span<byte> e) => HashWithZa(_defaultZa, data, e);

    // ZA without the key.
    private static Sm3Hasher BeginZa(ReadOnlySpan<byte> userId)
    {
        Span<byte> bitLength = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bitLength, (ushort)(userId.Length * 8));
        var hasher = new Sm3Hasher();
        hasher.Append(bitLength);
        hasher.Append(userId);
        hasher.Append(Sm2Curve.ZaConstants);
        return hasher;
    }

    private static void HashWithZa(ReadOnlySpan<byte> za, ReadOnlySpan<byte> data, Span<byte> e)
    {
        Span<uint> state = stackalloc uint[Sm3Block.StateWords];
        Span<byte> first = stackalloc byte[Sm3Block.Size];
        Sm3Block.Start(state);
        za.CopyTo(first);
        var length = (ulong)za.Length + (ulong)data.Length;
        var room = first[za.Length..];
        if (data.Length < room.Length)
        {
            data.CopyTo(room);
            Sm3Block.Finish(state, first[..(int)length], length, e);
            return;
        }

        data[..room.Length].CopyTo(room);
        Sm3Block.Compress(state, first);
        data = data[room.Length..];
        var whole = data.Length / Sm3Block.Size * Sm3Block.Size;
        Sm3Block.Compress(state, data[..whole]);
        Sm3Block.Finish(state, data[whole..], length, e);
    }
}
