using System.Formats.Asn1;
using System.Text.Json;
using Trust.Crypto;
using Trust.Crypto.Certificates;
using Trust.Crypto.Cms;
using Trust.Crypto.Keys;
using Trust.Documents.Pdf;
using Trust.Documents.Tests.Pdf;
using Trust.Documents.Tests.Seals;
using Trust.Documents.Verification;

namespace Trust.Documents.Tests.Verification.Pdf;

/// <summary>PDF files get the report of OFD files: the same ids, indications (ETSI EN 319 102-1 clause 5.1.3, table 5) and sentences.</summary>
public class PdfVerdictTests
{
    private const string Passed = "TOTAL_PASSED";
    private const string Failed = "TOTAL_FAILED";
    private const string Open = "INDETERMINATE";

    private static readonly SealingOffice Office = PdfOffice.Office;

    /// <summary>What is done, indication, sub-indication, the check that decides.</summary>
    private static readonly Dictionary<string, (string Indication, string? SubIndication, string Check, Func<VerificationReport> Report)> Table = new()
    {
        ["sealed and stamped"] = (Passed, null, "SIG-VALUE", () => Judge(PdfOffice.Good)),
        ["sealed without a time stamp"] = (Passed, null, "SIG-VALUE", () => Judge(PdfOffice.Sign(isStamped: false))),
        ["sealed twice"] = (Passed, null, "SIG-COVERAGE", () => Judge(PdfOffice.Sign(PdfOffice.Good))),
        ["signed and archived by a document time stamp"] = (Passed, null, "TIME-STAMP", () => Judge(PdfOffice.TimeStamped(PdfOffice.Good))),
        ["not signed"] = (Open, SubIndications.SignedDataNotFound, "DOC-SIGNATURES", () => Judge(PdfMaking.Sample)),
        ["only a document time stamp"] = (Open, SubIndications.SignedDataNotFound, "DOC-SIGNATURES", () => Judge(PdfOffice.TimeStamped(PdfMaking.Sample))),
        ["content changed"] = (Failed, SubIndications.HashFailure, "REF-DIGEST", () => Judge(Changed(PdfOffice.Good, "/Title"u8, 9))),
        ["value of another content"] = (Failed, SubIndications.HashFailure, "REF-DIGEST", () => Judge(WithValue(_ => CadesSignature.Sign(Office.SignerKey, Office.Signer, new byte[32])))),
        ["value changed"] = (Failed, SubIndications.SignatureCryptoFailure, "SIG-VALUE", () => Judge(WithValue(value => [.. value[..^1], (byte)(value[^1] ^ 1)]))),
        ["value is none"] = (Failed, SubIndications.FormatFailure, "SIG-STRUCTURE", () => Judge(WithValue(_ => [0x30, 0]))),
        ["more left out than the value"] = (Failed, SubIndications.FormatFailure, "SIG-COVERAGE", () => Judge(PdfOffice.WithRange(PdfOffice.Good, range => [range[0], range[1] - 1, range[2], range[3]]))),
        ["ByteRange ends early"] = (Failed, SubIndications.FormatFailure, "SIG-COVERAGE", () => Judge(PdfOffice.WithRange(PdfOffice.Good, range => [range[0], range[1], range[2], 10]))),
        ["bytes appended"] = (Open, SubIndications.SignatureConstraintsFailure, "SIG-COVERAGE", () => Judge(PdfOffice.Revise(PdfOffice.Good, (writer, file) => PdfOffice.Catalog(writer, file, "Lang", "(zh)")))),
        ["ECDSA signature of a stranger"] = (Open, SubIndications.NoCertificateChainFound, "CERT-CHAIN", () => Judge(Strange(KeyAlgorithm.EcdsaP256))),
        ["RSA signature of a stranger"] = (Open, SubIndications.NoCertificateChainFound, "CERT-CHAIN", () => Judge(Strange(KeyAlgorithm.Rsa3072))),
        ["SM2 signature of a stranger"] = (Open, SubIndications.NoCertificateChainFound, "CERT-CHAIN", () => Judge(Strange(KeyAlgorithm.Sm2))),
        ["trusted, then signed by a stranger"] = (Open, SubIndications.NoCertificateChainFound, "CERT-CHAIN", () => Judge(Strange(KeyAlgorithm.Sm2, PdfOffice.Good))),
        ["revoked before the time stamp"] = (Failed, SubIndications.Revoked, "CERT-REVOCATION", () => Judge(PdfOffice.Good, Revoked(-1))),
        ["revoked after the time stamp"] = (Passed, null, "CERT-REVOCATION", () => Judge(PdfOffice.Good, Revoked(1))),
        ["revoked, no proof"] = (Open, SubIndications.RevokedNoPoe, "CERT-REVOCATION", () => Judge(PdfOffice.Sign(isStamped: false), Revoked(1))),
        ["revoked, recorded before"] = (Passed, null, "CERT-REVOCATION", () => Recorded(SealingOffice.Signed.AddSeconds(2), Revoked(1))),
        ["revoked, recorded after"] = (Failed, SubIndications.Revoked, "CERT-REVOCATION", () => Recorded(SealingOffice.Signed.AddDays(2), Revoked(1))),
        ["expired, no proof"] = (Open, SubIndications.OutOfBoundsNoPoe, "CERT-VALIDITY", () => Judge(PdfOffice.Sign(isStamped: false), Office.Input(SealingOffice.Start.AddYears(3)))),
        ["stamped after it expired"] = (Failed, SubIndications.Expired, "CERT-VALIDITY", () => Judge(PdfOffice.Sign(claimed: SealingOffice.Start.AddYears(2).AddDays(1)), Office.Input(SealingOffice.Start.AddYears(3)))),
        ["claims a time before the certificate"] = (Failed, SubIndications.NotYetValid, "CERT-VALIDITY", () => Judge(PdfOffice.Sign(claimed: SealingOffice.Start.AddDays(-1), isStamped: false))),
        ["time stamp of a stranger"] = (Open, SubIndications.NoCertificateChainFoundNoPoe, "TIME-STAMP", () => Judge(PdfOffice.Sign(stamp: PdfMaking.TimeStamp))),
        ["time stamp over something else"] = (Open, SubIndications.SignatureConstraintsFailure, "TIME-STAMP", () => Judge(PdfOffice.Sign(stamp: _ => Office.Stamp(new byte[3], SealingOffice.Signed)))),
        ["claims a time after the time stamp"] = (Open, SubIndications.TimeStampOrderFailure, "SIGNING-TIME", () => Judge(PdfOffice.Sign(claimed: SealingOffice.Signed.AddDays(1), stampedAt: SealingOffice.Signed))),
        ["proved time demanded"] = (Open, SubIndications.SignatureConstraintsFailure, "TIME-STAMP", () => Judge(PdfOffice.Sign(isStamped: false), Office.Input() with { Policy = new() { RequiresProvedTime = true } })),
        ["SM2 not accepted"] = (Open, SubIndications.CryptoConstraintsFailure, "SIG-ALGORITHM", () => Judge(PdfOffice.Good, Office.Input() with { Policy = new() { SignatureAlgorithms = [Oids.RsaWithSha256] } })),
        ["check demanded that a PDF has not"] = (Open, SubIndications.SignatureConstraintsFailure, "POLICY", () => Judge(PdfOffice.Good, Office.Input() with { Policy = new() { RequiredChecks = ["SEAL-VALUE"] } })),
        ["trust list ended"] = (Open, SubIndications.TryLater, "TRUST-LIST", () => Judge(PdfOffice.Good, Office.Input() with { Material = Office.Input().Material with { ExpiresAt = SealingOffice.Now.AddDays(-1) } })),
        ["no revocation list"] = (Open, SubIndications.TryLater, "CERT-REVOCATION", () => Judge(PdfOffice.Sign(isStamped: false), Office.Input() with { Material = Office.Input().Material with { RevocationLists = [] } })),
    };

