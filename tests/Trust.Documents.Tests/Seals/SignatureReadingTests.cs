using Trust.Documents.Seals;
using static Trust.Documents.Tests.Seals.Der;

namespace Trust.Documents.Tests.Seals;

public class SignatureReadingTests
{
    [Theory]
    [InlineData(1, SesVersion.V1)]
    [InlineData(4, SesVersion.V4)]
    [InlineData(5, SesVersion.V5)]
    public void Every_edition_is_read_and_the_value_is_over_TBS_Sign_as_stored(int version, SesVersion expected)
    {
        var signature = SealMaking.ReadSignature(Pieces(version).Signature());
        Assert.Equal(expected, signature.Version);
        Assert.Equal(version, signature.TbsVersion);
        Assert.Equal(32, signature.DataHash.Length);
        Assert.Equal("/Doc_0/Signs/Sign_0/Signature.xml", signature.PropertyInfo);
        Assert.Equal(new DateTimeOffset(2026, 1, 11, 0, 0, 0, TimeSpan.Zero), signature.Time.Instant);
        Assert.Empty(signature.Remarks);
        Assert.True(SignatureValueFacts.Examine(signature.ToSign.Span, signature.SignatureValue.Span, signature.SignatureAlgorithm, signature.ReadSignerCertificate()!).Holds);
    }

    [Theory]
    [InlineData("2026-01-11 08:00:00", SesRemarks.TimeWithoutZone)]
    [InlineData("2026-01-11T00:00:00.000Z", SesRemarks.TimeNotation)]
    [InlineData("2026-01-11T08:00:00+08:00", SesRemarks.TimeNotation)]
    [InlineData("20260111080000", SesRemarks.TimeWithoutZone)]
    [InlineData("20260111000000Z", null)]
    [InlineData("260111000000Z", null)]
    public void Texts_of_makers_are_read_as_times(string text, string? remark)
    {
        var signature = SealMaking.ReadSignature((SealPieces.Old with { TimeInfo = Bits(System.Text.Encoding.ASCII.GetBytes(text)) }).Signature());
        Assert.Equal(new DateTimeOffset(2026, 1, 11, 0, 0, 0, TimeSpan.Zero), signature.Time.Instant);
        Assert.Equal(text, signature.Time.Text);
        Assert.Equal(remark, signature.Remarks.Select(one => one.Code).SingleOrDefault());
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("99999999999999Z")]
    public void Text_that_is_no_time_stays_text(string text)
    {
        var signature = SealMaking.ReadSignature((SealPieces.Old with { TimeInfo = Bits(System.Text.Encoding.ASCII.GetBytes(text)) }).Signature());
        Assert.Null(signature.Time.Instant);
        Assert.Equal(text, signature.Time.Text);
    }

    [Fact]
    public void Octet_strings_in_place_of_bit_strings_are_remarked()
    {
        var signature = SealMaking.ReadSignature((SealPieces.Old with { TimeInfo = Octets("20260111000000Z"u8.ToArray()), DataHash = Octets(new byte[32]) }).Signature());
        Assert.Equal(2, signature.Remarks.Count(remark => remark.Code == SesRemarks.OctetStringForBitString));
        Assert.Equal(32, signature.DataHash.Length);
    }

    [Fact]
    public void Time_stamp_is_read_in_three_forms_and_only_the_right_one_is_without_a_remark()
    {
        var token = new byte[] { 9, 8, 7 };
        foreach (var (form, isRemarked) in new[] { (Tlv(0xa0, Bits(token)), false), (Tlv(0x80, [0], token), true), (Bits(token), true) })
        {
            var signature = SealMaking.ReadSignature(new SealPieces { SignatureTimeStamp = [form] }.Signature());
            Assert.Equal(token, signature.TimeStamp!.Value.ToArray());
            Assert.Equal(isRemarked, signature.Remarks.Any(remark => remark.Code == SesRemarks.TimeStampTag));
        }

        Assert.Null(SealMaking.ReadSignature(new SealPieces().Signature()).TimeStamp);
        Refuse(new SealPieces { SignatureTimeStamp = [Int(1)] }.Signature(), SesFaults.Structure);
    }

    [Fact]
    public void Extensions_of_TBS_Sign_are_read()
    {
        var extension = Sequence(Sequence(Oid("2.999.1"), [0x01, 0x01, 0xff], Octets(new byte[] { 5 })));
        var signature = SealMaking.ReadSignature(new SealPieces { TbsExtensions = [Tlv(0xa0, extension)] }.Signature());
        Assert.True(Assert.Single(signature.Extensions) is { Type: "2.999.1", IsCritical: true });
    }

    [Fact]
    public void Signature_of_one_edition_around_a_seal_of_another_is_refused()
    {
        var tbs = Sequence(
            Int(1), new SealPieces().Seal(), Bits("20260111000000Z"u8.ToArray()), Bits(new byte[32]), Ia5("x"), Octets(SealMaking.Signer.Encoded), Oid(Trust.Crypto.Oids.Sm2WithSm3));
        Refuse(Sequence(tbs, Bits(SealMaking.SignerKey.Sign(tbs))), SesFaults.MixedVersions);
    }

    [Fact]
    public void Wrong_number_of_fields_is_refused()
    {
        Refuse(Sequence(Int(1), Int(2), Int(3)), SesFaults.Version);
        Refuse(Sequence(Sequence(Int(1)), Bits(new byte[1])), SesFaults.Structure);
        Refuse(new byte[] { 0x30, 0x80 }, SesFaults.Structure);
    }

    [Fact]
    public void Bytes_after_the_signature_are_counted() =>
        Assert.Equal(1, SealMaking.ReadSignature([.. new SealPieces().Signature(), 7]).TrailingByteCount);

    private static SealPieces Pieces(int version) => version == 1 ? SealPieces.Old : new() { HeaderVersion = version };

    private static void Refuse(byte[] encoded, string code)
    {
        Assert.False(SesSignature.TryParse(encoded, out var signature, out var fault));
        Assert.Null(signature);
        Assert.Equal(code, fault.Code);
    }
}
