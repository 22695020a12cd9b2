using System.Runtime.CompilerServices;
using Trust.Crypto.Keys;

namespace Trust.Crypto;

/// <summary>A message with its signature and the key that is to have made it, over the default user id.</summary>
/// <param name="Key">Public key.</param>
/// <param name="Data">The message.</param>
/// <param name="Signature">The signature.</param>
/// <param name="Format">DER or raw.</param>
public readonly record struct Sm2Signed(Sm2PublicKey Key, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Signature, SignatureFormat Format = SignatureFormat.Der);

/// <summary>
/// Many SM2 signatures at once (GB/T 32918.2-2016): eight side by side with AVX-512, four with AVX2, one after another elsewhere; keys may be mixed. Each is judged by itself, exactly as
/// <see cref="Sm2PublicKey"/> judges it. Signatures of a key that has not checked much yet go one by one.
/// </summary>
public static class Sm2Batch
{
    // Messages are hashed and held together so many at a time.
    private const int Chunk = 256;

    // Longer messages are hashed where they stand instead of being copied behind ZA.
    private const int LargestCopied = 4096;

    /// <summary>How many signatures are treated side by side here: 8, 4 or 1.</summary>
    public static int Lanes => SignatureLanes.Lanes;

    /// <summary>Verifies.</summary>
    /// <param name="signatures">Messages, signatures and keys.</param>
    /// <param name="results">Receives true for each signature that holds, in their order.</param>
    /// <exception cref="ArgumentException"><paramref name="results"/> is too short.</exception>
    public static void Verify(ReadOnlySpan<Sm2Signed> signatures, Span<bool> results)
    {
        if (results.Length < signatures.Length)
        {
            throw new ArgumentException("There is less room than there are signatures.", nameof(results));
        }

        for (var start = 0; start < signatures.Length; start += Chunk)
        {
            var count = Math.Min(Chunk, signatures.Length - start);
            VerifyChunk(signatures.Slice(start, count), results.Slice(start, count));
        }
    }

    /// <summary>Signs messages with the default user id, in the same time for every key and nonce.</summary>
    /// <param name="key">The key.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="format">DER or raw.</param>
    /// <returns>A signature a message, in their order.</returns>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public static byte[][] Sign(Sm2PrivateKey key, ReadOnlySpan<ReadOnlyMemory<byte>> messages, SignatureFormat format = SignatureFormat.Der)
    {
        ArgumentNullException.ThrowIfNull(key);
        var signatures = new byte[messages.Length][];
        var parts = new (Sm2PublicKey Key, ReadOnlyMemory<byte> Data)[Math.Min(Chunk, messages.Length)];
        for (var start = 0; start < messages.Length; start += Chunk)
        {
            var count = Math.Min(Chunk, messages.Length - start);
            for (var index = 0; index < count; index++)
            {
                parts[index] = (key.PublicKey, messages[start + index]);
            }

            var digests = Digests(parts.AsSpan(0, count));
            for (var index = 0; index < count; index += SignatureLanes.Lanes)
            {
                var taken = Math.Min(SignatureLanes.Lanes, count - index);
                Sign(key, digests.AsSpan(32 * index, 32 * taken), signatures.AsSpan(start + index, taken), format);
            }
        }

        Secrets.OverwriteStack();
        return signatures;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Sign(Sm2PrivateKey key, ReadOnlySpan<byte> digests, Span<byte[]> signatures, SignatureFormat format)
    {
        if (SignatureLanes.IsSupported && signatures.Length >= SignatureLanes.FewestMade)
        {
            key.SignSideBySide(digests, signatures, format);
            return;
        }

        for (var index = 0; index < signatures.Length; index++)
        {
            signatures[index] = key.SignDigest(digests.Slice(32 * index, 32), format);
        }
    }

    private static void VerifyChunk(ReadOnlySpan<Sm2Signed> signatures, Span<bool> results)
    {
        var parts = new (Sm2PublicKey Key, ReadOnlyMemory<byte> Data)[signatures.Length];
        for (var index = 0; index < parts.Length; index++)
        {
            parts[index] = (signatures[index].Key, signatures[index].Data);
        }

        var digests = Digests(parts);
        var (waiting, places, count) = (new SignatureCheck[SignatureLanes.Lanes], new int[SignatureLanes.Lanes], 0);
        for (var index = 0; index < signatures.Length; index++)
        {
            if (!SignatureCheck.TryRead(signatures[index].Key, digests.AsSpan(32 * index, 32), signatures[index].Signature.Span, signatures[index].Format, out var check))
            {
                results[index] = false;
            }
            else if (SignatureLanes.IsSupported && check.Table is not null)
            {
                (waiting[count], places[count]) = (check, index);
                count++;
            }
            else
            {
                results[index] = check.Holds();
            }

            if (count == SignatureLanes.Lanes || (count > 0 && index == signatures.Length - 1))
            {
                Settle(waiting.AsSpan(0, count), places, results);
                count = 0;
            }
        }
    }

    private static void Settle(ReadOnlySpan<SignatureCheck> checks, ReadOnlySpan<int> places, Span<bool> results)
    {
        Span<bool> holds = stackalloc bool[SignatureLanes.MostLanes];
        var isMany = checks.Length >= SignatureLanes.FewestChecked;
        if (isMany)
        {
            SignatureLanes.Verify(checks, holds);
        }

        for (var lane = 0; lane < checks.Length; lane++)
        {
            results[places[lane]] = isMany ? holds[lane] : checks[lane].Holds();
        }
    }

    // e = SM3(ZA || M) of each.
    private static byte[] Digests(ReadOnlySpan<(Sm2PublicKey Key, ReadOnlyMemory<byte> Data)> parts)
    {
        var size = 0;
        foreach (var (_, data) in parts)
        {
            size += data.Length <= LargestCopied ? Sm3.HashSizeInBytes + data.Length : 0;
        }

        var (copies, messages, at) = (new byte[size], new ReadOnlyMemory<byte>[parts.Length], 0);
        for (var index = 0; index < parts.Length; index++)
        {
            var (key, data) = parts[index];
            if (data.Length <= LargestCopied)
            {
                key.DefaultZa.CopyTo(copies.AsSpan(at));
                data.Span.CopyTo(copies.AsSpan(at + Sm3.HashSizeInBytes));
                messages[index] = copies.AsMemory(at, Sm3.HashSizeInBytes + data.Length);
                at += messages[index].Length;
            }
        }

        var digests = new byte[Sm3.HashSizeInBytes * parts.Length];
        Sm3Batch.HashData(messages, digests);
        for (var index = 0; index < parts.Length; index++)
        {
            if (parts[index].Data.Length > LargestCopied)
            {
                parts[index].Key.ComputeDefaultE(parts[index].Data.Span, digests.AsSpan(Sm3.HashSizeInBytes * index, Sm3.HashSizeInBytes));
            }
        }

        return digests;
    }
}