    public static TheoryData<string> Cases => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Indication_is_that_of_the_standard(string what)
    {
        var (indication, subIndication, check, judge) = Table[what];
        var report = judge();
        Assert.Equal(VerifiedKind.Pdf, report.Kind);
        Assert.Null(report.Code);
        Assert.True(indication == JsonSerializer.SerializeToElement(report.Indication).GetString() && subIndication == report.SubIndication, Verdicts.Text(report));
        Assert.Contains(report.Checks, result => result.Id == check && (indication == Passed ? result.Conclusion is null : result.Conclusion == new Conclusion(report.Indication, report.SubIndication)));
        Assert.Equal(Words.Sentence(VerifiedKind.Pdf, new(report.Indication, report.SubIndication)), report.Sentence);
    }

    [Fact]
    public void Facts_are_those_of_an_ofd_file()
    {
        var report = PdfOffice.Verify(PdfOffice.Good).Passes();
        var signature = Assert.Single(report.Signatures);
        Assert.True(SignedData.TryParse(PdfMaking.Cut(PdfOffice.Good).Value.AsSpan().TrimEnd((byte)0), out var data));
        Assert.Equal((2, Convert.ToHexStringLower(Sm3.HashData(PdfOffice.Good))), (report.Facts.Pages, report.Facts.Digest));
        Assert.Equal(("signedData", "Signature1"), (signature.Facts.ValueKind, signature.Id));
        Assert.Equal(Convert.ToHexStringLower(Sm3.HashData(data.Signers[0].Signature.Span)), signature.Facts.SignatureDigest);
        Assert.Equal(Office.Signer.ToFingerprint(), signature.Facts.Signer!.Fingerprint);
        Assert.Equal(("TimeStamp", SealingOffice.Signed.AddSeconds(1)), (signature.Facts.ProvedBy, signature.Facts.ProvedTime));
        Assert.Equal("2026-03-18 08:30:05Z", signature.Facts.ClaimedTime);
        Assert.Equal([2], signature.Facts.StampedPages);
        Assert.True(signature.Facts.TimeStamp!.IsTrusted);
        Assert.Equal("这份文件是真的，签章以后没有改动过。", report.Sentence.Zh);
        Assert.Equal(["DOC-STRUCTURE", "DOC-SIGNATURES", "SIG-STRUCTURE", "SIG-ALGORITHM", "SIG-VALUE", "REF-DIGEST", "SIG-COVERAGE", "TIME-STAMP", "SIGNING-TIME", "CERT-CHAIN", "CERT-VALIDITY", "CERT-REVOCATION"],
            report.Checks.Select(check => check.Id));

        // It goes between processes as text.
        var read = JsonSerializer.Deserialize<VerificationReport>(report.ToJson(), JsonSerializerOptions.Web)!;
        Assert.Equal(report.ToJson(), read.ToJson());
    }

