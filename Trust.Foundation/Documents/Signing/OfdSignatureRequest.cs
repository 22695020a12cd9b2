using Trust.Documents.Writing;

namespace Trust.Documents.Signing;

/// <summary>Kind of an OFD signature (Signatures/Signature/@Type).</summary>
public enum OfdSignatureType
{
    /// <summary>An electronic seal: the value is an SES_Signature (GB/T 38540).</summary>
    Seal,

    /// <summary>A plain digital signature: the value is SignedData (GB/T 35275).</summary>
    Sign,
}

/// <summary>The program that signs (Provider).</summary>
/// <param name="Name">ProviderName, not empty.</param>
/// <param name="Version">Version, or null.</param>
/// <param name="Company">Company, or null.</param>
public sealed record OfdSignatureProvider(string Name, string? Version = null, string? Company = null);

/// <summary>Where a seal stands (StampAnnot).</summary>
/// <param name="PageIndex">The page, from 0.</param>
/// <param name="Boundary">The whole picture, millimetres on the page.</param>
/// <param name="Clip">The part that shows, millimetres from the upper left corner of <paramref name="Boundary"/>; all when null.</param>
public sealed record OfdStamp(int PageIndex, OfdBox Boundary, OfdBox? Clip = null);

/// <summary>What is to be signed and how (GB/T 33190 chapter 18).</summary>
public sealed record OfdSignatureRequest
{
    /// <summary>The program that signs.</summary>
    public required OfdSignatureProvider Provider { get; init; }

    /// <summary>Time claimed in Signature.xml, whole seconds, written as <c>yyyyMMddHHmmssZ</c>; it proves nothing.</summary>
    public required DateTimeOffset SignatureDateTime { get; init; }

    /// <summary>Kind.</summary>
    public OfdSignatureType Type { get; init; } = OfdSignatureType.Seal;

    /// <summary>The seal (SESeal, DER), stored as Seal.esl and covered by the signature. Required for seals, empty for plain signatures.</summary>
    public ReadOnlyMemory<byte> SealDer { get; init; }

    /// <summary>Places of the seal; none for an invisible one.</summary>
    public IReadOnlyList<OfdStamp> Stamps { get; init; } = [];

    /// <summary>Entries (no leading slash) that the signature leaves unprotected. A checker reports what can be shown of them.</summary>
    public IReadOnlyList<string> ExcludedEntries { get; init; } = [];

    internal WritingFault? Check(int pageCount)
    {
        string?[] texts = [Provider.Name, Provider.Version, Provider.Company];
        if (texts.Select(text => OfdText.CheckStored(text ?? "")).FirstOrDefault(fault => fault is not null) is { } illegal)
        {
            return illegal;
        }

        if (string.IsNullOrWhiteSpace(Provider.Name) || !Enum.IsDefined(Type) || SealDer.IsEmpty == (Type == OfdSignatureType.Seal)
            || (Type == OfdSignatureType.Sign && Stamps.Count > 0))
        {
            return new(WritingFaults.ValueInvalid, "A seal needs a provider and the seal itself; a plain signature has neither seal nor stamps.");
        }

        var wrong = Stamps.FirstOrDefault(stamp => stamp.PageIndex < 0 || stamp.PageIndex >= pageCount || !stamp.Boundary.IsSound || stamp.Clip is { IsSound: false });
        return wrong is null ? null : new(WritingFaults.StampInvalid, $"The stamp on page {wrong.PageIndex} has no page or no size.");
    }
}

/// <summary>An entry and its digest.</summary>
/// <param name="Name">Entry name, without a leading slash.</param>
/// <param name="Sm3">SM3 of the unpacked bytes, 32 bytes.</param>
public sealed record EntryDigest(string Name, ReadOnlyMemory<byte> Sm3);
