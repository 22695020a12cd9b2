using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Trust.Crypto;

/// <summary>
/// SM3 (GB/T 32905-2016) of many messages at once: 16 of them side by side with AVX-512, 8 with AVX2, one after another elsewhere. One message is bound by the chain of its
/// own rounds; several are not. Messages may have any lengths; those of like length use the lanes best. Not for secrets: message and padding stay on the stack.
/// </summary>
public static class Sm3Batch
{
    // Blocks that are fetched of a message at once: where it stands in memory is asked for only once for all of them.
    private const int MostSteps = 4;

    /// <summary>How many messages are hashed side by side here: 16, 8 or 1.</summary>
    public static int Lanes => Sm3Lanes512.IsSupported ? Sm3Lanes512.Lanes : Sm3Lanes256.IsSupported ? Sm3Lanes256.Lanes : 1;

    /// <summary>Digests of messages.</summary>
    /// <param name="messages">The messages.</param>
    /// <returns>32 bytes a message, in their order.</returns>
    public static byte[][] HashData(IReadOnlyCollection<byte[]> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var hashes = new byte[messages.Count * Sm3.HashSizeInBytes];
        HashData([.. messages.Select(message => (ReadOnlyMemory<byte>)message)], hashes);
        return [.. hashes.Chunk(Sm3.HashSizeInBytes)];
    }

    /// <summary>Digests of messages, one after another.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="hashes">Receives 32 bytes a message, in their order; no part of a message may lie there.</param>
    /// <exception cref="ArgumentException"><paramref name="hashes"/> is too short.</exception>
    public static void HashData(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<byte> hashes)
    {
        if (hashes.Length < (long)messages.Length * Sm3.HashSizeInBytes)
        {
            throw new ArgumentException("The buffer holds less than 32 bytes a message.", nameof(hashes));
        }

        // Fewer than a third of the lanes would take longer than one message after another.
        if (Lanes == 1 || messages.Length < Lanes / 3)
        {
            for (var index = 0; index < messages.Length; index++)
            {
                Sm3.HashData(messages[index].Span, hashes.Slice(index * Sm3.HashSizeInBytes, Sm3.HashSizeInBytes));
            }

            return;
        }

        HashSideBySide(messages, hashes, Lanes);
    }

    private static void HashSideBySide(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<byte> hashes, int lanes)
    {
        var row = Sm3Block.Size * lanes;
        Span<uint> state = stackalloc uint[Sm3Block.StateWords * lanes];
        Span<byte> blocks = stackalloc byte[row * MostSteps];
        Span<uint> words = stackalloc uint[Sm3Block.ExpandedWords * lanes];
        Span<Lane> taken = stackalloc Lane[lanes];
        var (next, open) = (0, 0);
        for (var lane = 0; lane < lanes; lane++)
        {
            Begin(messages, ref next, ref open, taken, lane, state, lanes);
        }

        while (open > 0)
        {
            // Until the first of them ends.
            var steps = MostSteps;
            foreach (ref var lane in taken)
            {
                steps = lane.IsOpen ? Math.Min(steps, lane.Blocks - lane.Block) : steps;
            }

            for (var lane = 0; lane < lanes; lane++)
            {
                if (taken[lane].IsOpen)
                {
                    var message = messages[taken[lane].Message].Span;
                    for (var step = 0; step < steps; step++)
                    {
                        Fill(message, taken[lane].Block++, taken[lane].Blocks, blocks.Slice(step * row + lane * Sm3Block.Size, Sm3Block.Size));
                    }
                }
            }

            for (var step = 0; step < steps; step++)
            {
                if (lanes == Sm3Lanes512.Lanes)
                {
                    Sm3Lanes512.Compress(state, blocks.Slice(step * row, row), words);
                }
                else
                {
                    Sm3Lanes256.Compress(state, blocks.Slice(step * row, row), words);
                }
            }

            for (var lane = 0; lane < lanes; lane++)
            {
                if (taken[lane].IsOpen && taken[lane].Block == taken[lane].Blocks)
                {
                    for (var word = 0; word < Sm3Block.StateWords; word++)
                    {
                        BinaryPrimitives.WriteUInt32BigEndian(hashes[(taken[lane].Message * Sm3.HashSizeInBytes + word * 4)..], state[word * lanes + lane]);
                    }

                    open--;
                    taken[lane].IsOpen = false;
                    Begin(messages, ref next, ref open, taken, lane, state, lanes);
                }
            }
        }
    }

    private static void Begin(ReadOnlySpan<ReadOnlyMemory<byte>> messages, ref int next, ref int open, Span<Lane> taken, int lane, Span<uint> state, int lanes)
    {
        if (next == messages.Length)
        {
            return;
        }

        // One byte 0x80 and eight of the length at least.
        taken[lane] = new Lane { Message = next, Blocks = (int)(((long)messages[next].Length + 9 + Sm3Block.Size - 1) / Sm3Block.Size), IsOpen = true };
        for (var word = 0; word < Sm3Block.StateWords; word++)
        {
            state[word * lanes + lane] = Sm3Block.InitialState[word];
        }

        next++;
        open++;
    }

    // Clause 5.2.
    private static void Fill(ReadOnlySpan<byte> message, int number, int blocks, Span<byte> block)
    {
        var start = (long)number * Sm3Block.Size;
        if (start + Sm3Block.Size <= message.Length)
        {
            // A register's size, which is copied sooner than a range that may have any.
            Vector512.LoadUnsafe(in message.Slice((int)start, Sm3Block.Size)[0]).StoreUnsafe(ref block[0]);
            return;
        }

        block.Clear();
        var rest = (int)Math.Max(0, message.Length - start);
        if (rest > 0)
        {
            message[(int)start..].CopyTo(block);
        }

        if (start <= message.Length)
        {
            block[rest] = 0x80;
        }

        if (number == blocks - 1)
        {
            BinaryPrimitives.WriteUInt64BigEndian(block[(Sm3Block.Size - 8)..], (ulong)message.Length * 8);
        }
    }

    private struct Lane
    {
        internal int Message;
        internal int Block;
        internal int Blocks;
        internal bool IsOpen;
    }
}
