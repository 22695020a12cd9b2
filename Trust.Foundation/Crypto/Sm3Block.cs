using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Trust.Crypto;

/// <summary>The compression function and the padding of SM3 (GB/T 32905-2016 clauses 5.2 and 5.3), for <see cref="Sm3"/> and <see cref="Sm3Hasher"/>.</summary>
internal static class Sm3Block
{
    internal const int Size = 64;
    internal const int StateWords = 8;

    /// <summary>W_0 to W_67 (clause 5.3.2).</summary>
    internal const int ExpandedWords = 68;

    // The last three steps of the loop expand on to no end.
    private const int Words = 80;

    /// <summary>Whether words are expanded four at a time beside the rounds, in registers that these do not need.</summary>
    private static bool HasVectors
    {
        // Known when the rounds are compiled, so that they have no branch and only the calls that they make.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BitConverter.IsLittleEndian && (Ssse3.IsSupported || AdvSimd.IsSupported);
    }

    // Clause 4.1.
    internal static readonly uint[] InitialState =
    [
        0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
    ];

    // Clause 4.2, already rotated as clause 5.3.3 uses it: T_j <<< (j mod 32).
    internal static readonly uint[] RoundConstants =
        [.. Enumerable.Range(0, 64).Select(j => BitOperations.RotateLeft(j < 16 ? 0x79cc4519u : 0x7a879d8au, j % 32))];

    internal static void Start(Span<uint> state) => InitialState.CopyTo(state);

    /// <summary>Takes whole blocks.</summary>
    internal static void Compress(Span<uint> state, ReadOnlySpan<byte> blocks)
    {
        // By reference: what stands here has these lengths, and bounds checks in the rounds cost as much as the rounds.
        // Words of the message and constants of the rounds stand side by side, so that one reference leads to both: the rounds need every register.
        Span<uint> table = stackalloc uint[Words + 64];
        RoundConstants.CopyTo(table[Words..]);
        ref var w = ref MemoryMarshal.GetReference(table);
        ref var first = ref MemoryMarshal.GetReference(state[..StateWords]);
        for (; blocks.Length >= Size; blocks = blocks[Size..])
        {
            if (!HasVectors)
            {
                Expand(ref MemoryMarshal.GetReference(blocks), ref w);
            }

            Rounds(ref first, ref w, ref MemoryMarshal.GetReference(blocks));
        }
    }

    /// <summary>Pads the last incomplete block and gives the digest.</summary>
    /// <param name="state">State after all whole blocks.</param>
    /// <param name="tail">Less than 64 bytes.</param>
    /// <param name="totalBytes">Length of the whole message.</param>
    /// <param name="hash">Receives 32 bytes.</param>
    internal static void Finish(Span<uint> state, ReadOnlySpan<byte> tail, ulong totalBytes, Span<byte> hash)
    {
        Span<byte> padded = stackalloc byte[2 * Size];
        padded.Clear();
        tail.CopyTo(padded);
        padded[tail.Length] = 0x80;
        var length = tail.Length < Size - 8 ? Size : 2 * Size;
        BinaryPrimitives.WriteUInt64BigEndian(padded[(length - 8)..], totalBytes * 8);
        Compress(state, padded[..length]);
        for (var i = 0; i < StateWords; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash[(4 * i)..], state[i]);
        }

