using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Tests.Sm2;

/// <summary>What a computation leaves on the stack when it has ended: nothing of the key, the nonce or what was decrypted with.</summary>
public class LeftoverTests
{
    private const int Looked = 64 * 1024;
    private const int Rounds = 20;

    private static readonly BigInteger Order = FieldTests.Number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");
    private static readonly byte[] Digest = Sm3.HashData("message"u8);

    [Fact]
    public void Signing_leaves_nothing_of_the_key_and_the_nonce()
    {
        using var key = Sm2PrivateKey.Generate();
        var d = Number(key.ToScalar());
        Look(() => key.SignDigest(Digest, SignatureFormat.Raw), signature => [.. OfKey(d), .. OfNonce(Nonce(d, signature))], isLeft: false);
    }

    [Fact]
    public void Signing_side_by_side_leaves_nothing_of_the_key_and_the_nonces()
    {
        using var key = Sm2PrivateKey.Generate();
        var d = Number(key.ToScalar());
        var messages = Enumerable.Range(0, 19).Select(index => (ReadOnlyMemory<byte>)new[] { (byte)index }).ToArray();
        Look(() => Sm2Batch.Sign(key, messages, SignatureFormat.Raw), signatures => [.. OfKey(d), .. signatures.SelectMany(signature => OfNonce(Nonce(d, signature)))], isLeft: false);
    }

    [Fact]
    public void Decryption_leaves_nothing_of_the_key_and_what_it_made_with_it()
    {
        using var key = Sm2PrivateKey.Generate();
        var d = Number(key.ToScalar());
        var ciphertext = key.PublicKey.Encrypt("secret"u8);
        Look(() => key.TryDecrypt(ciphertext, Sm2CiphertextFormat.C1C3C2, out _), _ => [.. OfKey(d), .. Shared(ciphertext, d)], isLeft: false);
    }

    [Fact]
    public void Encryption_leaves_nothing_of_the_point_that_both_know()
    {
        using var key = Sm2PrivateKey.Generate();
        var d = Number(key.ToScalar());
        Look(() => key.PublicKey.Encrypt("secret"u8), ciphertext => Shared(ciphertext, d), isLeft: false);
    }

    [Fact]
    public void Keys_that_are_made_read_and_written_leave_nothing()
    {
        Look(Sm2PrivateKey.Generate, key => OfKey(Number(key.ToScalar())), isLeft: false);
        using var known = Sm2PrivateKey.Generate();
        var (scalar, pkcs8) = (known.ToScalar(), known.ToPkcs8());
        var words = OfKey(Number(scalar));
        Look(() => Sm2PrivateKey.TryFromScalar(scalar, out _), _ => words, isLeft: false);
        Look(() => Sm2PrivateKey.TryFromPkcs8(pkcs8, out _), _ => words, isLeft: false);
        Look(known.ToScalar, _ => words, isLeft: false);
        Look(known.ToPkcs8, _ => words, isLeft: false);
    }

    [Fact]
    public void Authentication_codes_leave_nothing_of_their_key()
    {
        var secret = new byte[32];
        Random.Shared.NextBytes(secret);

        // The key itself, and the words of a block that is made of it.
        var words = new[] { 0, 0x36, 0x5c }.SelectMany(pad => Words(secret.Select(one => (byte)(one ^ pad)).ToArray())).ToArray();
        Look(() => HmacSm3.HashData(secret, "message"u8), _ => words, isLeft: false);
    }

    [Fact]
    public void What_is_not_overwritten_is_seen()
    {
        // Below the public methods.
        using var key = Sm2PrivateKey.Generate();
        var (d, nonce) = (Number(key.ToScalar()), new byte[32]);
        Random.Shared.NextBytes(nonce);
        nonce[0] = 0;
        Look(() => key.SignDigestWith(nonce, Digest), _ => [.. OfKey(d), .. OfNonce(Number(nonce))], isLeft: true);
    }

    private static void Look<T>(Func<T> act, Func<T, ulong[]> secrets, bool isLeft)
    {
        var (rounds, last) = (0, "");
        for (var round = 0; round < Rounds; round++)
        {
            // Older calls left their own.
            Clear();
            var result = act();
            var below = Below();
            var words = secrets(result).Where(word => BitOperations.PopCount(word) is > 8 and < 56).ToHashSet();
            Assert.NotEmpty(words);
            var places = Enumerable.Range(0, below.Length - 7).Where(place => words.Contains(BinaryPrimitives.ReadUInt64LittleEndian(below.AsSpan(place)))).ToList();
            if (places.Count > 0)
            {
                rounds++;
                last = $"round {round}: {places.Count} words, {Looked - places[^1]} to {Looked - places[0]} bytes below";
            }

            (result as IDisposable)?.Dispose();
        }

        // What is ours is there every time. Once it may be the runtime's, which saves registers down there when it compiles a method or stops a thread.
        Assert.True(isLeft ? rounds > Rounds / 2 : rounds <= 1, $"{rounds} rounds; {last}");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Clear()
    {
        Span<byte> below = stackalloc byte[2 * Looked];
        CryptographicOperations.ZeroMemory(below);
    }

    // What calls before this one left where its own variables are now.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte[] Below()
    {
        Span<byte> below = stackalloc byte[Looked];
        return below.ToArray();
    }

    // k = s (1 + d) + r d.
    private static BigInteger Nonce(BigInteger d, byte[] signature) => (Number(signature[32..]) * (1 + d) + Number(signature[..32]) * d) % Order;

    // d and (1 + d)^-1, this as it is multiplied too.
    private static ulong[] OfKey(BigInteger d)
    {
        var inverse = BigInteger.ModPow(1 + d, Order - 2, Order);
        return [.. Words(d), .. Words(d + 1), .. Words(inverse), .. Words((inverse << 260) % Order), .. Words((d + 1 << 260) % Order)];
    }

    // k, its digits' windows, and k in words while it is made odd.
    private static ulong[] OfNonce(BigInteger k)
    {
        var odd = k.IsEven ? k + Order : k;
        return [.. Words(k), .. Words(odd), .. Words((odd - 1) / 2)];
    }

    private static ulong[] Shared(byte[] ciphertext, BigInteger d)
    {
        Assert.True(Sm2Curve.TryReadPoint(ciphertext.AsSpan(0, Sm2Curve.PointSize), out var point));
        var shared = Sm2Curve.WritePoint(Sm2Curve.Multiply(point, FieldTests.ScalarOf(d)));
        return [.. Words(shared[1..33]), .. Words(shared[33..])];
    }

    private static ulong[] Words(byte[] bytes) => Words(Number(bytes));

    // As limbs of 52 bits, and as words of 64 and 32 bits from either end.
    private static ulong[] Words(BigInteger value)
    {
        var limbs = Enumerable.Range(0, 5).Select(limb => (ulong)(value >> (52 * limb) & ((1UL << 52) - 1)));
        var words = Enumerable.Range(0, 4).Select(word => (ulong)(value >> (64 * word) & ulong.MaxValue)).ToList();
        return [.. limbs, .. words, .. words.Select(BinaryPrimitives.ReverseEndianness), .. words.Select(word => BitOperations.RotateLeft(word, 32))];
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
