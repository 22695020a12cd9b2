using FsCheck.Xunit;

namespace Trust.Crypto.Tests;

public class Sm3Tests
{
    [Fact]
    public void Hash_examples_of_the_standard_are_reproduced_and_one_changed_byte_changes_them()
    {
        foreach (var vector in TestFiles.Vector("gbt-32905", "hash.json").GetProperty("cases").EnumerateArray())
        {
            var message = vector.Hex("message");
            Assert.Equal(vector.Hex("hash"), Sm3.HashData(message));
            message[^1] ^= 1;
            Assert.NotEqual(vector.Hex("hash"), Sm3.HashData(message));
        }
    }

    [Property]
    public void Message_in_pieces_has_the_hash_of_the_whole(byte[] first, byte[] second)
    {
        using var hasher = new Sm3Hasher();
        hasher.Append(first);
        hasher.Append(second);
        Assert.Equal(Sm3.HashData([.. first, .. second]), hasher.GetHashAndReset());
        Assert.Equal(Sm3.HashData([]), hasher.GetHashAndReset());
    }

    [Property]
    public void Copies_go_on_from_what_was_taken_and_leave_it_alone(byte[] beginning, byte[] first, byte[] second)
    {
        using var begun = new Sm3Hasher();
        begun.Append(beginning);
        using var one = begun.Clone();
        one.Append(first);
        using var other = begun.Clone();
        other.Append(second);
        Assert.Equal(Sm3.HashData([.. beginning, .. first]), one.GetHashAndReset());
        Assert.Equal(Sm3.HashData([.. beginning, .. second]), other.GetHashAndReset());
        Assert.Equal(Sm3.HashData(beginning), begun.GetHashAndReset());
    }

    [Fact]
    public async Task Stream_has_the_hash_of_its_bytes()
    {
        var message = new byte[200_001];
        Random.Shared.NextBytes(message);
        using var stream = new MemoryStream(message);
        Assert.Equal(Sm3.HashData(message), await Sm3Hasher.HashDataAsync(stream));
    }

    [Fact]
    public void Short_buffer_is_refused()
    {
        using var hasher = new Sm3Hasher();
        Assert.Throws<ArgumentException>(() => Sm3.HashData("abc"u8, new byte[31]));
        Assert.Throws<ArgumentException>(() => hasher.GetHashAndReset(new byte[31]));
    }
}
