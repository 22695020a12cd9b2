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
        var unprotected = reachability.Entries
            .Where(entry => !covered.Contains(entry.EntryName) && entry.Role != OfdEntryRole.Folder && !(IsSignaturePart(entry.Role.ToString()) && IsOwn(context, entry.EntryName)))
            .Select(entry => new UnprotectedEntry(
                entry.EntryName, entry.Role.ToString(), [.. entry.Pages.Select(page => page.PageIndex + 1).Distinct()], context.Number, BearsOnVerdict(document, entry, covered)))
            .OrderByDescending(entry => entry.IsShown)
            .ToList();

        // All count, but not all are listed: a file may hold thousands.
        context.Unprotected.AddRange(unprotected.Take(MostListed).Select(entry => entry with { Entry = ShownText.Cut(entry.Entry) }));
        if (!reachability.IsComplete)
        {
            return Doubt(SubIndications.SignatureConstraintsFailure, "Not every part of the document could be read, so something may be shown that is not protected.");
        }

        var shown = unprotected.Where(entry => entry.IsShown).ToList();
        if (shown.Count > 0)
        {
            return Doubt(SubIndications.SignatureConstraintsFailure, $"Not protected, but shown by readers: {string.Join(", ", shown.Take(20).Select(Text))}.");
        }

        var others = unprotected.Where(entry => !IsSignaturePart(entry.Role)).ToList();
        return others.Count > 0 ? Warn($"Not protected: {string.Join(", ", others.Take(20).Select(Text))}.")
            : unprotected.Count > 0 ? Note("Only the signature list and files of other signatures are not protected.")
            : Ok($"All {covered.Count} entries are protected.");
    }

    // OFD.xml is often left out so that signatures can follow. Then it may lead to nothing but the document that is covered.
    private static bool BearsOnVerdict(DocumentContext document, OfdReachedEntry entry, HashSet<string> covered) =>
        entry.Role == OfdEntryRole.EntryPoint ? LeadsElsewhere(document, covered) : entry.IsShown;

    // A covered document that OFD.xml does not lead to any more was put aside.
    private static bool LeadsElsewhere(DocumentContext document, HashSet<string> covered)
    {
        var roots = document.File!.Bodies.SelectMany(body => body.AllDocuments).Select(root => root.EntryName).ToHashSet(StringComparer.Ordinal);
        return roots.Any(root => !covered.Contains(root))
            || roots.Count > 1
            || document.File!.Bodies.Count > 1
            || covered.Overlaps(document.StrayDocuments);
    }

    private static bool IsOwn(SignatureContext context, string name) =>
        name == context.File!.EntryName || name == context.File.SignedValueEntryName || name == context.File.SealEntryName;

    private static bool IsSignaturePart(string role) => role is
        nameof(OfdEntryRole.SignatureList) or nameof(OfdEntryRole.SignatureFile) or nameof(OfdEntryRole.SignedValue) or nameof(OfdEntryRole.Seal);

    private static string Text(UnprotectedEntry entry) =>
        entry.Pages.Count == 0 ? $"{ShownText.Cut(entry.Entry)} ({entry.Role})" : $"{ShownText.Cut(entry.Entry)} ({entry.Role}, page {string.Join(' ', entry.Pages.Take(10))})";
}
