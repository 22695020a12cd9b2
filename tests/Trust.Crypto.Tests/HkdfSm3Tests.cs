using System.Security.Cryptography;
using FsCheck;
using FsCheck.Xunit;
using Trust.Crypto.Tests.Peers;

namespace Trust.Crypto.Tests;

public class HkdfSm3Tests
{
    [Fact]
    public void Keyed_hash_and_derived_keys_agree_with_OpenSSL()
    {
        using var tool = new Tool();
        foreach (var keyLength in new[] { 1, 32, 64, 65, 100 })
        {
            var key = RandomNumberGenerator.GetBytes(keyLength);
            var message = RandomNumberGenerator.GetBytes(77);
            tool.Write("message", message);
            var (_, mac) = tool.OpenSsl("mac", "-digest", "SM3", "-macopt", $"hexkey:{Convert.ToHexString(key)}", "-in", "message", "HMAC");
            Assert.Equal(mac.Trim(), Convert.ToHexString(HmacSm3.HashData(key, message)));

            var (_, derived) = tool.OpenSsl(
                "kdf", "-keylen", "75", "-kdfopt", "digest:SM3", "-kdfopt", $"hexkey:{Convert.ToHexString(key)}",
                "-kdfopt", "salt:grains", "-kdfopt", "info:purpose", "HKDF");
            Assert.Equal(derived.Trim().Replace(":", "", StringComparison.Ordinal), Convert.ToHexString(HkdfSm3.DeriveKey(key, "grains"u8, "purpose"u8, 75)));
        }
    }

    [Property]
    public void Keyed_hash_is_verified_and_a_changed_one_is_not(byte[] key, byte[] message, PositiveInt position)
    {
        var mac = HmacSm3.HashData(key, message);
        Assert.True(HmacSm3.Verify(key, message, mac));
        Assert.False(HmacSm3.Verify(key, message, mac.AsSpan(0, 31)));
        mac[position.Get % 32] ^= 4;
        Assert.False(HmacSm3.Verify(key, message, mac));
    }

    [Fact]
    public void Shorter_output_is_the_start_of_a_longer_one()
    {
        var longest = HkdfSm3.DeriveKey("secret"u8, default, "info"u8, HkdfSm3.MaxOutputSizeInBytes);
        foreach (var length in new[] { 1, 31, 32, 33, 64, 8159 })
        {
            Assert.Equal(longest[..length], HkdfSm3.DeriveKey("secret"u8, default, "info"u8, length));
        }
    }

    [Fact]
    public void Output_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentException>(() => HkdfSm3.DeriveKey("secret"u8, default, default, 0));
        Assert.Throws<ArgumentException>(() => HkdfSm3.DeriveKey("secret"u8, default, default, 8161));
        Assert.Throws<ArgumentException>(() => HkdfSm3.DeriveKey("secret"u8, default, default, Span<byte>.Empty));
    }
}
