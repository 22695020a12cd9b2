using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trust.Crypto;

/// <summary>The compression function of SM3 over 8 messages at once, a lane of Vector256 each (AVX2); as <see cref="Sm3Block"/>, which explains the rounds.</summary>
internal static class Sm3Lanes256
{
    internal const int Lanes = 8;

    internal static bool IsSupported => Avx2.IsSupported;

    /// <summary>Takes one block of every message.</summary>
    /// <param name="state">Eight words of 8 lanes each: word i of lane l stands at i 8 + l.</param>
    /// <param name="blocks">8 blocks of 64 bytes.</param>
    /// <param name="words">Room for the expanded words, <see cref="Sm3Block.ExpandedWords"/> of 8 lanes: the caller's, so that it is not zeroed for each block.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress(Span<uint> state, ReadOnlySpan<byte> blocks, Span<uint> words)
    {
        // By reference and before the state stands in registers: the first use of a static field is a call, which would keep all of it in memory.
        ref var constant = ref MemoryMarshal.GetArrayDataReference(Sm3Block.RoundConstants);
        ref var w = ref Unsafe.As<uint, Vector256<uint>>(ref MemoryMarshal.GetReference(words[..(Sm3Block.ExpandedWords * Lanes)]));
        ref var rows = ref MemoryMarshal.GetReference(blocks[..(Sm3Block.Size * Lanes)]);
        // A row a message, in two halves of eight words: row i becomes word i of all messages.
        for (var half = 0; half < 2; half++)
        {
            ref var part = ref Unsafe.Add(ref w, 8 * half);
            for (var group = 0; group < Lanes; group += 4)
            {
                var (r0, r1, r2, r3) = (Row(ref rows, group, half), Row(ref rows, group + 1, half), Row(ref rows, group + 2, half), Row(ref rows, group + 3, half));
                var (low01, high01, low23, high23) = (
                    Avx2.UnpackLow(r0, r1).AsUInt64(), Avx2.UnpackHigh(r0, r1).AsUInt64(), Avx2.UnpackLow(r2, r3).AsUInt64(), Avx2.UnpackHigh(r2, r3).AsUInt64());
                Unsafe.Add(ref part, group) = Avx2.UnpackLow(low01, low23).AsUInt32();
                Unsafe.Add(ref part, group + 1) = Avx2.UnpackHigh(low01, low23).AsUInt32();
                Unsafe.Add(ref part, group + 2) = Avx2.UnpackLow(high01, high23).AsUInt32();
                Unsafe.Add(ref part, group + 3) = Avx2.UnpackHigh(high01, high23).AsUInt32();
            }

            for (var column = 0; column < 4; column++)
            {
                var (v0, v1) = (Unsafe.Add(ref part, column), Unsafe.Add(ref part, column + 4));
                Unsafe.Add(ref part, column) = Avx2.Permute2x128(v0, v1, 0x20);
                Unsafe.Add(ref part, column + 4) = Avx2.Permute2x128(v0, v1, 0x31);
            }
        }

        ref var first = ref MemoryMarshal.GetReference(state[..(8 * Lanes)]);
        var (a, b, c, d) = (Vector256.LoadUnsafe(ref first), Vector256.LoadUnsafe(ref first, Lanes), Vector256.LoadUnsafe(ref first, 2 * Lanes), Vector256.LoadUnsafe(ref first, 3 * Lanes));
        var (e, f, g, h) = (
            Vector256.LoadUnsafe(ref first, 4 * Lanes), Vector256.LoadUnsafe(ref first, 5 * Lanes), Vector256.LoadUnsafe(ref first, 6 * Lanes), Vector256.LoadUnsafe(ref first, 7 * Lanes));
        Vector256<uint> a12, ss1, word;

        // Words are expanded beside the rounds, which wait for each other and leave room for it.
        ref var x = ref w;
        ref var middle = ref Unsafe.Add(ref w, 16);
        ref var expanded = ref Unsafe.Add(ref w, Sm3Block.ExpandedWords - 16);
        ref var end = ref Unsafe.Add(ref w, 64);
        for (; Unsafe.IsAddressLessThan(ref x, ref middle); x = ref Unsafe.Add(ref x, 4))
        {
            ExpandFour(ref x);
            a12 = Rotate(a, 12);
            ss1 = Rotate(a12 + e + Vector256.Create(constant), 7);
            word = x;
            d += Xor(a, b, c) + (ss1 ^ a12) + (word ^ Unsafe.Add(ref x, 4));
            h = P0(h + Xor(e, f, g) + ss1 + word);
            b = Rotate(b, 9);
            f = Rotate(f, 19);

            a12 = Rotate(d, 12);
            ss1 = Rotate(a12 + h + Vector256.Create(Unsafe.Add(ref constant, 1)), 7);
            word = Unsafe.Add(ref x, 1);
            c += Xor(d, a, b) + (ss1 ^ a12) + (word ^ Unsafe.Add(ref x, 5));
            g = P0(g + Xor(h, e, f) + ss1 + word);
            a = Rotate(a, 9);
            e = Rotate(e, 19);

            a12 = Rotate(c, 12);
            ss1 = Rotate(a12 + g + Vector256.Create(Unsafe.Add(ref constant, 2)), 7);
            word = Unsafe.Add(ref x, 2);
            b += Xor(c, d, a) + (ss1 ^ a12) + (word ^ Unsafe.Add(ref x, 6));
            f = P0(f + Xor(g, h, e) + ss1 + word);
            d = Rotate(d, 9);
            h = Rotate(h, 19);

            a12 = Rotate(b, 12);
            ss1 = Rotate(a12 + f + Vector256.Create(Unsafe.Add(ref constant, 3)), 7);
            word = Unsafe.Add(ref x, 3);
            a += Xor(b, c, d) + (ss1 ^ a12) + (word ^ Unsafe.Add(ref x, 7));
            e = P0(e + Xor(f, g, h) + ss1 + word);
            c = Rotate(c, 9);
            g = Rotate(g, 19);
            constant = ref Unsafe.Add(ref constant, 4);
        }

        for (; Unsafe.IsAddressLessThan(ref x, ref end); x = ref Unsafe.Add(ref x, 4))
        {
            if (Unsafe.IsAddressLessThan(ref x, ref expanded))
            {
                ExpandFour(ref x);
            }

            a12 = Rotate(a, 12);
            ss1 = Rotate(a12 + e + Vector256.Create(constant), 7);
            word = x;
            d += Majority(a, b, c) + (ss1 ^ a12) + (word ^ Unsafe.Add(ref x, 4));
            h = P0(h + Choose(e, f, g) + ss1 + word);
            b = Rotate(b, 9);
            f = Rotate(f, 19);

            a12 = Rotate(d, 12);
            ss1 = Rotate(a12 + h + Vector256.Create(Unsafe.Add(ref constant, 1)), 7);
            word = Unsafe.Add(ref x, 1);
            c += Majority(d, a, b) + (ss1 ^ a12) + (word ^ Unsafe.Add(ref x, 5));
            g = P0(g + Choose(h, e, f) + ss1 + word);
            a = Rotate(a, 9);
            e = Rotate(e, 19);

            a12 = Rotate(c, 12);
            ss1 = Rotate(a12 + g + Vector256.Create(Unsafe.Add(ref constant, 2)), 7);
            word = Unsafe.Add(ref x, 2);
            b += Majority(c, d, a) + (ss1 ^ a12) + (word ^ Unsafe.Add(ref x, 6));
            f = P0(f + Choose(g, h, e) + ss1 + word);
            d = Rotate(d, 9);
            h = Rotate(h, 19);

            a12 = Rotate(b, 12);
            ss1 = Rotate(a12 + f + Vector256.Create(Unsafe.Add(ref constant, 3)), 7);
            word = Unsafe.Add(ref x, 3);
            a += Majority(b, c, d) + (ss1 ^ a12) + (word ^ Unsafe.Add(ref x, 7));
            e = P0(e + Choose(f, g, h) + ss1 + word);
            c = Rotate(c, 9);
            g = Rotate(g, 19);
            constant = ref Unsafe.Add(ref constant, 4);
        }

        (a ^ Vector256.LoadUnsafe(ref first)).StoreUnsafe(ref first);
        (b ^ Vector256.LoadUnsafe(ref first, Lanes)).StoreUnsafe(ref first, Lanes);
        (c ^ Vector256.LoadUnsafe(ref first, 2 * Lanes)).StoreUnsafe(ref first, 2 * Lanes);
        (d ^ Vector256.LoadUnsafe(ref first, 3 * Lanes)).StoreUnsafe(ref first, 3 * Lanes);
        (e ^ Vector256.LoadUnsafe(ref first, 4 * Lanes)).StoreUnsafe(ref first, 4 * Lanes);
        (f ^ Vector256.LoadUnsafe(ref first, 5 * Lanes)).StoreUnsafe(ref first, 5 * Lanes);
        (g ^ Vector256.LoadUnsafe(ref first, 6 * Lanes)).StoreUnsafe(ref first, 6 * Lanes);
        (h ^ Vector256.LoadUnsafe(ref first, 7 * Lanes)).StoreUnsafe(ref first, 7 * Lanes);
    }

