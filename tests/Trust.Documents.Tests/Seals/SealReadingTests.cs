using Trust.Crypto;
using Trust.Documents.Seals;
using static Trust.Documents.Tests.Seals.Der;

namespace Trust.Documents.Tests.Seals;

public class SealReadingTests
{
    [Theory]
    [InlineData(1, SesVersion.V1)]
    [InlineData(4, SesVersion.V4)]
    [InlineData(5, SesVersion.V5)]
    public void Every_edition_is_read_and_the_makers_signature_is_over_the_right_bytes(int version, SesVersion expected)
    {
        var pieces = version == 1 ? SealPieces.Old : new SealPieces { HeaderVersion = version };
        var seal = SealMaking.Read(pieces.Seal());
        Assert.Equal(expected, seal.Version);
        Assert.Equal(("9901000000001", "局", "Trust"), (seal.SealId, seal.Name, seal.Header.VendorId));
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), seal.ValidEnd.Instant);
        Assert.Equal((42, 40), (seal.Picture.WidthInMillimetres, seal.Picture.HeightInMillimetres));
        Assert.Empty(seal.Remarks);
        Assert.True(Examine(seal).Holds);
        Assert.Equal(SesListing.Listed, seal.Lists(SealMaking.Signer.Encoded.Span));
        Assert.Equal(SesListing.NotListed, seal.Lists(SealMaking.Maker.Encoded.Span));
        Assert.Null(seal.TimeStamp);
    }

    [Fact]
    public void Signature_over_eSealInfo_alone_does_not_hold_in_the_2014_edition()
    {
        var seal = SealMaking.Read(SealPieces.Old.Seal());
        Assert.NotEqual(seal.SignedBytes.ToArray(), SealPieces.Old.Info);
        Assert.False(SignatureValueFacts.Examine(SealPieces.Old.Info, seal.SignatureValue.Span, seal.SignatureAlgorithm, SealMaking.Maker).Holds);
    }

    [Fact]
    public void Other_number_in_the_header_of_the_2014_edition_is_remarked()
    {
        // Written with the fields of the old edition, as makers do.
        var seal = SealMaking.Read(Sequence(ReplaceVersion(SealPieces.Old.Info, 11), Sequence(Octets(SealMaking.Maker.Encoded), Oid(Oids.Sm2WithSm3), Bits(new byte[70]))));
        Assert.Equal(SesVersion.V1, seal.Version);
        Assert.Equal([SesRemarks.HeaderVersion], seal.Remarks.Select(remark => remark.Code));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void Unknown_version_in_a_seal_of_four_fields_is_refused(int version) =>
        Refuse(new SealPieces { HeaderVersion = version }.Seal(), SesFaults.Version);

    [Fact]
    public void Fifth_field_is_a_time_stamp_in_the_2025_edition_only()
    {
        var stamp = Tlv(0xa0, Bits(new byte[] { 1, 2 }));
        Assert.Equal([1, 2], SealMaking.Read(new SealPieces { HeaderVersion = 5, TimeStamp = [stamp] }.Seal()).TimeStamp!.Value.ToArray());
        Refuse(new SealPieces { TimeStamp = [stamp] }.Seal(), SesFaults.Version);
    }

    [Fact]
    public void Header_id_other_than_ES_is_refused() => Refuse(new SealPieces { HeaderId = Ia5("EX") }.Seal(), SesFaults.HeaderId);

    [Fact]
    public void Missing_and_surplus_fields_and_wrong_types_are_refused()
    {
        Refuse([], SesFaults.Structure);
        Refuse(Int(5), SesFaults.Structure);
        Refuse(Sequence(), SesFaults.Structure);
        Refuse(new SealPieces { SealId = Utf8("x") }.Seal(), SesFaults.Structure);
        Refuse(new SealPieces { ListType = Int(3) }.Seal(), SesFaults.Structure);
        Refuse(new SealPieces { Start = Ia5("20260101000000Z") }.Seal(), SesFaults.Structure);
        Refuse(new SealPieces { Start = General("2026-99-01") }.Seal(), SesFaults.Structure);
        Refuse(new SealPieces { Extensions = [Sequence(), Sequence()] }.Seal(), SesFaults.Structure);
        Refuse(new byte[SesSeal.MaxSizeInBytes + 1], SesFaults.TooLarge);
    }

    [Fact]
    public void Bytes_after_the_seal_are_counted_and_not_part_of_it()
    {
        var der = new SealPieces().Seal();
        var seal = SealMaking.Read([.. der, 0, 0, 0]);
        Assert.Equal(3, seal.TrailingByteCount);
        Assert.Equal(der, seal.Encoded.ToArray());
        Assert.Equal(0, SealMaking.Read(der).TrailingByteCount);
    }

    [Fact]
    public void Critical_FALSE_written_out_is_remarked_and_the_stored_bytes_verify()
    {
        var extension = Sequence(Oid("1.2.156.10197.6.7.2.2.1"), [0x01, 0x01, 0x00], Octets("2.1"u8.ToArray()));
        var seal = SealMaking.Read(new SealPieces { Extensions = [Sequence(extension)] }.Seal());
        Assert.Equal([SesRemarks.DefaultEncoded], seal.Remarks.Select(remark => remark.Code));
        Assert.False(Assert.Single(seal.Extensions).IsCritical);
        Assert.True(Examine(seal).Holds);

        var absent = Sequence(Oid("1.2.156.10197.6.7.2.2.1"), Octets("2.1"u8.ToArray()));
        Assert.Empty(SealMaking.Read(new SealPieces { Extensions = [Sequence(absent)] }.Seal()).Remarks);
    }

    [Fact]
    public void Extensions_under_a_context_tag_and_text_as_type_are_remarked()
    {
        var extension = Sequence(Tlv(0x06, "vendor.key"u8.ToArray()), Octets(new byte[] { 1 }));
        var seal = SealMaking.Read(new SealPieces { Extensions = [Tlv(0xa0, Sequence(extension))] }.Seal());
        Assert.Equal("text:vendor.key", Assert.Single(seal.Extensions).Type);
        Assert.Equal([SesRemarks.ExtensionTypeAsText, SesRemarks.ExtensionsTagged], seal.Remarks.Select(remark => remark.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void List_of_digests_names_a_certificate_by_OID_or_name()
    {
        var digest = Sm3.HashData(SealMaking.Signer.Encoded.Span);
        foreach (var label in new[] { "SM3", "sm3", "1.2.156.10197.1.401" })
        {
            Assert.Equal(SesListing.Listed, Listing(Tlv(0x13, System.Text.Encoding.ASCII.GetBytes(label)), digest));
        }

        Assert.Equal(SesListing.Listed, Listing(Oid(Oids.Sm3), digest));
        digest[0] ^= 1;
        Assert.Equal(SesListing.NotListed, Listing(Oid(Oids.Sm3), digest));
        Assert.Equal(SesListing.Undecidable, Listing(Tlv(0x13, "MD5"u8.ToArray()), digest));
    }

    [Fact]
    public void Text_in_place_of_a_certificate_names_nobody()
    {
        var seal = SealMaking.Read((SealPieces.Old with { List = Sequence(Ia5("user-7")) }).Seal());
        Assert.Equal([SesRemarks.CertificateAsText], seal.Remarks.Select(remark => remark.Code));
        Assert.Equal("user-7", seal.Certificates[0].Label);
        Assert.Equal(SesListing.Undecidable, seal.Lists(SealMaking.Signer.Encoded.Span));
    }

    [Fact]
    public void Times_of_the_other_ASN1_type_are_remarked()
    {
        Assert.Contains(SealMaking.Read(new SealPieces { Start = Utc("260101000000Z") }.Seal()).Remarks, remark => remark.Code == SesRemarks.TimeNotation);
        Assert.Contains(SealMaking.Read((SealPieces.Old with { Start = General("20260101000000Z") }).Seal()).Remarks, remark => remark.Code == SesRemarks.TimeNotation);
        Assert.Equal(1999, SealMaking.Read((SealPieces.Old with { Start = Utc("990101000000Z") }).Seal()).ValidStart.Instant!.Value.Year);
        Assert.Equal(2049, SealMaking.Read((SealPieces.Old with { End = Utc("490101000000Z") }).Seal()).ValidEnd.Instant!.Value.Year);
    }

    private static SesListing Listing(byte[] label, byte[] digest) =>
        SealMaking.Read(new SealPieces { ListType = Int(2), List = Sequence(Sequence(label, Octets(digest))) }.Seal()).Lists(SealMaking.Signer.Encoded.Span);

    private static SignatureValueFacts Examine(SesSeal seal) =>
        SignatureValueFacts.Examine(seal.SignedBytes.Span, seal.SignatureValue.Span, seal.SignatureAlgorithm, seal.ReadMakerCertificate()!);

    private static void Refuse(byte[] encoded, string code)
    {
        Assert.False(SesSeal.TryParse(encoded, out var seal, out var fault));
        Assert.Null(seal);
        Assert.Equal(code, fault.Code);
    }

    private static byte[] ReplaceVersion(byte[] info, byte version)
    {
        var changed = (byte[])info.Clone();
        changed[changed.AsSpan().IndexOf(new byte[] { 0x02, 0x01, 0x01 }) + 2] = version;
        return changed;
    }
}
