using System.Formats.Asn1;
using System.Numerics;
using System.Text;
using Trust.Crypto;
using Trust.Crypto.Cms;
using Trust.Documents.Seals;
using Trust.Documents.Verification;

namespace Trust.Documents.Tests.Verification.Attacks;

/// <summary>Signature values and structures that are forged, or written so that readers disagree.</summary>
public class SignatureAttacks
{
    private static readonly BigInteger Order =
        BigInteger.Parse("00FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123", System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);

    private static readonly SealingOffice Office = new();

    [Fact]
    public void Signature_as_it_should_be_passes() => Office.Verify(Office.SealDocument()).Passes();

    [Theory]
    [InlineData(null)]
    [InlineData("MD5")]
    [InlineData("SHA1")]
    [InlineData("1.2.156.10197.1.401.2")]
    public void Digest_method_that_is_absent_or_not_accepted_is_not_passed(string? method)
    {
        const string stated = " CheckMethod=\"1.2.156.10197.1.401\"";
        var package = Office.SealDocument(new() { Xml = xml => Replaced(xml, stated, method is null ? "" : $" CheckMethod=\"{method}\"") });
        Office.Verify(package).IsUndecided(SubIndications.CryptoConstraintsFailure, "REF-METHOD");
        Office.Verify(Office.SealDocument(new() { Xml = xml => Replaced(xml, stated, " CheckMethod=\"sm3\"") })).Passes();
    }

    [Fact]
    public void References_left_empty_protect_nothing()
    {
        static string Empty(string xml)
        {
            var start = xml.IndexOf("<ofd:Reference ", StringComparison.Ordinal);
            return xml.Remove(start, xml.IndexOf("</ofd:References>", StringComparison.Ordinal) - start);
        }

        Office.Verify(Office.SealDocument(new() { Xml = Empty })).Fails(SubIndications.FormatFailure, "REF-DIGEST");
    }

    [Fact]
    public void Reference_list_in_doubled_elements_is_refused() =>
        Office.Verify(Office.SealDocument(new() { Xml = xml => Replaced(xml, "</ofd:References>", "</ofd:References><ofd:References/>") }))
            .Fails(SubIndications.FormatFailure, "SIG-FILE");

    [Fact]
    public void Property_info_that_points_elsewhere_is_not_passed() =>
        Office.Verify(Office.SealDocument(new() { PropertyInfo = "/Doc_0/Signs/Sign_1/Signature.xml" }))
            .IsUndecided(SubIndications.SignatureConstraintsFailure, "SIG-PROPERTY");

    [Fact]
    public void Property_info_in_a_makers_own_form_is_a_note() =>
        Assert.Equal(CheckStatus.Information, Office.Verify(Office.SealDocument(new() { PropertyInfo = "{\"DocId\":1}" })).Passes().Status("SIG-PROPERTY"));

    [Fact]
    public void Signer_who_is_not_in_the_seals_list_fails()
    {
        var key = SealingOffice.Key();
        var certificate = Office.Certify(key, "旁人", SealingOffice.Start.AddYears(2));
        Office.Verify(Office.SealDocument(new() { Key = key, Certificate = certificate })).Fails(SubIndications.SignatureConstraintsFailure, "CERT-IN-LIST");
    }

    [Fact]
    public void Renewed_certificate_of_the_same_key_is_not_in_the_list_either()
    {
        var renewed = Office.Certify(Office.SignerKey, "澜江市民政局", SealingOffice.Start.AddYears(3));
        Office.Verify(Office.SealDocument(new() { Certificate = renewed })).Fails(SubIndications.SignatureConstraintsFailure, "CERT-IN-LIST");
    }

