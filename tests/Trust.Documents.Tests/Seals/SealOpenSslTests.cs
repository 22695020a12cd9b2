using System.Diagnostics;
using Trust.Documents.Seals;
using Trust.Testing;

namespace Trust.Documents.Tests.Seals;

/// <summary>OpenSSL verifies seal and signature over the stored bytes.</summary>
public class SealOpenSslTests
{
    [Fact]
    public void Our_seal_and_signature_are_verified()
    {
        var signature = SealMaking.Sign(SealMaking.Signature);
        Assert.True(Verify(signature.ToSign, signature.SignatureValue, SealMaking.Signer.SubjectPublicKeyInfo));
        Assert.True(Verify(signature.Seal.SignedBytes, signature.Seal.SignatureValue, SealMaking.Maker.SubjectPublicKeyInfo));
        var changed = signature.ToSign.ToArray();
        changed[^1] ^= 1;
        Assert.False(Verify(changed, signature.SignatureValue, SealMaking.Signer.SubjectPublicKeyInfo));
    }

    [InteropFact]
    [Trait("Category", "Interop")]
    public void Foreign_seals_and_signatures_are_verified()
    {
        var folder = Path.Combine(Machine.InteropDirectory!, "ofd");
        foreach (var name in new[] { "seals/ofdrw-UserV1.esl", "seals/ofdrw-UserV4.esl", "seals/ofdrw-UserV5_ts.esl" })
        {
            var seal = SealMaking.Read(File.ReadAllBytes(Path.Combine(folder, name)));
            Assert.True(Verify(seal.SignedBytes, seal.SignatureValue, seal.ReadMakerCertificate()!.SubjectPublicKeyInfo), name);
        }

        foreach (var name in new[]
        {
            "seals/ofdrw-SignedValueV4.dat", "signature-parts/tax-zhejiang-v4/SignedValue.dat", "signature-parts/antchain-zhejiang-v4/SignedValue.dat",
            "signature-parts/suzhou-elicence-v4/SignValue.dat",
        })
        {
            var signature = SealMaking.ReadSignature(File.ReadAllBytes(Path.Combine(folder, name)));
            Assert.True(Verify(signature.ToSign, signature.SignatureValue, signature.ReadSignerCertificate()!.SubjectPublicKeyInfo), name);
            Assert.True(Verify(signature.Seal.SignedBytes, signature.Seal.SignatureValue, signature.Seal.ReadMakerCertificate()!.SubjectPublicKeyInfo), name);
            Assert.Equal(SesListing.Listed, signature.Seal.Lists(signature.SignerCertificate.Span));
        }
    }

    private static bool Verify(ReadOnlyMemory<byte> message, ReadOnlyMemory<byte> value, ReadOnlyMemory<byte> key)
    {
        using var folder = new TemporaryFolder();
        string Write(string name, ReadOnlyMemory<byte> data)
        {
            var path = Path.Combine(folder.Path, name);
            File.WriteAllBytes(path, data.Span);
            return path;
        }

        using var process = Process.Start(new ProcessStartInfo(
            "openssl",
            [
                "dgst", "-sm3", "-keyform", "DER", "-verify", Write("key", key), "-sigopt", "distid:1234567812345678", "-signature", Write("value", value), Write("message", message),
            ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
