using System.Diagnostics.CodeAnalysis;
using Trust.Documents.Packaging;

namespace Trust.Documents.Ofd;

/// <summary>The signature list of a document (clause 18.1): what <c>DocBody/Signatures</c> points at.</summary>
/// <param name="Loc">The path as written in OFD.xml.</param>
/// <param name="EntryName">The entry it leads to, null when there is none.</param>
/// <param name="Entries">In file order.</param>
/// <param name="MaxSignIds">Every MaxSignId as written; one producer writes a second.</param>
/// <param name="Fault">Why the list cannot be read, or null.</param>
public sealed record OfdSignatureList(string Loc, string? EntryName, IReadOnlyList<OfdSignatureEntry> Entries, IReadOnlyList<string> MaxSignIds, DocumentFault? Fault);

/// <summary>One <c>Signature</c> of the list.</summary>
/// <param name="Id">@ID as written (<c>s001</c>, <c>1</c>), null when absent.</param>
/// <param name="Type">@Type as written, null when absent, which means Seal.</param>
/// <param name="Relative">@Relative (GM/T 0099): the signature this one builds on.</param>
/// <param name="BaseLoc">The path as written.</param>
/// <param name="EntryName">The entry it leads to, null when there is none.</param>
/// <param name="File">The signature file, null when it cannot be read.</param>
/// <param name="Fault">Why not, or null.</param>
public sealed record OfdSignatureEntry(string? Id, string? Type, string? Relative, string? BaseLoc, string? EntryName, OfdSignatureFile? File, DocumentFault? Fault)
{
    /// <summary>True for @Type Seal or none.</summary>
    public bool IsSeal => Type is null or "" || string.Equals(Type.Trim(), "Seal", StringComparison.OrdinalIgnoreCase);
}

/// <summary>One <c>Reference</c>.</summary>
/// <param name="FileRef">The path as written, null when absent.</param>
/// <param name="EntryName">The entry it leads to, null when there is none.</param>
/// <param name="CheckValueText">The text of CheckValue, null when absent.</param>
/// <param name="CheckValue">Its bytes, null when it is no base64.</param>
public sealed record OfdReference(string? FileRef, string? EntryName, string? CheckValueText, ReadOnlyMemory<byte>? CheckValue);

/// <summary>One <c>StampAnnot</c>: where the seal picture lies.</summary>
/// <param name="Id">@ID as written.</param>
/// <param name="PageRef">Object id of the page, null when unreadable.</param>
/// <param name="PageRefText">@PageRef as written.</param>
/// <param name="Boundary">Box of the whole picture on the page, mm; null when unreadable.</param>
/// <param name="Clip">Box inside the picture, from its top left, mm; null when absent.</param>
public sealed record OfdStampAnnot(string? Id, ulong? PageRef, string? PageRefText, OfdBox? Boundary, OfdBox? Clip);

/// <summary><c>Provider</c>; attributes, or child elements with one producer.</summary>
/// <param name="Name">ProviderName.</param>
/// <param name="Version">Version.</param>
/// <param name="Company">Company.</param>
/// <param name="ProtocolVersion">ProtocolVer (GM/T 0099).</param>
public sealed record OfdSignatureProvider(string? Name, string? Version, string? Company, string? ProtocolVersion);

/// <summary><c>Parameters/Parameter</c> (GM/T 0099).</summary>
/// <param name="Name">@Name.</param>
/// <param name="Type">@Type.</param>
/// <param name="Value">Text.</param>
public sealed record OfdParameter(string? Name, string? Type, string Value);

/// <summary>
/// A signature description file (clause 18.2), read in any order of elements. The bytes are as stored: the signature is over them, so nothing is written anew.
/// Absent things are null; whether that is allowed is for the verifier to say.
/// </summary>
public sealed record OfdSignatureFile
{
    /// <summary>Name of the entry.</summary>
    public required string EntryName { get; init; }

    /// <summary>The unpacked bytes as stored.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Provider, null when absent.</summary>
    public OfdSignatureProvider? Provider { get; init; }

    /// <summary>SignatureMethod as written, an OID by practice.</summary>
    public string? SignatureMethod { get; init; }

    /// <summary>SignatureDateTime as written: a claim for display.</summary>
    public string? SignatureDateTime { get; init; }

    /// <summary>References/@CheckMethod as written, null when absent (MD5 by the schema).</summary>
    public string? CheckMethod { get; init; }

    /// <summary>References in file order.</summary>
    public IReadOnlyList<OfdReference> References { get; init; } = [];

    /// <summary>Stamps in file order.</summary>
    public IReadOnlyList<OfdStampAnnot> StampAnnots { get; init; } = [];

    /// <summary>Seal/BaseLoc as written.</summary>
    public string? SealLoc { get; init; }

    /// <summary>Entry of the seal, null when absent or missing.</summary>
    public string? SealEntryName { get; init; }

    /// <summary>SignedValue as written.</summary>
    public string? SignedValueLoc { get; init; }

    /// <summary>Entry of the signature value, null when absent or missing.</summary>
    public string? SignedValueEntryName { get; init; }

    /// <summary>Parameters of GM/T 0099.</summary>
    public IReadOnlyList<OfdParameter> Parameters { get; init; } = [];

    /// <summary>Elements that occur twice where one is allowed (<c>SignedInfo</c>, <c>SignedValue</c>, <c>References</c> …): the first was read.</summary>
    public IReadOnlyList<string> Repeated { get; init; } = [];

    /// <summary>Reads a file that stands alone or in a container.</summary>
    /// <param name="bytes">The bytes as stored.</param>
    /// <param name="entryName">Its name in the container, from which relative paths count.</param>
    /// <param name="package">The container, null for a file on its own: no path is then resolved.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="file">The result, null with a fault.</param>
    /// <param name="fault">Why not, null with a result.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> bytes,
        [NotNull] string entryName,
        OfdPackage? package,
        [NotNull] DocumentLimits limits,
        [NotNullWhen(true)] out OfdSignatureFile? file,
        [NotNullWhen(false)] out DocumentFault? fault)
    {
        file = null;
        var deadline = package?.Deadline ?? Deadline.In(limits.TimeBudget);
        if (!XmlReading.TryRead(bytes, entryName, limits, deadline, out var root, out fault, out _))
        {
            return false;
        }

        file = SignatureReading.Read(root, bytes, entryName, package);
        return true;
    }
}
