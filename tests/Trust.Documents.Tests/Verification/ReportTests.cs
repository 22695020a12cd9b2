using System.Text;
using System.Text.Json;
using Trust.Crypto.Cms;
using Trust.Documents.Verification;

namespace Trust.Documents.Tests.Verification;

public class ReportTests
{
    private static readonly SealingOffice Office = new();
    private static readonly byte[] Good = Office.SealDocument().Make();

    [Fact]
    public void Json_has_stable_names_and_values()
    {
        var json = JsonDocument.Parse(SealVerifier.Verify(Good, Office.Input()).ToJson()).RootElement;
        Assert.Equal(
            ["kind", "indication", "sentence", "advice", "checks", "signatures", "unprotected", "facts"], json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("ofd", "TOTAL_PASSED"), (json.GetProperty("kind").GetString(), json.GetProperty("indication").GetString()));
        var check = json.GetProperty("checks").EnumerateArray().First(one => one.GetProperty("id").GetString() == "SIG-VALUE");
        Assert.Equal(["id", "clause", "status", "detail", "signature"], check.EnumerateObject().Select(property => property.Name));
        var facts = json.GetProperty("signatures")[0].GetProperty("facts");
        Assert.Equal("9901000000001", facts.GetProperty("seal").GetProperty("id").GetString());
        Assert.Equal("TimeStamp", facts.GetProperty("provedBy").GetString());
        Assert.Equal(SealingOffice.Signed.AddSeconds(1), facts.GetProperty("timeStamp").GetProperty("time").GetDateTimeOffset());
        Assert.Contains("澜江市民政局", SealVerifier.Verify(Good, Office.Input()).ToJson(isIndented: true), StringComparison.Ordinal);

        json = JsonDocument.Parse(SealVerifier.Verify(Good, new() { Time = Office.Input().Time }).ToJson()).RootElement;
        Assert.Equal(("INDETERMINATE", "NO_CERTIFICATE_CHAIN_FOUND"), (json.GetProperty("indication").GetString(), json.GetProperty("subIndication").GetString()));
        check = json.GetProperty("checks").EnumerateArray().First(one => one.GetProperty("id").GetString() == "CERT-CHAIN");
        Assert.Equal("NOT OK", check.GetProperty("status").GetString());
        Assert.Equal("INDETERMINATE", check.GetProperty("conclusion").GetProperty("indication").GetString());
    }

    [Fact]
    public void Every_check_has_an_id_and_a_clause_and_each_id_occurs_once_a_signature()
    {
        var report = SealVerifier.Verify(Good, Office.Input());
        Assert.All(report.Checks, check => Assert.True(check.Id.Length > 0 && check.Clause.Length > 0 && check.Detail.Length > 0));
        Assert.Equal(report.ChecksOf(1).Count(), report.ChecksOf(1).Select(check => check.Id).Distinct().Count());
        Assert.True(report.ChecksOf(1).Count() > 20);
    }

    [Fact]
    public void Every_reason_has_its_own_words_in_both_languages()
    {
        var sentences = SubIndications.ByWeight.SelectMany(reason => new[] { Indication.Indeterminate, Indication.TotalFailed }
            .Select(indication => Words.Sentence(VerifiedKind.Ofd, new(indication, reason))));
        Assert.All(sentences, sentence =>
        {
            Assert.EndsWith("。", sentence.Zh, StringComparison.Ordinal);
            Assert.EndsWith(".", sentence.En, StringComparison.Ordinal);
            Assert.DoesNotContain("_", sentence.En, StringComparison.Ordinal);
        });
        var unknown = Words.Sentence(VerifiedKind.Ofd, new(Indication.Indeterminate, "x"));
        Assert.All(SubIndications.ByWeight, reason => Assert.NotEqual(unknown, Words.Sentence(VerifiedKind.Ofd, new(Indication.Indeterminate, reason))));
        Assert.All(
            Enum.GetValues<VerifiedKind>(), kind => Assert.NotEmpty(Words.Advice(kind, new(Indication.TotalFailed, SubIndications.HashFailure)).Zh));
    }

    [Fact]
    public void Seal_alone_is_judged_for_now()
    {
        var seal = Office.Seal.Encoded.ToArray();
        var report = SealVerifier.Verify(seal, Office.Input()).Passes();
        Assert.Equal((VerifiedKind.Seal, "这枚印章是真的，现在可以使用。"), (report.Kind, report.Sentence.Zh));
        SealVerifier.Verify(seal, Office.Input(SealingOffice.Start.AddYears(1).AddSeconds(1))).Fails(SubIndications.Expired, "SEAL-VALIDITY");
        SealVerifier.Verify(seal, Office.Input(SealingOffice.Start.AddYears(1))).Passes();
        SealVerifier.Verify((byte[])[.. seal, 0], Office.Input()).Fails(SubIndications.FormatFailure, "SEAL-STRUCTURE");
        var changed = (byte[])seal.Clone();
        changed[changed.AsSpan().IndexOf("9901000000001"u8)] = (byte)'8';
        SealVerifier.Verify(changed, Office.Input()).Fails(SubIndications.SignatureCryptoFailure, "SEAL-VALUE");
    }

