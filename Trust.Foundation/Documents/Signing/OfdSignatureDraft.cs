using System.Diagnostics.CodeAnalysis;
using Trust.Crypto;
using Trust.Documents.Writing;

namespace Trust.Documents.Signing;

/// <summary>
/// A document made ready for one more signature (GB/T 33190 chapter 18, mode "ContinueSign"): everything is fixed but the signature value, which the
/// caller makes elsewhere. All entries stay byte for byte, except OFD.xml for the first signature, and the list of signatures, into which one element
/// is inserted as text. The signature covers every entry but the list, Signature.xml itself and its value, so that further signatures may follow.
/// Immutable.
/// </summary>
public sealed class OfdSignatureDraft
{
    /// <summary>Largest file that is signed: 512 MiB.</summary>
    public const int MaximumSizeInBytes = 512 * 1024 * 1024;

    private const string EntryFile = "OFD.xml";
    private const int MaximumSignatures = 1000;

    private readonly StoredPackage _package;
    private readonly Dictionary<string, ZipPart> _replaced;
    private readonly List<ZipPart> _added;
    private readonly string _valueName;

    private OfdSignatureDraft(
        StoredPackage package, Dictionary<string, ZipPart> replaced, List<ZipPart> added, string folder, byte[] signatureXml, IReadOnlyList<EntryDigest> entries)
    {
        _package = package;
        _replaced = replaced;
        _added = added;
        _valueName = $"{folder}SignedValue.dat";
        SignatureXml = signatureXml;
        SignatureXmlEntryName = $"/{folder}Signature.xml";
        Digest = Sm3.HashData(signatureXml);
        Entries = entries;
    }

    /// <summary>Signature.xml as it will be stored.</summary>
    public ReadOnlyMemory<byte> SignatureXml { get; }

    /// <summary>Its absolute path, for instance <c>/Doc_0/Signs/Sign_0/Signature.xml</c>: the propertyInfo of the seal signature.</summary>
    public string SignatureXmlEntryName { get; }

    /// <summary>SM3 of <see cref="SignatureXml"/>, 32 bytes: the dataHash of the seal signature, or what SignedData signs.</summary>
    public ReadOnlyMemory<byte> Digest { get; }

    /// <summary>What the signature covers, in the order of the names (ordinal).</summary>
    public IReadOnlyList<EntryDigest> Entries { get; }

    /// <summary>Makes a document ready.</summary>
    /// <param name="ofd">The whole file; it must not change while the draft is used.</param>
    /// <param name="request">What to sign and how.</param>
    /// <param name="draft">The draft, when true.</param>
    /// <param name="fault">Why not, when false; hostile files never throw.</param>
    /// <returns>
    /// False for a file that is no clean ZIP or OFD, for one with an earlier signature that would break, and for a request that does not fit it.
    /// </returns>
    public static bool TryPrepare(
        ReadOnlyMemory<byte> ofd, OfdSignatureRequest request, [NotNullWhen(true)] out OfdSignatureDraft? draft, [NotNullWhen(false)] out WritingFault? fault)
    {
        ArgumentNullException.ThrowIfNull(request);
        draft = null;
        fault = ofd.Length > MaximumSizeInBytes ? new(WritingFaults.TooLarge, "The file is larger than 512 MiB.") : Prepare(ofd, request, out draft);
        return fault is null;
    }

    /// <summary>The signed document.</summary>
    /// <param name="signedValue">The signature value over <see cref="SignatureXml"/>: SES_Signature or SignedData, DER.</param>
    /// <returns>The whole new file.</returns>
    /// <exception cref="ArgumentException"><paramref name="signedValue"/> is empty.</exception>
    public byte[] Complete(ReadOnlySpan<byte> signedValue)
    {
        if (signedValue.IsEmpty)
        {
            throw new ArgumentException("A signature value is never empty.", nameof(signedValue));
        }

        return PackageRewriting.Write(_package, _replaced, [.. _added, ZipPart.Pack(_valueName, signedValue.ToArray())]);
    }

    private static WritingFault? Prepare(ReadOnlyMemory<byte> ofd, OfdSignatureRequest request, out OfdSignatureDraft? draft)
    {
        draft = null;
        OfdStructure? structure = null;
        if ((PackageDirectory.TryRead(ofd, out var package) ?? OfdStructure.TryRead(package!, out structure) ?? request.Check(structure!.PageIds.Count))
            is { } fault)
        {
            return fault;
        }

        if (request.ExcludedEntries.FirstOrDefault(name => package!.Find(name) is null) is { } unknown)
        {
            return new(WritingFaults.ValueInvalid, $"The excluded entry {unknown} does not exist.");
        }

        var number = SignatureList.NextNumber(structure!);
        if (FreeFolder(package!, OfdStructure.Folder(structure!.ListName)) is not { } folder || number > MaximumSignatures * 1000)
        {
            return new(WritingFaults.EntryCollision, "The document has no free name for another signature.");
        }

        var id = $"s{number:D3}";
        Dictionary<string, ZipPart> replaced = new(StringComparer.Ordinal);
        List<ZipPart> added = [];
        List<EntryDigest> digests = [];
        var list = SignatureList.With(structure, id, request.Type, $"/{folder}Signature.xml");
        if (structure.List is null)
        {
            var entry = SignatureList.Announce(structure);
            replaced.Add(EntryFile, ZipPart.Pack(EntryFile, entry));
            digests.Add(new(EntryFile, Sm3.HashData(entry)));
            added.Add(ZipPart.Pack(structure.ListName, list));
        }
        else
        {
            replaced.Add(structure.ListName, ZipPart.Pack(structure.ListName, list));
        }

        var sealName = request.SealDer.IsEmpty ? null : $"{folder}Seal.esl";
        if (sealName is not null)
        {
            added.Add(ZipPart.Pack(sealName, request.SealDer));
            digests.Add(new(sealName, Sm3.HashData(request.SealDer.Span)));
        }

        var excluded = request.ExcludedEntries.ToHashSet(StringComparer.Ordinal);
        foreach (var (name, digest) in package!.Digest(entry => !entry.IsFolder && entry.Name != structure.ListName && !replaced.ContainsKey(entry.Name)))
        {
            if (digest is null)
            {
                return new(WritingFaults.PackageUnclean, $"The entry {name} does not unpack to what the directory says.");
            }

            digests.Add(new(name, digest));
        }

        digests.RemoveAll(digest => excluded.Contains(digest.Name));
        digests.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        var xml = SignatureXmlFile.Write(request, id, structure.PageIds, digests, folder, sealName);
        added.Add(ZipPart.Pack($"{folder}Signature.xml", xml));
        draft = new(package, replaced, added, folder, xml, digests);
        return null;
    }

    private static string? FreeFolder(StoredPackage package, string listFolder)
    {
        for (var i = 0; i < MaximumSignatures; i++)
        {
            var folder = $"{listFolder}Sign_{i}/";
            if (!package.Entries.Any(entry => $"{entry.Name}/".StartsWith(folder, StringComparison.OrdinalIgnoreCase)))
            {
                return folder;
            }
        }

        return null;
    }
}
