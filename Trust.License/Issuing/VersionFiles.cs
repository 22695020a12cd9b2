using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Documents.Writing;
using Trust.Hosting.Http;
using Trust.Hosting.Keys;
using Trust.Hosting.Startup;
using Trust.License.Data;
using Trust.License.Types;

namespace Trust.License.Issuing;

/// <summary>Files of a version, made of its encrypted data; the same row gives the same bytes.</summary>
internal sealed class VersionFiles(LicenceTypeCatalogue types, [FromKeyedServices("license")] FieldCipher cipher, PublicOrigin origin, TrustEnvironment environment)
{
    /// <summary>Where the QR code of a version leads to.</summary>
    public string Address(string reference) => origin.At($"/v/{reference}").ToString();

    public byte[] Encrypt(Guid version, LicenceData data) => cipher.Encrypt(LicenceVersionRecord.DataColumn, version, JsonSerializer.Serialize(data));

    public LicenceData Data(LicenceVersionRecord version) => Data(version.Id, version.Data);

    public LicenceData Data(Guid version, byte[] encrypted) => JsonSerializer.Deserialize<LicenceData>(cipher.Decrypt(LicenceVersionRecord.DataColumn, version, encrypted))!;

    public byte[] EncryptOfd(Guid version, ReadOnlyMemory<byte> ofd) => cipher.Encrypt(LicenceVersionRecord.OfdColumn, version, Convert.ToBase64String(ofd.Span));

    public byte[] EncryptPdf(Guid version, ReadOnlyMemory<byte> pdf) => cipher.Encrypt(LicenceVersionRecord.PdfColumn, version, Convert.ToBase64String(pdf.Span));

    public byte[] Ofd(LicenceVersionRecord version) => Convert.FromBase64String(cipher.Decrypt(LicenceVersionRecord.OfdColumn, version.Id, version.Ofd!));

    public byte[] Pdf(LicenceVersionRecord version) => Convert.FromBase64String(cipher.Decrypt(LicenceVersionRecord.PdfColumn, version.Id, version.Pdf!));

    /// <summary>The OFD before it is sealed.</summary>
    public Result<byte[]> MakeOfd(LicenceData data, string? proof) => LicenceFile.ToOfd(Describe(data, proof));

    /// <summary>The PDF rendition before it is sealed.</summary>
    public Result<byte[]> MakePdf(LicenceData data, string? proof, ReadOnlySpan<byte> sealedOfd) => LicenceFile.ToPdf(Describe(data, proof), sealedOfd);

    // Whatever a Development node issues is marked as a sample: its seals are too.
    private OfdBuilder Describe(LicenceData data, string? proof) =>
        LicenceFile.Describe(types.Find(data.Form.TypeCode)!, data, Address(data.Reference), proof, environment.IsDevelopment);

    /// <summary>Content digest of a file that was made here.</summary>
    public static byte[] DigestOf(byte[] ofd) =>
        OfdPackage.TryOpen(ofd, DocumentLimits.Default, out var package, out _) && OfdFile.TryRead(package, out var file, out _)
        && ContentDigest.Of(package, ProofEntry(file)) is { } digest
            ? digest
            : throw new InvalidOperationException("A licence file that was just made cannot be read.");

    /// <summary>Name of the entry that holds the log proof; null where there is none.</summary>
    public static string? ProofEntry(OfdFile file) =>
        file.Bodies is [{ Document: { } document }] ? document.Attachments.FirstOrDefault(attachment => attachment.Name == LicenceFile.ProofName)?.EntryName?.TrimStart('/') : null;
}