    [Fact]
    public void Values_alone_are_judged_and_miss_their_document()
    {
        var package = Office.SealDocument();
        var value = package[SealingOffice.Value];
        Assert.Equal(VerifiedKind.SealSignature, SealVerifier.Verify(value, Office.Input()).Kind);
        var report = SealVerifier.Verify(value, Office.Input() with { SignedContent = package[SealingOffice.SignatureXml] });
        Assert.Equal((Indication.Indeterminate, SubIndications.SignedDataNotFound), (report.Indication, report.SubIndication));
        Assert.Equal(CheckStatus.Ok, report.Status("SIG-DIGEST"));
        SealVerifier.Verify(value, Office.Input() with { SignedContent = "other"u8.ToArray() }).Fails(SubIndications.HashFailure, "SIG-DIGEST");

        var data = SignedDataBuilder.Sign(Office.SignerKey, Office.Signer, "content"u8, SealingOffice.Signed);
        Assert.Equal(VerifiedKind.SignedData, SealVerifier.Verify(data, Office.Input()).Kind);
        SealVerifier.Verify(data, Office.Input() with { SignedContent = "other"u8.ToArray() }).Fails(SubIndications.HashFailure, "SIG-DIGEST");

        var bare = Office.SignerKey.Sign("content"u8);
        var input = Office.Input() with { SignedContent = "content"u8.ToArray(), CandidateCertificates = [Office.Signer] };
        report = SealVerifier.Verify(bare, input);
        Assert.Equal((VerifiedKind.SignatureValue, CheckStatus.Ok), (report.Kind, report.Status("SIG-VALUE")));
        Assert.Equal(CheckStatus.NotOk, SealVerifier.Verify(bare, input with { SignedContent = "contenu"u8.ToArray() }).Status("SIG-VALUE"));
    }

    [Theory]
    [InlineData("", "document.empty")]
    [InlineData("%PDF-1.7", "pdf.xref-invalid")]
    [InlineData("GIF89a %PDF-1.7", "pdf.not-a-pdf")]
    [InlineData("hello", "document.unknown-kind")]
    [InlineData("PK\u0003\u0004", "document.truncated")]
    [InlineData("0\u0003\u0002\u0001\u0001", "ses.version")]
    public void What_is_not_judged_says_so_with_a_stable_code(string text, string code)
    {
        var report = SealVerifier.Verify(Encoding.Latin1.GetBytes(text), Office.Input());
        Assert.Equal((code, 3), (report.Code, report.ToExitCode()));
        Assert.NotEqual(Indication.TotalPassed, report.Indication);
    }

    [Fact]
    public void File_above_the_limit_is_not_read() =>
        Assert.Equal("document.too-large", SealVerifier.Verify(Good, Office.Input() with { Limits = new() { MaxFileBytes = Good.Length - 1 } }).Code);

    [Fact]
    public void Texts_of_a_file_are_shown_in_part_only()
    {
        var seal = Office.MakeSeal(Office.SealBuilder with { Name = string.Concat(Enumerable.Repeat("\U00020BB7", 500_000)) });
        var report = Office.Verify(Office.SealDocument(new() { Seal = seal, PropertyInfo = "/" + new string('x', 500_000) }));
        Assert.True(report.ToJson().Length < 60_000);
        Assert.Equal(1_001, report.Signatures[0].Facts.Seal!.Name.Length);
        Assert.Equal(CheckStatus.NotOk, report.Status("SIG-PROPERTY"));
    }

    [Fact]
    public void Exit_codes_tell_the_verdicts_apart()
    {
        Assert.Equal(0, SealVerifier.Verify(Good, Office.Input()).ToExitCode());
        Assert.Equal(1, Office.Verify(Office.SealDocument().WithChangedByte(SealingOffice.Page, 40)).ToExitCode());
        Assert.Equal(2, SealVerifier.Verify(Good, new()).ToExitCode());
        Assert.Equal(3, SealVerifier.Verify(default, new()).ToExitCode());
    }

    [Fact]
    public void Archived_list_keeps_a_stamped_signature_good_after_its_certificate_expired()
    {
        // Three years on: signer and seal have ended. The list of the day after signing still shows that the certificate was not revoked then.
        var late = SealingOffice.Start.AddYears(3);
        var archived = Office.Input(SealingOffice.Signed.AddHours(2)).Material.RevocationLists;
        var input = Office.Input(late);
        SealVerifier.Verify(Good, input).IsUndecided(SubIndications.TryLater, "CERT-REVOCATION");
        SealVerifier.Verify(Good, input with { Material = input.Material with { RevocationLists = [.. input.Material.RevocationLists, .. archived] } }).Passes();
    }

    [Fact]
    public void List_that_is_broken_does_not_make_a_changed_file_look_unsigned()
    {
        var package = Office.SealDocument();
        Office.Verify(package.Replace("OFD.xml", "ofd:Signatures>", "ofd:Signaturez>")).Fails(SubIndications.HashFailure, "REF-DIGEST");
        var broken = Office.Verify(package.Replace("OFD.xml", "</ofd:OFD>", "</ofd:OFE>")).Fails(SubIndications.HashFailure, "REF-DIGEST");
        Assert.Null(broken.Code);
        Assert.Equal(CheckStatus.NotOk, broken.Status("DOC-READABLE", null));

        // The list itself is not covered: without it the signature holds, but nobody sees it.
        Office.Verify(package.With("Doc_0/Signs/Signatures.xml", "<x/>")).IsUndecided(SubIndications.SignedDataNotFound, "DOC-SIGNATURES");
    }
}