    [Fact]
    public void Seal_of_version_4_signed_over_the_triple_of_version_1_fails()
    {
        var seal = Office.SealBuilder.Build(Office.Maker.Encoded, info =>
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(info.Span);
                writer.WriteOctetString(Office.Maker.Encoded.Span);
                writer.WriteObjectIdentifier(Oids.Sm2WithSm3);
            }

            return Office.MakerKey.Sign(writer.Encode());
        });
        Office.Verify(Office.SealDocument(new() { Seal = seal })).Fails(SubIndications.SignatureCryptoFailure, "SEAL-VALUE");
    }

    [Fact]
    public void Seal_made_by_a_stranger_is_not_passed()
    {
        var key = SealingOffice.Key();
        var stranger = new SealingOffice();
        var seal = Office.SealBuilder.Build(stranger.Maker.Encoded, info => stranger.MakerKey.Sign(info.Span));
        Office.Verify(Office.SealDocument(new() { Seal = seal })).IsUndecided(SubIndications.NoCertificateChainFound, "MAKER-CHAIN");

        // And one that names our maker, signed by somebody else.
        seal = Office.SealBuilder.Build(Office.Maker.Encoded, info => key.Sign(info.Span));
        Office.Verify(Office.SealDocument(new() { Seal = seal })).Fails(SubIndications.SignatureCryptoFailure, "SEAL-VALUE");
    }

    public static TheoryData<string> WrongEncodings => ["zero r", "zero s", "r is n", "s above n", "negative", "non-minimal", "trailing inside", "trailing after", "raw"];

    [Theory]
    [MemberData(nameof(WrongEncodings))]
    public void Value_in_a_wrong_encoding_fails_and_the_report_says_whether_it_would_verify(string what)
    {
        var report = Office.Verify(Office.SealDocument(new() { Wanted = value => value[3] == 33, Value = value => Encode(value, what) })).Fails(SubIndications.FormatFailure, "SIG-VALUE");
        var wouldVerify = what is "negative" or "non-minimal" or "trailing inside" or "trailing after" or "raw";
        Assert.Equal(wouldVerify, report.Signatures[0].Facts.VerifiesWhenReadAsUnsigned);
    }

    [Fact]
    public void Bytes_after_the_value_fail() =>
        Office.Verify(Office.SealDocument(new() { Encoded = value => [.. value, 0] })).Fails(SubIndications.FormatFailure, "SIG-STRUCTURE");

    [Fact]
    public void Signed_data_without_signers_fails_and_with_one_passes()
    {
        var good = SignType(xml => SignedDataBuilder.Sign(Office.SignerKey, Office.Signer, xml, SealingOffice.Signed));
        Office.Verify(good).Passes();
        var value = good[SealingOffice.Value];
        Office.Verify(good.With(SealingOffice.Value, WithoutSigners(value))).Fails(SubIndications.FormatFailure, "SIG-STRUCTURE");
    }

    [Fact]
    public void Signed_data_over_the_digest_or_its_base64_passes_and_over_another_digest_fails()
    {
        Office.Verify(SignType(xml => SignedDataBuilder.SignWithoutAttributes(Office.SignerKey, Office.Signer, Sm3.HashData(xml)))).Passes();
        Office.Verify(SignType(xml => SignedDataBuilder.SignWithoutAttributes(
            Office.SignerKey, Office.Signer, Encoding.ASCII.GetBytes(Convert.ToBase64String(Sm3.HashData(xml)))))).Passes();
        Office.Verify(SignType(_ => SignedDataBuilder.SignWithoutAttributes(Office.SignerKey, Office.Signer, Sm3.HashData("other"u8))))
            .Fails(SubIndications.HashFailure, "SIG-DIGEST");
        Office.Verify(SignType(_ => SignedDataBuilder.Sign(Office.SignerKey, Office.Signer, "other"u8, SealingOffice.Signed)))
            .Fails(SubIndications.HashFailure, "SIG-DIGEST");
    }

    [Fact]
    public void Signed_data_of_another_key_is_a_wrong_value_and_no_changed_content()
    {
        var report = Office.Verify(SignType(xml => Impostor(xml)))
            .Fails(SubIndications.SignatureCryptoFailure, "SIG-VALUE");
        Assert.Equal(CheckStatus.NotChecked, report.Status("SIG-DIGEST"));
    }

    [Fact]
    public void Seal_exchanged_inside_the_value_breaks_it()
    {
        // The value of one seal, put under the same statement about another seal of the same signer.
        var other = Office.MakeSeal(Office.SealBuilder with { Name = "省长办公室" });
        var good = Office.SealDocument();
        Assert.True(SesSignature.TryParse(good[SealingOffice.Value], out var signature, out _));
        var toSign = new SesSignatureBuilder { Seal = other, Time = SealingOffice.Signed, DataHash = signature.DataHash, PropertyInfo = signature.PropertyInfo }.WriteToSign();
        var exchanged = SesSignatureBuilder.Assemble(toSign, signature.SignerCertificate, signature.SignatureValue.ToArray());
        Office.Verify(good.With(SealingOffice.Value, exchanged.Encoded.ToArray())).Fails(SubIndications.SignatureCryptoFailure, "SIG-VALUE");
    }

    [Fact]
    public void Bare_value_is_judged_with_the_certificate_given()
    {
        var package = SignType(xml => Office.SignerKey.Sign(xml));
        Office.Verify(package, Office.Input() with { CandidateCertificates = [Office.Maker, Office.Signer] }).Passes();
        Assert.Equal(SubIndications.NoSigningCertificateFound, Office.Verify(package).SubIndication);
        Office.Verify(package, Office.Input() with { CandidateCertificates = [Office.Maker] }).IsUndecided(SubIndications.NoSigningCertificateFound, "SIG-VALUE");
    }

    [Fact]
    public void Plain_signature_announced_as_a_seal_is_not_passed()
    {
        var package = SignType(xml => SignedDataBuilder.Sign(Office.SignerKey, Office.Signer, xml, SealingOffice.Signed));
        Office.Verify(package.Replace("Doc_0/Signs/Signatures.xml", "Type=\"Sign\"", "Type=\"Seal\"")).IsUndecided(SubIndications.SignatureConstraintsFailure, "SIG-TYPE");
    }

    [Fact]
    public void Stamp_on_a_page_that_does_not_exist_is_not_passed() =>
        Office.Verify(Office.SealDocument(new() { Xml = xml => Replaced(xml, "PageRef=\"1\"", "PageRef=\"77\"") }))
            .IsUndecided(SubIndications.SignatureConstraintsFailure, "STAMP-PAGE");

    private static Package SignType(Func<byte[], byte[]> sign)
    {
        var request = new Trust.Documents.Signing.OfdSignatureRequest
        {
            Provider = new("Trust"),
            SignatureDateTime = SealingOffice.Signed,
            Type = Trust.Documents.Signing.OfdSignatureType.Sign,
        };
        Assert.True(Trust.Documents.Signing.OfdSignatureDraft.TryPrepare(SealingOffice.Document, request, out var draft, out var fault), fault?.ToString());
        return new(Signing.Raw.Names(draft.Complete(sign(draft.SignatureXml.ToArray()))));
    }

    // A certificate of the same issuer name and serial number with another key signs, and the right one is written along.
    private static byte[] Impostor(byte[] xml)
    {
        var key = SealingOffice.Key();
        var twin = Office.Certify(key, "旁人", SealingOffice.Start.AddYears(2), builder => builder with { SerialNumber = Office.Signer.SerialNumber });
        var forged = SignedDataBuilder.Sign(key, twin, xml, SealingOffice.Signed);
        return WithCertificate(forged, Office.Signer.Encoded);
    }

    private static byte[] WithCertificate(byte[] forged, ReadOnlyMemory<byte> certificate) => Rewritten(forged, (data, writer) =>
    {
        for (var i = 0; data.HasData; i++)
        {
            var element = data.ReadEncodedValue();
            if (i == 3)
            {
                using (writer.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    writer.WriteEncodedValue(certificate.Span);
                }
            }
            else
            {
                writer.WriteEncodedValue(element.Span);
            }
        }
    });

    private static byte[] WithoutSigners(byte[] value)
    {
        Assert.True(SignedData.TryParse(value, out _));
        return Rewritten(value, (data, writer) =>
        {
            for (var i = 0; i < 4; i++)
            {
                writer.WriteEncodedValue(data.ReadEncodedValue().Span);
            }

            writer.PushSetOf();
            writer.PopSetOf();
        });
    }

    // The same ContentInfo around a SignedData whose elements are written anew.
    private static byte[] Rewritten(byte[] value, Action<AsnReader, AsnWriter> write)
    {
        var outer = new AsnReader(value, AsnEncodingRules.DER).ReadSequence();
        outer.ReadObjectIdentifier();
        var data = outer.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.156.10197.6.1.4.2.2");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                write(data, writer);
            }
        }

        return writer.Encode();
    }

    private static byte[] Encode(byte[] value, string what)
    {
        var reader = new AsnReader(value, AsnEncodingRules.DER).ReadSequence();
        var (r, s) = (reader.ReadInteger(), reader.ReadInteger());
        var rawR = r.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] raw = [.. new byte[32 - rawR.Length], .. rawR, .. Padded(s)];
        return what switch
        {
            "zero r" => Sequence(Integer(BigInteger.Zero), Integer(s)),
            "zero s" => Sequence(Integer(r), Integer(BigInteger.Zero)),
            "r is n" => Sequence(Integer(Order), Integer(s)),
            "s above n" => Sequence(Integer(r), Integer(Order + 5)),
            "non-minimal" => Sequence([0x02, 34, 0, 0, .. Padded(r)], Integer(s)),
            "trailing inside" => Sequence(Integer(r), Integer(s), [0x05, 0x00]),
            "trailing after" => [.. value, 0x00],
            "raw" => raw,
            _ => Sequence([0x02, 32, .. Padded(r)], Integer(s)),
        };
    }

    private static byte[] Padded(BigInteger number)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    private static byte[] Integer(BigInteger number)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteInteger(number);
        return writer.Encode();
    }

    private static byte[] Sequence(params byte[][] elements)
    {
        byte[] content = [.. elements.SelectMany(element => element)];
        return [0x30, (byte)content.Length, .. content];
    }

    private static string Replaced(string text, string old, string replacement)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, replacement, StringComparison.Ordinal);
    }
}