    // The four words sixteen after x (clause 5.3.2).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ExpandFour(ref Vector256<uint> x)
    {
        Unsafe.Add(ref x, 16) = Expanded(ref x);
        Unsafe.Add(ref x, 17) = Expanded(ref Unsafe.Add(ref x, 1));
        Unsafe.Add(ref x, 18) = Expanded(ref Unsafe.Add(ref x, 2));
        Unsafe.Add(ref x, 19) = Expanded(ref Unsafe.Add(ref x, 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Expanded(ref Vector256<uint> x)
    {
        var p = Xor(x, Unsafe.Add(ref x, 7), Rotate(Unsafe.Add(ref x, 13), 15));
        return Xor(Xor(p, Rotate(p, 15), Rotate(p, 23)), Rotate(Unsafe.Add(ref x, 3), 7), Unsafe.Add(ref x, 10));
    }

    // Eight words, most significant byte first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Row(ref byte rows, int lane, int half) =>
        Avx2.Shuffle(Vector256.LoadUnsafe(ref rows, (nuint)(lane * Sm3Block.Size + half * 32)), Reversed).AsUInt32();

    // Written out: made of one of 128 bits, it would be put together anew for each row.
    private static Vector256<byte> Reversed => Vector256.Create(0x0405060700010203UL, 0x0c0d0e0f08090a0bUL, 0x0405060700010203UL, 0x0c0d0e0f08090a0bUL).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> x, int by) => (x << by) | (x >>> (32 - by));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Xor(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => x ^ y ^ z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Majority(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => (x & y) | ((x | y) & z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Choose(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => ((y ^ z) & x) ^ z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> P0(Vector256<uint> x) => Xor(x, Rotate(x, 9), Rotate(x, 17));
}