        // The tail may be part of a key (HMAC).
        padded.Clear();
    }

    // Clause 5.3.2. The second row of words, W'_j = W_j ^ W_(j+4), is formed where it is used.
    private static void Expand(ref byte block, ref uint w)
    {
        for (var j = 0; j < 16; j++)
        {
            Unsafe.Add(ref w, j) = ReadBigEndian(ref Unsafe.Add(ref block, 4 * j));
        }

        for (var j = 16; j < ExpandedWords; j++)
        {
            ref var x = ref Unsafe.Add(ref w, j - 16);
            var p = x ^ Unsafe.Add(ref x, 7) ^ BitOperations.RotateLeft(Unsafe.Add(ref x, 13), 15);
            Unsafe.Add(ref x, 16) = p ^ BitOperations.RotateLeft(p, 15) ^ BitOperations.RotateLeft(p, 23) ^ BitOperations.RotateLeft(Unsafe.Add(ref x, 3), 7) ^ Unsafe.Add(ref x, 10);
        }
    }

    // Clause 5.3.3. Four rounds at a time, written out with the names moved on instead of the values: with functions by reference the compiler
    // keeps the eight words in memory, and the hash takes half as long again. Sums end with what is known last: the rounds wait for each other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rounds(ref uint state, ref uint w, ref byte block)
    {
        var (a, b, c, d) = (state, Unsafe.Add(ref state, 1), Unsafe.Add(ref state, 2), Unsafe.Add(ref state, 3));
        var (e, f, g, h) = (Unsafe.Add(ref state, 4), Unsafe.Add(ref state, 5), Unsafe.Add(ref state, 6), Unsafe.Add(ref state, 7));
        ref var x = ref w;
        ref var end = ref Unsafe.Add(ref w, 16);
        uint a12, ss1;
        Vector128<uint> v0 = default, v1 = default, v2 = default, v3 = default;
        if (HasVectors)
        {
            v0 = ReadFour(ref block, ref w, 0);
            v1 = ReadFour(ref block, ref w, 1);
            v2 = ReadFour(ref block, ref w, 2);
            v3 = ReadFour(ref block, ref w, 3);
        }

        // FF and GG of clause 4.3 for j < 16 are both the exclusive or.
        for (; Unsafe.IsAddressLessThan(ref x, ref end); x = ref Unsafe.Add(ref x, 4))
        {
            if (HasVectors)
            {
                var next = Next(v0, v1, v2, v3);
                next.StoreUnsafe(ref x, 16);
                (v0, v1, v2, v3) = (v1, v2, v3, next);
            }

            a12 = BitOperations.RotateLeft(a, 12);
            ss1 = BitOperations.RotateLeft(a12 + Unsafe.Add(ref x, Words) + e, 7);
            d = d + (a ^ b ^ c) + (x ^ Unsafe.Add(ref x, 4)) + (ss1 ^ a12);
            h = P0(h + x + (e ^ f ^ g) + ss1);
            b = BitOperations.RotateLeft(b, 9);
            f = BitOperations.RotateLeft(f, 19);

            a12 = BitOperations.RotateLeft(d, 12);
            ss1 = BitOperations.RotateLeft(a12 + Unsafe.Add(ref x, Words + 1) + h, 7);
            c = c + (d ^ a ^ b) + (Unsafe.Add(ref x, 1) ^ Unsafe.Add(ref x, 5)) + (ss1 ^ a12);
            g = P0(g + Unsafe.Add(ref x, 1) + (h ^ e ^ f) + ss1);
            a = BitOperations.RotateLeft(a, 9);
            e = BitOperations.RotateLeft(e, 19);

            a12 = BitOperations.RotateLeft(c, 12);
            ss1 = BitOperations.RotateLeft(a12 + Unsafe.Add(ref x, Words + 2) + g, 7);
            b = b + (c ^ d ^ a) + (Unsafe.Add(ref x, 2) ^ Unsafe.Add(ref x, 6)) + (ss1 ^ a12);
            f = P0(f + Unsafe.Add(ref x, 2) + (g ^ h ^ e) + ss1);
            d = BitOperations.RotateLeft(d, 9);
            h = BitOperations.RotateLeft(h, 19);

            a12 = BitOperations.RotateLeft(b, 12);
            ss1 = BitOperations.RotateLeft(a12 + Unsafe.Add(ref x, Words + 3) + f, 7);
            a = a + (b ^ c ^ d) + (Unsafe.Add(ref x, 3) ^ Unsafe.Add(ref x, 7)) + (ss1 ^ a12);
            e = P0(e + Unsafe.Add(ref x, 3) + (f ^ g ^ h) + ss1);
            c = BitOperations.RotateLeft(c, 9);
            g = BitOperations.RotateLeft(g, 19);
        }

        // For j >= 16, FF is the majority and GG the choice.
        end = ref Unsafe.Add(ref w, 64);
        for (; Unsafe.IsAddressLessThan(ref x, ref end); x = ref Unsafe.Add(ref x, 4))
        {
            if (HasVectors)
            {
                var next = Next(v0, v1, v2, v3);
                next.StoreUnsafe(ref x, 16);
                (v0, v1, v2, v3) = (v1, v2, v3, next);
            }

            a12 = BitOperations.RotateLeft(a, 12);
            ss1 = BitOperations.RotateLeft(a12 + Unsafe.Add(ref x, Words) + e, 7);
            d = d + ((a & b) | ((a | b) & c)) + (x ^ Unsafe.Add(ref x, 4)) + (ss1 ^ a12);
            h = P0(h + x + (((f ^ g) & e) ^ g) + ss1);
            b = BitOperations.RotateLeft(b, 9);
            f = BitOperations.RotateLeft(f, 19);

            a12 = BitOperations.RotateLeft(d, 12);
            ss1 = BitOperations.RotateLeft(a12 + Unsafe.Add(ref x, Words + 1) + h, 7);
            c = c + ((d & a) | ((d | a) & b)) + (Unsafe.Add(ref x, 1) ^ Unsafe.Add(ref x, 5)) + (ss1 ^ a12);
            g = P0(g + Unsafe.Add(ref x, 1) + (((e ^ f) & h) ^ f) + ss1);
            a = BitOperations.RotateLeft(a, 9);
            e = BitOperations.RotateLeft(e, 19);

            a12 = BitOperations.RotateLeft(c, 12);
            ss1 = BitOperations.RotateLeft(a12 + Unsafe.Add(ref x, Words + 2) + g, 7);
            b = b + ((c & d) | ((c | d) & a)) + (Unsafe.Add(ref x, 2) ^ Unsafe.Add(ref x, 6)) + (ss1 ^ a12);
            f = P0(f + Unsafe.Add(ref x, 2) + (((h ^ e) & g) ^ e) + ss1);
            d = BitOperations.RotateLeft(d, 9);
            h = BitOperations.RotateLeft(h, 19);

            a12 = BitOperations.RotateLeft(b, 12);
            ss1 = BitOperations.RotateLeft(a12 + Unsafe.Add(ref x, Words + 3) + f, 7);
            a = a + ((b & c) | ((b | c) & d)) + (Unsafe.Add(ref x, 3) ^ Unsafe.Add(ref x, 7)) + (ss1 ^ a12);
            e = P0(e + Unsafe.Add(ref x, 3) + (((g ^ h) & f) ^ h) + ss1);
            c = BitOperations.RotateLeft(c, 9);
            g = BitOperations.RotateLeft(g, 19);
        }

        state ^= a;
        Unsafe.Add(ref state, 1) ^= b;
        Unsafe.Add(ref state, 2) ^= c;
        Unsafe.Add(ref state, 3) ^= d;
        Unsafe.Add(ref state, 4) ^= e;
        Unsafe.Add(ref state, 5) ^= f;
        Unsafe.Add(ref state, 6) ^= g;
        Unsafe.Add(ref state, 7) ^= h;
    }

    // Four more words. The last of them needs the first, and what that adds is put in afterwards: P1 of a sum without carries is the sum of both.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Next(Vector128<uint> v0, Vector128<uint> v1, Vector128<uint> v2, Vector128<uint> v3)
    {
        var p = v0 ^ Behind(v2, v1, 12) ^ Rotate(Behind(Vector128<uint>.Zero, v3, 4), 15);
        var four = p ^ Rotate(p, 15) ^ Rotate(p, 23) ^ (Rotate(Behind(v1, v0, 12), 7) ^ Behind(v3, v2, 8));
        var last = Behind(four, Vector128<uint>.Zero, 4);
        return four ^ (Rotate(last, 15) ^ Rotate(last, 30) ^ Rotate(last, 6));
    }

    // 16 of the 32 bytes of two vectors, from a place in the lower one on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Behind(Vector128<uint> upper, Vector128<uint> lower, [ConstantExpected(Max = (byte)15)] byte from) => Ssse3.IsSupported
        ? Ssse3.AlignRight(upper.AsByte(), lower.AsByte(), from).AsUInt32()
        : AdvSimd.ExtractVector128(lower.AsByte(), upper.AsByte(), from).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Rotate(Vector128<uint> x, [ConstantExpected] byte by) => Avx512F.VL.IsSupported ? Avx512F.VL.RotateLeft(x, by) : (x << by) | (x >>> (32 - by));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ReadFour(ref byte block, ref uint w, nuint place)
    {
        var words = Vector128.Shuffle(Vector128.LoadUnsafe(ref block, 16 * place), Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)).AsUInt32();
        words.StoreUnsafe(ref w, 4 * place);
        return words;
    }

    // Clause 4.4.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint P0(uint x) => x ^ BitOperations.RotateLeft(x, 9) ^ BitOperations.RotateLeft(x, 17);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ReadBigEndian(ref byte bytes)
    {
        var word = Unsafe.ReadUnaligned<uint>(ref bytes);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
    }
}
