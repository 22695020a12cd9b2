using FsCheck.Xunit;
using Trust.Crypto.Cms;
using Trust.Documents.Seals;
using Trust.Documents.Tests.Seals;
using Trust.Documents.Verification;

namespace Trust.Documents.Tests.Verification;

/// <summary>Nothing in a file makes a reader or the verifier throw, and nothing random passes.</summary>
public class HostileBytesTests
{
    private static readonly SealingOffice Office = new();
    private static readonly VerificationInput Input = Office.Input() with { CandidateCertificates = [Office.Signer], SignedContent = "content"u8.ToArray() };

    [Property(MaxTest = 300)]
    public void Random_bytes_are_answered(byte[] bytes) => Judge(bytes);

    [Property(MaxTest = 300)]
    public void Random_bytes_in_sequences_are_answered(byte[] bytes) => Judge(Der.Sequence(Der.Sequence(bytes), Der.Int(4)));

    [Fact]
    public void Every_truncation_is_answered()
    {
        foreach (var sample in Samples())
        {
            for (var length = 0; length < sample.Length; length += 1 + sample.Length / 700)
            {
                Judge(sample[..length]);
            }
        }
    }

    [Fact]
    public void Random_changes_are_answered_and_change_no_verdict_to_passed()
    {
        var random = new Random(20260318);
        foreach (var sample in Samples())
        {
            for (var round = 0; round < 600; round++)
            {
                var changed = (byte[])sample.Clone();
                for (var change = random.Next(1, 4); change > 0; change--)
                {
                    changed[random.Next(changed.Length)] = (byte)random.Next(256);
                }

                Judge(changed);
            }
        }
    }

    private static IEnumerable<byte[]> Samples()
    {
        yield return new SealPieces().Seal();
        yield return SealPieces.Old.Signature();
        yield return new SealPieces { SignatureTimeStamp = [Der.Tlv(0xa0, Der.Bits(new byte[9]))], Extensions = [Der.Sequence(Der.Sequence(Der.Oid("2.999.1"), Der.Octets(new byte[1])))] }.Signature();
        yield return SignedDataBuilder.Sign(Office.SignerKey, Office.Signer, "content"u8, SealingOffice.Signed);
        yield return Office.SignerKey.Sign("content"u8);
        yield return Office.SealDocument().Make();
    }

    private static void Judge(byte[] bytes)
    {
        var report = SealVerifier.Verify(bytes, Input);
        Assert.NotEmpty(report.ToJson());

        // A change that hits neither structure nor content (a date in the container, say) leaves a good file good; the values alone never pass.
        Assert.True(report.Indication != Indication.TotalPassed || report.Kind == VerifiedKind.Ofd, Verdicts.Text(report));
        _ = SesSeal.TryParse(bytes, out _, out _);
        _ = SesSignature.TryParse(bytes, out _, out _);
    }
}
