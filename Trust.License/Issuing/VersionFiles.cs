using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.Hosting.Keys;
using Trust.Hosting.Startup;
using Trust.License.Data;
using Trust.License.Types;

namespace Trust.License.Issuing;

/// <summary>Files of a version, made of its encrypted data; the same row gives the same bytes.</summary>
internal sealed class VersionFiles(LicenceTypeCatalogue types, [FromKeyedServices("license")] FieldCipher cipher, RootOptions root, TrustEnvironment environment)
{
    /// <summary>Where the QR code of a version leads to.</summary>
    public string Address(string reference) => new Uri(root.PublicUrl!, $"/v/{reference}").ToString();

    public byte[] Encrypt(Guid version, LicenceData data) => cipher.Encrypt(LicenceVersionRecord.DataColumn, version, JsonSerializer.Serialize(data));

    public LicenceData Data(LicenceVersionRecord version) => Data(version.Id, version.Data);

    public LicenceData Data(Guid version, byte[] encrypted) => JsonSerializer.Deserialize<LicenceData>(cipher.Decrypt(LicenceVersionRecord.DataColumn, version, encrypted))!;

    public byte[] EncryptFile(Guid version, ReadOnlyMemory<byte> ofd) => cipher.Encrypt(LicenceVersionRecord.OfdColumn, version, Convert.ToBase64String(ofd.Span));

    public byte[] File(LicenceVersionRecord version) => Convert.FromBase64String(cipher.Decrypt(LicenceVersionRecord.OfdColumn, version.Id, version.Ofd!));

    /// <summary>The file before it is sealed. Whatever a Development node issues is marked as a sample: its seals are too.</summary>
    public Result<byte[]> Make(LicenceData data, string? proof) =>
        LicenceFile.Make(types.Find(data.Form.TypeCode)!, data, Address(data.Reference), proof, environment.IsDevelopment);

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
