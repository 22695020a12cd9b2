using System.Diagnostics.CodeAnalysis;
using Trust.Contracts.Codes;
using Trust.Crypto.Merkle;
using Trust.Documents.Ofd;
using Trust.Documents.Packaging;
using Trust.License.Issuing;
using Trust.License.Types;

namespace Trust.License.Checking;

/// <summary>A licence file, read once and leniently: what it says in each of its places. What does not read is null; nothing is judged here.</summary>
internal sealed class ReadLicence
{
    private OfdReachability? reachability;

    private ReadLicence(OfdPackage package, OfdFile file, OfdBody body, LicenceTypeCatalogue types)
    {
        (Package, File, Body) = (package, file, body);
        DataBytes = Attached(LicenceFile.DataName);
        Data = DataBytes is { } json && LicenceJson.TryRead(json.Span, out var data) ? data : null;
        Identifier = LicenceIdentifier.TryParse(Item(LicenceMetadata.Identifier), out var identifier) ? identifier : null;
        Type = Item(LicenceMetadata.TypeCode) is { } code ? types.Find(code) : null;
        Proof = Attached(LicenceFile.ProofName) is { } proof && LogProof.TryRead(proof.Span, out var read) ? read : null;
        Entry = Proof?.Entry is { } entry ? IssuedEntry.Read(entry.Span) : null;
        Digest = ContentDigest.Of(package, ProofEntryName);
    }

    public OfdPackage Package { get; }

    public OfdFile File { get; }

    public OfdBody Body { get; }

    public OfdDocument Document => Body.Document!;

    public OfdReachability Reachability => reachability ??= OfdReachability.Of(File);

    /// <summary>Metadata of OFD.xml as they stand there; a name may occur twice.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata => Body.Info.CustomDatas;

    /// <summary>The attached data file as it stands there.</summary>
    public ReadOnlyMemory<byte>? DataBytes { get; }

    /// <summary>The attached data file.</summary>
    public LicenceJson? Data { get; }

    public LicenceIdentifier? Identifier { get; }

    /// <summary>Type of the catalogue that the metadata name.</summary>
    public LicenceType? Type { get; }

    public LogProof? Proof { get; }

    /// <summary>The entry that the proof carries.</summary>
    public IssuedEntry? Entry { get; }

    /// <summary>Content digest, 32 bytes.</summary>
    public byte[]? Digest { get; }

    public string? ProofEntryName => NameOf(LicenceFile.ProofName);

    /// <summary>Opens a file as a licence.</summary>
    /// <returns>False for a file that is no licence, or that does not read: the verdict on its seal stands alone then.</returns>
    public static bool TryOpen(ReadOnlyMemory<byte> file, LicenceTypeCatalogue types, [NotNullWhen(true)] out ReadLicence? licence)
    {
        licence = OfdPackage.TryOpen(file, DocumentLimits.Default, out var package, out _) && OfdFile.TryRead(package, out var read, out _) && read.Bodies.FirstOrDefault(IsLicence) is { } body
            ? new ReadLicence(package, read, body, types)
            : null;
        return licence is not null;
    }

    /// <summary>First value of an item of OFD.xml.</summary>
    public string? Item(string name) => Metadata.FirstOrDefault(item => item.Key == name).Value;

    /// <summary>First value of an item that is a date.</summary>
    public DateOnly? Day(string name) => LicenceMetadata.TryReadDay(Item(name), out var day) ? day : null;

    // Metadata, data file or tags: whoever takes one away does not make a licence a mere document.
    private static bool IsLicence(OfdBody body) => body.Document is { } document
        && (body.Info.CustomDatas.Any(item => item.Key == LicenceMetadata.Identifier) || document.Attachments.Any(attachment => attachment.Name == LicenceFile.DataName)
            || document.CustomTags.Any(tag => tag.NameSpace == LicenceFile.TagNameSpace));

    private ReadOnlyMemory<byte>? Attached(string name) => NameOf(name) is { } entry && Package.Find(entry)?.TryRead(out var bytes) == true ? bytes : default(ReadOnlyMemory<byte>?);

    // Two of a name would leave open which one is meant.
    private string? NameOf(string attachment) =>
        Document.Attachments.Where(candidate => candidate.Name == attachment).ToList() is [{ EntryName: { } entry }] ? entry.TrimStart('/') : null;
}
