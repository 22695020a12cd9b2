using System.Numerics;
using Trust.Crypto.Keys;

namespace Trust.Crypto.Tests.Sm2;

public class Sm2SignatureEncodingTests
{
    private const string Order = "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123";

    [Theory]
    [InlineData("3006020101020102", Sm2SignatureFault.None)]
    [InlineData("300702020081020101", Sm2SignatureFault.None)]
    [InlineData("", Sm2SignatureFault.NotASequenceOfTwoIntegers)]
    [InlineData("30", Sm2SignatureFault.NotASequenceOfTwoIntegers)]
    [InlineData("3000", Sm2SignatureFault.NotASequenceOfTwoIntegers)]
    [InlineData("3003020101", Sm2SignatureFault.NotASequenceOfTwoIntegers)]
    [InlineData("3106020101020102", Sm2SignatureFault.NotASequenceOfTwoIntegers)]
    [InlineData("3006040101020102", Sm2SignatureFault.NotASequenceOfTwoIntegers)]
    [InlineData("3006020101030102", Sm2SignatureFault.NotASequenceOfTwoIntegers)]
    [InlineData("3006020101020202", Sm2SignatureFault.NotASequenceOfTwoIntegers)]
    [InlineData("3007020101020102", Sm2SignatureFault.NotASequenceOfTwoIntegers)]
    [InlineData("308106020101020102", Sm2SignatureFault.NotASequenceOfTwoIntegers)]
    [InlineData("30800201010201020000", Sm2SignatureFault.NotASequenceOfTwoIntegers)]
    [InlineData("300702810101020102", Sm2SignatureFault.NotASequenceOfTwoIntegers)]
    [InlineData("300602010102010200", Sm2SignatureFault.TrailingBytes)]
    [InlineData("300702010102010200", Sm2SignatureFault.TrailingBytes)]
    [InlineData("3009020101020102020103", Sm2SignatureFault.TrailingBytes)]
    [InlineData("300702020001020102", Sm2SignatureFault.NonMinimalInteger)]
    [InlineData("300702010102020002", Sm2SignatureFault.NonMinimalInteger)]
    [InlineData("30070202ff81020102", Sm2SignatureFault.NonMinimalInteger)]
    [InlineData("30050200020101", Sm2SignatureFault.NonMinimalInteger)]
    [InlineData("3006020181020102", Sm2SignatureFault.NegativeInteger)]
    [InlineData("30060201010201ff", Sm2SignatureFault.NegativeInteger)]
    [InlineData("3006020100020102", Sm2SignatureFault.Zero)]
    [InlineData("3006020101020100", Sm2SignatureFault.Zero)]
    public void Der_form_is_read_strictly(string der, Sm2SignatureFault expected)
    {
        var raw = new byte[64];
        Assert.Equal(expected == Sm2SignatureFault.None, Sm2SignatureEncoding.TryReadDer(Convert.FromHexString(der), raw, out var fault));
        Assert.Equal(expected, fault);
        Assert.True(expected == Sm2SignatureFault.None || raw.All(b => b == 0));
    }

    [Theory]
    [InlineData(-1, Sm2SignatureFault.None)]
    [InlineData(0, Sm2SignatureFault.NotBelowOrder)]
    [InlineData(1, Sm2SignatureFault.NotBelowOrder)]
    public void Numbers_end_below_the_order(int offset, Sm2SignatureFault expected)
    {
        var number = (new BigInteger(Convert.FromHexString(Order), isUnsigned: true, isBigEndian: true) + offset).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] one = [.. new byte[31], 1];
        Assert.Equal(expected == Sm2SignatureFault.None, Sm2SignatureEncoding.IsValidRaw([.. number, .. one], out var fault));
        Assert.Equal(expected, fault);
        Sm2SignatureEncoding.IsValidRaw([.. one, .. number], out fault);
        Assert.Equal(expected, fault);

        byte[] der = [0x30, 0x26, 0x02, 0x21, 0x00, .. number, 0x02, 0x01, 0x01];
        Sm2SignatureEncoding.TryReadDer(der, new byte[64], out fault);
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Integer_of_more_than_32_octets_is_refused()
    {
        byte[] der = [0x30, 0x26, 0x02, 0x21, 0x01, .. new byte[32], 0x02, 0x01, 0x01];
        Assert.False(Sm2SignatureEncoding.TryReadDer(der, new byte[64], out var fault));
        Assert.Equal(Sm2SignatureFault.NotBelowOrder, fault);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    public void Raw_form_of_another_length_is_refused(int length)
    {
        Assert.False(Sm2SignatureEncoding.IsValidRaw(new byte[length], out var fault));
        Assert.Equal(Sm2SignatureFault.WrongLength, fault);
    }

    [Fact]
    public void Signature_with_trailing_byte_is_refused()
    {
        using var key = Sm2PrivateKey.Generate();
        foreach (var format in new[] { SignatureFormat.Der, SignatureFormat.Raw })
        {
            var signature = key.Sign("message"u8, format);
            Assert.True(key.PublicKey.Verify("message"u8, signature, format));
            Assert.False(key.PublicKey.Verify("message"u8, [.. signature, 0], format));
            Assert.False(key.PublicKey.Verify("message"u8, signature.AsSpan(0, signature.Length - 1), format));
        }
    }

    [Fact]
    public void Signature_in_the_other_format_is_refused()
    {
        using var key = Sm2PrivateKey.Generate();
        Assert.False(key.PublicKey.Verify("message"u8, key.Sign("message"u8, SignatureFormat.Raw)));
        Assert.False(key.PublicKey.Verify("message"u8, key.Sign("message"u8), SignatureFormat.Raw));
    }

    [Fact]
    public void Signature_with_s_replaced_by_its_negative_is_refused()
    {
        using var key = Sm2PrivateKey.Generate();
        var order = new BigInteger(Convert.FromHexString(Order), isUnsigned: true, isBigEndian: true);
        var raw = key.Sign("message"u8, SignatureFormat.Raw);
        var negative = (order - new BigInteger(raw.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        Assert.False(key.PublicKey.Verify("message"u8, [.. raw.AsSpan(0, 32), .. new byte[32 - negative.Length], .. negative], SignatureFormat.Raw));
    }

    [Fact]
    public void Signature_whose_numbers_add_up_to_the_order_is_refused()
    {
        // t = 0 (GB/T 32918.2 clause 7.1, B5) would make the public key irrelevant.
        using var key = Sm2PrivateKey.Generate();
        var order = new BigInteger(Convert.FromHexString(Order), isUnsigned: true, isBigEndian: true);
        var s = (order - 1).ToByteArray(isUnsigned: true, isBigEndian: true);
        Assert.False(key.PublicKey.Verify("message"u8, [.. new byte[31], 1, .. s], SignatureFormat.Raw));
    }

    [Fact]
    public void Der_and_raw_forms_convert_into_each_other()
    {
        using var key = Sm2PrivateKey.Generate();
        for (var i = 0; i < 300; i++)
        {
            var raw = key.Sign([(byte)i], SignatureFormat.Raw);
            var der = Sm2SignatureEncoding.ToDer(raw);
            var again = new byte[64];
            Assert.True(Sm2SignatureEncoding.TryReadDer(der, again, out _));
            Assert.Equal(raw, again);
        }

        Assert.Throws<ArgumentException>(() => Sm2SignatureEncoding.ToDer(new byte[64]));
    }
}
