namespace Trust.Crypto.Tests;

public class Sm3BatchTests
{
    [Fact]
    public void Every_length_up_to_five_blocks_gives_the_digest_of_one_message()
    {
        var random = new Random(5);
        var messages = Enumerable.Range(0, 321).Select(length => Message(random, length)).ToArray();
        Check(messages);
        Check([.. messages.Reverse()]);
        Check([.. messages.OrderBy(message => message.Span.Length > 0 ? message.Span[0] : 0)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(33)]
    public void Any_number_of_messages_of_mixed_lengths(int count)
    {
        var random = new Random(count);
        Check([.. Enumerable.Range(0, count).Select(index => Message(random, index % 3 == 0 ? 20_000 + index : random.Next(200)))]);
    }

    [Fact]
    public void Short_buffer_is_refused() =>
        Assert.Throws<ArgumentException>(() => Sm3Batch.HashData([new byte[1], new byte[2]], new byte[63]));

    private static void Check(ReadOnlyMemory<byte>[] messages)
    {
        var hashes = new byte[32 * messages.Length];
        Sm3Batch.HashData(messages, hashes);
        for (var index = 0; index < messages.Length; index++)
        {
            Assert.True(Sm3.HashData(messages[index].Span).AsSpan().SequenceEqual(hashes.AsSpan(32 * index, 32)), $"message {index} of {messages[index].Length} bytes, {Sm3Batch.Lanes} lanes");
        }
    }

    private static ReadOnlyMemory<byte> Message(Random random, int length)
    {
        var message = new byte[length];
        random.NextBytes(message);
        return message;
    }
}
