using System.Globalization;
using System.Text;
using System.Text.Json;
using Trust.Crypto.Cms;
using Trust.Documents.Pdf;
using Trust.Documents.Verification;
using Trust.Testing;
using Xunit.Abstractions;

namespace Trust.Documents.Tests.Pdf;

/// <summary>What was changed, appended or claimed falsely is noticed.</summary>
public class PdfSignatureCheckTests(ITestOutputHelper output)
{
    private static readonly Lazy<byte[]> SignedFile = new(() => PdfMaking.Sign(PdfMaking.Sample, PdfMaking.Request with { Stamp = PdfMaking.Stamp }, PdfMaking.TimeStamp));

    [Fact]
    public void A_file_without_a_signature_is_indeterminate()
    {
        var report = PdfSignatureCheck.Check(PdfMaking.Sample);
        Assert.Equal((Indication.Indeterminate, SubIndications.SignedDataNotFound, PdfFaults.NotSigned), (report.Indication, report.SubIndication, report.Fault?.Code));
        Assert.Equal(2, report.Pages);
    }

    [Fact]
    public void Every_change_of_one_covered_byte_is_noticed()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}.");
        var random = new Random(seed);
        var signed = SignedFile.Value;
        var signature = Assert.Single(PdfSignatureCheck.Check(signed).Signatures);
        var covered = (int)(signature.ByteRange[1] + signature.ByteRange[3]);
        var tail = Enumerable.Range((int)signature.ByteRange[1] - 200, 200);
        var mismatches = 0;
        foreach (var at in tail.Concat(Enumerable.Range(0, 800).Select(_ => random.Next(covered))))
        {
            var place = at < signature.ByteRange[1] ? at : at + (int)(signature.ByteRange[2] - signature.ByteRange[1]);
            var changed = (byte[])signed.Clone();
            changed[place] ^= (byte)(1 << random.Next(8));
            var report = PdfSignatureCheck.Check(changed);
            Assert.False(report.IsIntact, $"Seed {seed}, byte {place}.");
            mismatches += report.Fault!.Code == PdfFaults.DigestMismatch ? 1 : 0;
        }

        output.WriteLine($"{mismatches} of 1000 by the digest, the others by the structure.");
        Assert.True(mismatches > 500);
    }

    [Fact]
    public void Changes_of_the_signature_value_are_noticed()
    {
        var signed = SignedFile.Value;
        var signature = Assert.Single(PdfSignatureCheck.Check(signed).Signatures);
        var (start, end) = ((int)signature.ByteRange[1], (int)signature.ByteRange[2]);
        Assert.True(SignedData.TryParse(Value(PdfMaking.Cut(signed).Value), out var data));
        string[] parts = [Convert.ToHexString(data.Signers[0].Signature.Span), Convert.ToHexString(data.Signers[0].SignedAttributeBytes.Span[1..]), Convert.ToHexString(PdfMaking.Signer.TbsCertificate.Span)];
        foreach (var at in parts.SelectMany(part => Enumerable.Range(0, 20).Select(i => signed.AsSpan().IndexOf(Encoding.ASCII.GetBytes(part)) + (i * part.Length / 20))))
        {
            Assert.InRange(at, start, end);
            var changed = (byte[])signed.Clone();
            changed[at] = changed[at] == '1' ? (byte)'2' : (byte)'1';
            Assert.False(PdfSignatureCheck.Check(changed).IsIntact, $"Byte {at}.");
        }

        var padded = (byte[])signed.Clone();
        padded[end - 3] = (byte)'7';
        Assert.Equal(PdfFaults.ContentsInvalid, PdfSignatureCheck.Check(padded).Fault?.Code);
        padded[end - 3] = (byte)' ';
        Assert.Equal(PdfFaults.SignatureInvalid, PdfSignatureCheck.Check(padded).Fault?.Code);
    }

    [Fact]
    public void Bytes_after_the_last_signed_revision_are_reported()
    {
        var signed = SignedFile.Value;
        foreach (var tail in new[] { "\n", "%", "% comment\nstartxref\n" })
        {
            var report = PdfSignatureCheck.Check(Append(signed, tail));
            Assert.False(report.IsIntact);
        }

        // A further revision that repeats nothing but the end: the same objects, the same cross-reference data.
        var start = Encoding.Latin1.GetString(signed).Split("startxref\n")[^1].Split('\n')[0];
        var again = PdfSignatureCheck.Check(Append(signed, $"% more\nstartxref\n{start}\n%%EOF\n"));
        Assert.Equal((Indication.Indeterminate, SubIndications.SignatureConstraintsFailure, PdfFaults.ChangedAfterSigning), (again.Indication, again.SubIndication, again.Fault?.Code));
        Assert.Equal(again.BytesAfterLastSignature, $"% more\nstartxref\n{start}\n%%EOF\n".Length);
        Assert.True(Assert.Single(again.Signatures).IsIntact);
        Assert.False(again.Signatures[0].CoversWholeFile);
    }

    [Theory]
    [InlineData("[0 {1} {2} {3} 5 5]", PdfFaults.ByteRangeInvalid)]
    [InlineData("[0 {1} {2}]", PdfFaults.ByteRangeInvalid)]
    [InlineData("[1 {1} {2} {3}]", PdfFaults.ByteRangeInvalid)]
    [InlineData("[0 {1} 10 {3}]", PdfFaults.ByteRangeInvalid)]
    [InlineData("[0 {1} {2} 99999999]", PdfFaults.ByteRangeInvalid)]
    [InlineData("[0 {1} {2} -1]", PdfFaults.ByteRangeInvalid)]
    [InlineData("[0 {1} {2} 1.5]", PdfFaults.ByteRangeInvalid)]
    [InlineData("[0 99999999999 {2} {3}]", PdfFaults.ByteRangeInvalid)]
    [InlineData("[0 100 {2} {3}]", PdfFaults.ByteRangeGap)]
    [InlineData("[0 {1} {2} 100]", PdfFaults.ByteRangeEnd)]
    [InlineData("null", PdfFaults.SignatureInvalid)]
    [InlineData("7 0 R", PdfFaults.SignatureInvalid)]
    [InlineData("[]/ByteRange[]", PdfFaults.SignatureInvalid)]
    public void A_false_ByteRange_is_refused(string range, string code)
    {
        var signed = SignedFile.Value;
        var signature = Assert.Single(PdfSignatureCheck.Check(signed).Signatures);
        for (var i = 1; i < 4; i++)
        {
            range = range.Replace($"{{{i}}}", signature.ByteRange[i].ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        var report = PdfSignatureCheck.Check(WithRange(signed, range));
        Assert.Equal((Indication.TotalFailed, SubIndications.FormatFailure, code), (report.Indication, report.SubIndication, report.Fault?.Code));
        Assert.Equal(signed.Length, report.BytesAfterLastSignature);
    }

    [Fact]
    public void A_gap_of_one_byte_more_or_less_is_refused()
    {
        var signature = Assert.Single(PdfSignatureCheck.Check(SignedFile.Value).Signatures);
        foreach (var (left, right) in new[] { (-1, 0), (1, 0), (0, -1), (0, 1), (1, -1) })
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"[0 {signature.ByteRange[1] + left} {signature.ByteRange[2] + right} {signature.ByteRange[3] - right}]");
            Assert.Equal(PdfFaults.ByteRangeGap, PdfSignatureCheck.Check(WithRange(SignedFile.Value, range)).Fault?.Code);
        }
    }

    [Fact]
    public void Another_key_or_another_certificate_is_noticed()
    {
        Assert.True(PdfSignatureDraft.TryPrepare(PdfMaking.Sample, PdfMaking.Request, out var draft, out _));
        var other = CadesSignature.Sign(PdfMaking.RootKey, PdfMaking.Root, new byte[32]);
        Assert.Equal((Indication.TotalFailed, SubIndications.HashFailure), Verdict(draft.Complete(other)));
        var value = CadesSignature.Sign(PdfMaking.SignerKey, PdfMaking.Signer, draft.Digest.Span);
        value[^1] ^= 1;
        Assert.Equal((Indication.TotalFailed, SubIndications.SignatureCryptoFailure), Verdict(draft.Complete(value)));
        Assert.Equal((Indication.TotalFailed, SubIndications.FormatFailure), Verdict(draft.Complete([0x30, 0x00])));
    }

    [Fact]
    public void A_time_stamp_of_something_else_proves_nothing()
    {
        var report = PdfSignatureCheck.Check(PdfMaking.Sign(PdfMaking.Sample, timeStamp: _ => PdfMaking.TimeStamp(new byte[5])));
        var signature = Assert.Single(report.Signatures);
        Assert.True(signature.IsIntact);
        Assert.Equal(PdfFaults.TimeStampInvalid, signature.TimeStampFault?.Code);
        Assert.False(signature.TimeStampCheck!.ImprintHolds);
    }

    [InteropFact]
    [Trait("Category", "Interop")]
    public void Foreign_files_are_judged_as_expected()
    {
        var root = GatewayProcess.RepositoryRoot;
        var files = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, "tests", "vectors", "pdf", "expected.json"))).RootElement.GetProperty("files").EnumerateArray().ToList();
        var folder = Path.Combine(Machine.InteropDirectory!, "licence", "dss-pades");
        Assert.Equal(Directory.GetFiles(folder, "*.pdf").Select(Path.GetFileName).Order(), files.Select(file => file.GetProperty("file").GetString()).Order());
        foreach (var file in files)
        {
            var name = file.GetProperty("file").GetString()!;
            var bytes = File.ReadAllBytes(Path.Combine(folder, name));
            var report = PdfSignatureCheck.Check(bytes);
            var actual = new
            {
                file = name,
                indication = JsonSerializer.SerializeToElement(report.Indication).GetString(),
                subIndication = report.SubIndication,
                signatures = string.Join(",", report.Signatures.Select(signature => signature.Fault?.Code)),
                bytesAfter = report.BytesAfterLastSignature,
                unreadable = report.Unreadable?.Code,
                pagesAdded = report.Signatures.Select(signature => signature.PagesAdded).FirstOrDefault(),
            };
            var expected = new
            {
                file = name,
                indication = file.GetProperty("indication").GetString(),
                subIndication = file.GetProperty("subIndication").GetString()!,
                signatures = string.Join(",", file.GetProperty("signatures").EnumerateArray().Select(code => code.GetString())),
                bytesAfter = file.GetProperty("bytesAfter").GetInt64(),
                unreadable = file.TryGetProperty("unreadable", out var unreadable) ? unreadable.GetString() : null,
                pagesAdded = file.TryGetProperty("pagesAdded", out var added) ? added.GetInt32() : 0,
            };
            Assert.Equal(expected, actual);
            if (file.TryGetProperty("changed", out var kind))
            {
                Assert.Contains(report.Signatures[0].LaterChanges, change => change.Kind == kind.GetString());
            }

            _ = PdfSignatureDraft.TryPrepare(bytes, PdfMaking.Request, out _, out _);
        }
    }

    private static (Indication Indication, string SubIndication) Verdict(byte[] file)
    {
        var report = PdfSignatureCheck.Check(file);
        return (report.Indication, report.SubIndication);
    }

    private static ReadOnlySpan<byte> Value(byte[] contents) => contents.AsSpan(0, 4 + (contents[2] << 8) + contents[3]);

    private static byte[] Append(byte[] file, string tail) => [.. file, .. Encoding.Latin1.GetBytes(tail)];

    /// <summary>The same bytes with another text in the place of ByteRange, filled up with blanks.</summary>
    private static byte[] WithRange(byte[] file, string range)
    {
        var changed = (byte[])file.Clone();
        var at = file.AsSpan().LastIndexOf("/ByteRange ["u8) + 11;
        var end = at + file.AsSpan(at).IndexOf((byte)']') + 1;
        Encoding.ASCII.GetBytes(range.PadRight(end - at), changed.AsSpan(at));
        return changed;
    }
}
