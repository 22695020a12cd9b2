using Trust.Documents.Ofd;
using Trust.Documents.Packaging;

namespace Trust.Documents.Conformance;

/// <summary>
/// Strict check of OFD files that this platform makes: container, schema of GB/T 33190 Annex A, identifiers, references, glyphs, boxes. Knows nothing of the
/// writer, so that an error of the writer is not an error of the check too. Far stricter than the standard asks of a reader: foreign files rarely pass.
/// </summary>
public static class OfdSelfCheck
{
    private const int MostFaults = 500;

    /// <summary>All faults found, empty for a file that passes; at most 500.</summary>
    public static IReadOnlyList<string> Check(ReadOnlyMemory<byte> file)
    {
        if (!OfdPackage.TryOpen(file, DocumentLimits.Default, out var package, out var fault) || !OfdFile.TryRead(package, out var ofd, out fault))
        {
            return [$"{fault.Code}: {fault.Detail}"];
        }

        var faults = new List<string>();
        Container(package, faults);
        var reach = OfdReachability.Of(ofd);
        foreach (var entry in reach.Entries)
        {
            Entry(package, entry, faults);
        }

        faults.AddRange(ofd.Faults.Select(found => $"{found.Code}: {found.Detail}"));
        foreach (var body in ofd.Bodies)
        {
            if (body.Document is { } document)
            {
                new DocumentCheck(ofd, body, document, faults).Run();
            }
        }

        return faults.Count > MostFaults ? faults[..MostFaults] : faults;
    }

    private static void Container(OfdPackage package, List<string> faults)
    {
        if (!package.CheckAll())
        {
            faults.Add("The time for this file is used up.");
        }

        faults.AddRange(package.Findings.Select(finding => $"{finding.Code}: {finding.EntryName} {finding.Detail}"));
        if (package.Entries.Count == 0 || package.Entries[0].Name != OfdFile.EntryPoint)
        {
            faults.Add("OFD.xml is not the first entry.");
        }

        // Names of our own parts are ASCII: no reader has to guess an encoding.
        faults.AddRange(package.Entries.Where(entry => entry.Name.Any(letter => !char.IsAscii(letter))).Select(entry => $"{entry.Name}: the name is not ASCII."));
        faults.AddRange(package.Entries.Where(entry => entry.IsDirectory).Select(entry => $"{entry.Name}: a folder entry."));
    }

    private static void Entry(OfdPackage package, OfdReachedEntry reached, List<string> faults)
    {
        if (reached.Role is OfdEntryRole.Unreached or OfdEntryRole.Mentioned)
        {
            faults.Add($"{reached.EntryName}: no rule of the standard leads here.");
        }

        if (RootType(reached) is not { } known || package.Find(reached.EntryName) is not { } entry || !entry.TryRead(out var bytes)
            || !XmlReading.TryRead(bytes, reached.EntryName, package.Limits, package.Deadline, out var root, out _, out _))
        {
            return;
        }

        SchemaCheck.Bytes(bytes.Span, reached.EntryName, faults);
        if (!known.Contains(root.Name))
        {
            faults.Add($"{reached.EntryName}: the root element is {root.Name}.");
            return;
        }

        SchemaCheck.Element(root, root.Name, reached.EntryName, faults);
    }

    private static string[]? RootType(OfdReachedEntry entry) => entry.Role switch
    {
        OfdEntryRole.EntryPoint => ["OFD"],
        OfdEntryRole.DocumentRoot => ["Document"],
        OfdEntryRole.Page or OfdEntryRole.Template => ["Page"],
        OfdEntryRole.Annotation => ["Annotations", "PageAnnot"],
        OfdEntryRole.Resource when entry.EntryName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) => ["Res"],
        OfdEntryRole.SignatureList => ["Signatures"],
        OfdEntryRole.SignatureFile => ["Signature"],
        _ => null,
    };
}
