using Trust.Crypto;
using Trust.Documents.Seals;

namespace Trust.Documents.Tests.Seals;

public class SealWritingTests
{
    [Fact]
    public void Seal_holds_what_was_put_in_and_is_strict_DER()
    {
        var seal = SealMaking.Seal;
        Assert.Equal(SesVersion.V4, seal.Version);
        Assert.Equal(("9901000000001", "澜江市民政局（样章）", 1), (seal.SealId, seal.Name, seal.Type));
        Assert.Equal(SealMaking.Start.AddYears(1), seal.ValidEnd.Instant);
        Assert.Equal([false, true], seal.Extensions.Select(extension => extension.IsCritical));
        Assert.Empty(seal.Remarks);
        Assert.True(SignatureValueFacts.Examine(seal.SignedBytes.Span, seal.SignatureValue.Span, seal.SignatureAlgorithm, SealMaking.Maker).Holds);
    }

    [Fact]
    public void Signature_takes_the_seal_over_byte_for_byte_and_stamps_its_value()
    {
        byte[]? stamped = null;
        var signature = SealMaking.Sign(SealMaking.Signature with { Extensions = [new("2.999.1", false, new byte[] { 1 })] }, value =>
        {
            stamped = value.ToArray();
            return new byte[] { 4, 5, 6 };
        });
        Assert.Equal(SealMaking.Seal.Encoded.ToArray(), signature.Seal.Encoded.ToArray());
        Assert.Equal(signature.SignatureValue.ToArray(), stamped);
        Assert.Equal([4, 5, 6], signature.TimeStamp!.Value.ToArray());
        Assert.Equal("2.999.1", signature.Extensions[0].Type);
        Assert.Empty(signature.Remarks);
        Assert.Contains("A0", Convert.ToHexString(signature.Encoded.Span[^12..]), StringComparison.Ordinal);
    }

    [Fact]
    public void Signer_who_is_not_in_the_list_is_not_written() =>
        Assert.Throws<ArgumentException>(() => SealMaking.Signature.Build(SealMaking.Maker.Encoded, tbs => SealMaking.MakerKey.Sign(tbs.Span)));

    [Fact]
    public void Values_that_cannot_be_written_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SealMaking.Make(SealMaking.Builder with { Certificates = [] }));
        Assert.Throws<ArgumentException>(() => SealMaking.Make(SealMaking.Builder with { ValidEnd = SealMaking.Start.AddDays(-1) }));
        Assert.Throws<ArgumentException>(() => SealMaking.Make(SealMaking.Builder with { SealId = "章" }));
        Assert.Throws<ArgumentException>(() => SealMaking.Make(SealMaking.Builder with { Picture = new("PNG", default, 1, 1) }));
        Assert.Throws<ArgumentException>(() => SealMaking.Sign(SealMaking.Signature with { DataHash = new byte[31] }));
        Assert.Throws<ArgumentException>(() => SealMaking.Sign(SealMaking.Signature with { PropertyInfo = "" }));
        Assert.Throws<ArgumentException>(() => SealMaking.Sign(SealMaking.Signature with { Seal = SealMaking.Read(SealPieces.Old.Seal()) }));
    }

    [Theory]
    [InlineData("zero", Sm2SignatureFault.Zero, "3006020100020101")]
    [InlineData("non-minimal", Sm2SignatureFault.NonMinimalInteger, "300702020001020101")]
    [InlineData("negative", Sm2SignatureFault.NegativeInteger, "3006020180020101")]
    [InlineData("trailing", Sm2SignatureFault.TrailingBytes, "300602010102010100")]
    public void Faults_of_the_encoding_are_named(string what, Sm2SignatureFault fault, string value)
    {
        var facts = SignatureValueFacts.Examine("m"u8, Convert.FromHexString(value), Oids.Sm2WithSm3, SealMaking.Signer);
        Assert.True(facts.Fault == fault, what);
        Assert.True(facts is { AlgorithmAccepted: true, Holds: false, HoldsAsUnsigned: false });
    }

    [Fact]
    public void Algorithm_that_does_not_belong_to_the_key_is_not_accepted() =>
        Assert.False(SignatureValueFacts.Examine("m"u8, SealMaking.SignerKey.Sign("m"u8), Oids.EcdsaWithSha256, SealMaking.Signer).AlgorithmAccepted);
}
