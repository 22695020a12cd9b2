using Trust.Documents.Ofd;

namespace Trust.Documents.Verification.Checks;

/// <summary>
/// What a reader can show or run is covered by the references: a page, an annotation or a version that was added later is not. GB/T 33190 leaves the choice of
/// references to the producer; what an uncovered entry means for the verdict is our rule.
/// </summary>
internal sealed class CoverageCheck() : Check("SIG-COVERAGE", "GB/T 33190-2016 18.2.3 and 19; our rule on uncovered content")
{
    private const int MostListed = 1_000;

    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.File is not { } file || context.Document is not { Reachability: { } reachability } document)
        {
            return null;
        }

        var covered = file.References.Select(reference => reference.EntryName).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var entry in reachability.Entries.Where(entry => !covered.Contains(entry.EntryName) && entry.Role != OfdEntryRole.Folder))
        {
            if (!IsOwn(context, entry.EntryName) && context.Unprotected.Count < MostListed)
            {
                var pages = entry.Pages.Select(page => page.PageIndex + 1).Distinct().ToList();
                context.Unprotected.Add(new(entry.EntryName, entry.Role.ToString(), pages, context.Number, BearsOnVerdict(document, entry, covered)));
            }
        }

        if (!reachability.IsComplete)
        {
            return Doubt(SubIndications.SignatureConstraintsFailure, "Not every part of the document could be read, so something may be shown that is not protected.");
        }

        var shown = context.Unprotected.Where(entry => entry.IsShown).ToList();
        if (shown.Count > 0)
        {
            return Doubt(SubIndications.SignatureConstraintsFailure, $"Not protected, but shown by readers: {string.Join(", ", shown.Take(20).Select(Text))}.");
        }

        var others = context.Unprotected.Where(entry => !IsSignaturePart(entry.Role)).ToList();
        return others.Count > 0 ? Warn($"Not protected: {string.Join(", ", others.Take(20).Select(Text))}.")
            : context.Unprotected.Count > 0 ? Note("Only the signature list and files of other signatures are not protected.")
            : Ok($"All {covered.Count} entries are protected.");
    }

    // OFD.xml is often left out so that signatures can follow. Then it may lead to nothing but the document that is covered.
    private static bool BearsOnVerdict(DocumentContext document, OfdReachedEntry entry, HashSet<string> covered) =>
        entry.Role == OfdEntryRole.EntryPoint ? LeadsElsewhere(document, covered) : entry.IsShown;

    private static bool LeadsElsewhere(DocumentContext document, HashSet<string> covered)
    {
        var roots = document.File!.Bodies.SelectMany(body => body.AllDocuments).Select(root => root.EntryName).ToHashSet(StringComparer.Ordinal);
        return roots.Any(root => !covered.Contains(root))
            || document.File!.Bodies.Count > 1
            || covered.Any(name => !roots.Contains(name) && IsDocumentRoot(document, name));
    }

    // A covered document that OFD.xml does not lead to any more: it was put aside.
    private static bool IsDocumentRoot(DocumentContext document, string name) =>
        document.Reachability!.Find(name) is { Role: OfdEntryRole.Unreached }
        && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
        && document.Package.Find(name) is { } entry
        && entry.TryRead(out var bytes)
        && XmlReading.TryRead(bytes, name, document.Package.Limits, document.Package.Deadline, out var root, out _, out _)
        && root.Name == "Document";

    private static bool IsOwn(SignatureContext context, string name) =>
        name == context.File!.EntryName || name == context.File.SignedValueEntryName || name == context.File.SealEntryName;

    private static bool IsSignaturePart(string role) => role is
        nameof(OfdEntryRole.SignatureList) or nameof(OfdEntryRole.SignatureFile) or nameof(OfdEntryRole.SignedValue) or nameof(OfdEntryRole.Seal);

    private static string Text(UnprotectedEntry entry) =>
        entry.Pages.Count == 0 ? $"{entry.Entry} ({entry.Role})" : $"{entry.Entry} ({entry.Role}, page {string.Join(' ', entry.Pages.Take(10))})";
}
