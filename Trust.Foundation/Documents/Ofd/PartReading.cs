using System.Diagnostics.CodeAnalysis;
using Trust.Documents.Packaging;

namespace Trust.Documents.Ofd;

/// <summary>Reads parts of one package and remembers what could not be read.</summary>
internal sealed class PartReading(OfdPackage package)
{
    private readonly List<DocumentFault> _faults = [];
    private readonly HashSet<string> _counted = new(StringComparer.Ordinal);

    public OfdPackage Package => package;

    /// <summary>Parts that could not be read, in the order met.</summary>
    public IReadOnlyList<DocumentFault> Faults => _faults;

    public int PagesLeft { get; set; } = package.Limits.MaxPages;

    public bool TryBytes(string entryName, out ReadOnlyMemory<byte> bytes, [NotNullWhen(false)] out DocumentFault? fault)
    {
        bytes = default;
        fault = package.Find(entryName) is not { } entry ? new(DocumentFaults.EntryMissing, $"{entryName} does not exist.")
            : package.Deadline.Passed ? new(DocumentFaults.Time, "The time for this file is used up.")
            : entry.Size > package.Limits.MaxEntryBytes ? new(DocumentFaults.UnpackedTooLarge, $"{entryName} unpacks to {entry.Size} bytes.")
            : entry.TryRead(out bytes) ? null
            : new(DocumentFaults.EntryDamaged, $"{entryName} cannot be unpacked.");
        return fault is null;
    }

    public bool TryRead(string entryName, [NotNullWhen(true)] out XmlElement? root, [NotNullWhen(false)] out DocumentFault? fault)
    {
        root = null;
        if (package.Find(entryName) is { } entry && entry.Size > package.Limits.MaxXmlBytes)
        {
            fault = new(DocumentFaults.XmlTooLarge, $"{entryName} has {entry.Size} bytes; {package.Limits.MaxXmlBytes} are allowed.");
        }
        else if (TryBytes(entryName, out var bytes, out fault)
            && XmlReading.TryRead(bytes, entryName, package.Limits, package.Deadline, out root, out fault, out var nodes)
            && _counted.Add(entryName)
            && !package.CountNodes(nodes))
        {
            root = null;
            fault = new(DocumentFaults.XmlTooLarge, "The parts of this file have too many elements together.");
        }

        if (fault is not null)
        {
            Report(fault);
        }

        return root is not null;
    }

    public void Report(DocumentFault fault)
    {
        if (_faults.Count < 200 && !_faults.Contains(fault))
        {
            _faults.Add(fault);
        }
    }
}
