using System.Diagnostics;
using Trust.Crypto;
using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;
using Trust.Crypto.TimeStamps;
using Trust.Documents.Fonts;
using Trust.Documents.Pdf;
using Trust.Documents.Tests.Writing;
using Trust.Documents.Writing;
using Trust.Testing;

namespace Trust.Documents.Tests.Pdf;

/// <summary>Renditions and signatures for tests, with an authority of its own.</summary>
internal static class PdfMaking
{
    internal static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    internal static readonly DateTimeOffset Signed = new(2026, 3, 18, 8, 30, 5, TimeSpan.Zero);

    internal static readonly ISigningKey RootKey = Key(KeyAlgorithm.EcdsaP256);
    internal static readonly ISigningKey SignerKey = Key(KeyAlgorithm.EcdsaP256);
    internal static readonly ISigningKey Sm2Key = Key(KeyAlgorithm.Sm2);
    internal static readonly ISigningKey TsaKey = Key(KeyAlgorithm.EcdsaP256);
    internal static readonly Certificate Root = CertificateBuilder.Authority(Name("Root"), Start, Start.AddYears(20)).SelfSign(RootKey);
    internal static readonly Certificate Signer = CertificateBuilder.EndEntity(Name("澜江市民政局"), Start, Start.AddYears(10)).Issue(SignerKey.SubjectPublicKeyInfo, Root, RootKey);
    internal static readonly Certificate Sm2Signer = CertificateBuilder.EndEntity(Name("澜江市民政局"), Start, Start.AddYears(10)).SelfSign(Sm2Key);
    internal static readonly Certificate Tsa =
        (CertificateBuilder.EndEntity(Name("TSA"), Start, Start.AddYears(10)) with { ExtendedKeyUsage = [ExtendedKeyUsages.TimeStamping], ExtendedKeyUsageIsCritical = true })
        .Issue(TsaKey.SubjectPublicKeyInfo, Root, RootKey);

    private static readonly Lazy<byte[]> SampleFile = new(() => Rendition(SampleDocuments.Full()).Pdf);

    /// <summary>Rendition of a document of two pages with every feature of the writer.</summary>
    internal static byte[] Sample => SampleFile.Value;

    internal static PdfSignatureRequest Request => new()
    {
        Format = PdfSignatureFormat.Cades,
        SigningTime = Signed,
        Name = "澜江市民政局",
        Reason = "Issue (first)",
        ContentsSize = 8192,
    };

    internal static PdfStamp Stamp => new(1, new(120, 200, 42, 42), SampleDocuments.Png(40, 40));

    internal static (byte[] Ofd, byte[] Pdf) Rendition(OfdBuilder builder)
    {
        var ofd = SampleDocuments.Build(builder);
        Assert.True(PdfRendition.TryWrite(builder, ofd, out var pdf, out var fault), fault?.ToString());
        return (ofd, pdf);
    }

    internal static byte[] Sign(byte[] pdf, PdfSignatureRequest? request = null, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? timeStamp = null)
    {
        request ??= Request;
        var isSm2 = request.Format == PdfSignatureFormat.Sm2;
        Assert.True(
            PdfSigner.TrySign(pdf, request, isSm2 ? Sm2Key : SignerKey, isSm2 ? Sm2Signer : Signer, out var signed, out var fault, isSm2 ? [] : [Root], timeStamp),
            fault?.ToString());
        Assert.True(signed.AsSpan().StartsWith(pdf));
        return signed;
    }

    internal static ReadOnlyMemory<byte> TimeStamp(ReadOnlyMemory<byte> value) =>
        TimeStampAuthority.Issue(TsaKey, Tsa, Sm3.HashData(value.Span), Signed.AddSeconds(2)).Encoded;

    internal static string Refusal(byte[] pdf, PdfSignatureRequest? request = null)
    {
        Assert.False(PdfSignatureDraft.TryPrepare(pdf, request ?? Request, out var draft, out var fault));
        Assert.Null(draft);
        return fault.Code;
    }

    /// <summary>Covered bytes and signature value, cut out by the numbers of the last ByteRange in the text of the file and by nothing of ours.</summary>
    internal static (byte[] Covered, byte[] Value) Cut(byte[] pdf)
    {
        var text = System.Text.Encoding.Latin1.GetString(pdf);
        var at = text.LastIndexOf("/ByteRange [", StringComparison.Ordinal) + 12;
        var range = text[at..text.IndexOf(']', at)].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var hex = text[(range[1] + 1)..(range[2] - 1)];
        return ([.. pdf.AsSpan(range[0], range[1]), .. pdf.AsSpan(range[2], range[3])], Convert.FromHexString(hex));
    }

    /// <summary>Runs a program of the machine on files in a folder of its own.</summary>
    internal static (int ExitCode, string Output) Run(string program, IEnumerable<string> arguments, params ReadOnlySpan<(string Name, byte[] Data)> files)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, data) in files)
        {
            File.WriteAllBytes(folder.At(name), data);
        }

        return Run(program, arguments, folder);
    }

    internal static (int ExitCode, string Output) Run(string program, IEnumerable<string> arguments, TemporaryFolder folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    internal static OfdTextStyle Style(double size = 5, FontFace face = FontFace.Sans) => new() { Size = size, Face = face };

    private static ISigningKey Key(KeyAlgorithm algorithm) => SigningKeyMaterial.Generate(algorithm).ToSigningKey(KeyPurpose.Evidence);

    private static DistinguishedName Name(string commonName) => DistinguishedName.Create(("C", "CN"), ("O", "云川省"), ("CN", commonName));
}