    [Fact]
    public void Document_time_stamp_is_named_as_what_it_is()
    {
        var report = PdfOffice.Verify(PdfOffice.TimeStamped(PdfOffice.Good)).Passes();
        Assert.Equal(["signedData", "timeStamp"], report.Signatures.Select(signature => signature.Facts.ValueKind));
        Assert.Equal((SealingOffice.Signed.AddMinutes(1), null), (report.Signatures[1].Facts.TimeStamp!.Time, report.Signatures[1].Facts.Signer));
        Assert.Equal("1 signatures.", report.Checks.Single(check => check.Id == "DOC-SIGNATURES").Detail);
    }

    [Fact]
    public void Certificate_from_elsewhere_is_looked_at_as_in_other_files()
    {
        var bare = WithValue(WithoutCertificates);
        PdfOffice.Verify(bare).IsUndecided(SubIndications.NoSigningCertificateFound, "SIG-VALUE");
        PdfOffice.Verify(bare, Office.Input() with { CandidateCertificates = [Office.Signer] }).Passes();
    }

    private static VerificationReport Judge(byte[] file, VerificationInput? input = null) => PdfOffice.Verify(file, input);

    private static VerificationInput Revoked(int daysAfter) =>
        Office.Input(null, new RevokedCertificate(Office.Signer.SerialNumberText, SealingOffice.Signed.AddDays(daysAfter), RevocationReason.KeyCompromise));

    private static VerificationReport Recorded(DateTimeOffset time, VerificationInput input)
    {
        var file = PdfOffice.Sign(isStamped: false);
        var digest = PdfOffice.Verify(file).Signatures[0].Facts.SignatureDigest!;
        return PdfOffice.Verify(file, input with { Material = input.Material with { Proofs = [new(digest, time, ProofSource.RecordedOutcome)] } });
    }

    private static byte[] Strange(KeyAlgorithm algorithm, byte[]? pdf = null)
    {
        var key = SigningKeyMaterial.Generate(algorithm).ToSigningKey(KeyPurpose.Evidence);
        var certificate = CertificateBuilder.EndEntity(SealingOffice.Name("别人"), SealingOffice.Start, SealingOffice.Start.AddYears(2)).SelfSign(key);
        return PdfOffice.Sign(pdf, key: key, certificate: certificate);
    }

    private static byte[] WithValue(Func<byte[], byte[]> change)
    {
        var request = new PdfSignatureRequest { Format = PdfSignatureFormat.Sm2, SigningTime = SealingOffice.Signed };
        Assert.True(PdfSignatureDraft.TryPrepare(PdfMaking.Sample, request, out var draft, out var fault), fault?.ToString());
        return draft.Complete(change(CadesSignature.Sign(Office.SignerKey, Office.Signer, draft.Digest.Span)));
    }

    // The certificates of SignedData are not signed (RFC 5652 section 5.1).
    private static byte[] WithoutCertificates(byte[] value)
    {
        var info = new AsnReader(value, AsnEncodingRules.DER).ReadSequence();
        var type = info.ReadEncodedValue();
        var data = info.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        List<byte[]> parts = [];
        while (data.HasData)
        {
            var isCertificates = data.PeekTag() == new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
            var part = data.ReadEncodedValue();
            parts.AddRange(isCertificates ? [] : [part.ToArray()]);
        }

        return Der.Sequence(type.ToArray(), Der.Tlv(0xa0, Der.Sequence([.. parts])));
    }

    private static byte[] Changed(byte[] file, ReadOnlySpan<byte> mark, int offset)
    {
        var changed = (byte[])file.Clone();
        changed[changed.AsSpan().IndexOf(mark) + offset] ^= 1;
        return changed;
    }
}
