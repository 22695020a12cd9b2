using Trust.Documents.Pdf.Syntax;

namespace Trust.Documents.Pdf;

/// <summary>What a file became after one of its revisions, and where its signatures are shown.</summary>
/// <param name="file">The file.</param>
/// <param name="pages">Number of its pages.</param>
/// <param name="signatures">Object numbers of its signature dictionaries.</param>
internal sealed class PdfRevisionFacts(PdfFile file, int pages, HashSet<int> signatures)
{
    private const int MaxChanges = 1000;

    /// <summary>Takes down what came after the revision that a signature covers.</summary>
    public PdfSignature Compare(PdfSignature signature, PdfFile revision, PdfValue dictionary) =>
        signature with { LaterChanges = Changes(revision), ForeignChange = ForeignChange(revision, dictionary), PagesAdded = PagesAdded(revision) };

    /// <summary>By the number of the signature dictionary: pages with a widget of it that has an area, from 1.</summary>
    public static Dictionary<int, List<int>> WidgetPages(PdfFile file, List<PdfPage> pages)
    {
        Dictionary<int, List<int>> found = [];
        for (var index = 0; index < pages.Count; index++)
        {
            foreach (var annotation in file.Resolve(pages[index].Value, "Annots").Items)
            {
                var widget = file.Resolve(annotation);
                var value = widget["V"] ?? file.Resolve(widget, "Parent")["V"];
                var corners = file.Resolve(widget, "Rect").Items.Select(item => file.Resolve(item).Number).ToArray();
                if (value is { Kind: PdfKind.Reference } && corners is [var left, var bottom, var right, var top] && left != right && bottom != top)
                {
                    var places = found.TryGetValue(value.Target.Number, out var known) ? known : found[value.Target.Number] = [];
                    if (places.Count == 0 || places[^1] != index + 1)
                    {
                        places.Add(index + 1);
                    }
                }
            }
        }

        return found;
    }

    /// <summary>The name behind a key, or nothing.</summary>
    public static string NameOf(PdfFile file, PdfValue dictionary, string key) => file.Resolve(dictionary, key) is { Kind: PdfKind.Name, Word: var name } ? name : "";

    private List<PdfChange> Changes(PdfFile revision)
    {
        List<PdfChange> changes = [];
        foreach (var (number, place) in file.Xref.Places.OrderBy(pair => pair.Key))
        {
            var before = revision.Xref.Places.TryGetValue(number, out var old) ? old : new(-1, 0, false);
            if (changes.Count < MaxChanges && before != place && (before.Place >= 0 || place.Place >= 0))
            {
                changes.Add(new(number, before.Place < 0, KindOf(number, place.Detail)));
            }
        }

        return changes;
    }

    // DocMDP level 1 (12.8.2.2) forbids further signatures too.
    private string? ForeignChange(PdfFile revision, PdfValue dictionary) =>
        file.Resolve(dictionary, "Reference").Items.Any(reference => file.Resolve(file.Resolve(file.Resolve(reference), "TransformParams"), "P").Integer == 1)
            ? "the signature certifies that nothing comes after it"
            : PdfLaterRevisions.FindChange(file, revision, signatures);

    private string KindOf(int number, int generation)
    {
        try
        {
            var value = file.Find(number, file.Xref.Places[number].InStream ? 0 : generation)?.Value ?? PdfValue.Null;
            return string.Join('/', new[] { NameOf(file, value, "Type"), NameOf(file, value, "Subtype") }.Where(name => name.Length > 0));
        }
        catch (PdfFormatException e) when (e.Fault.Code is not (PdfFaults.Time or PdfFaults.TooMany))
        {
            return "";
        }
    }

    private int PagesAdded(PdfFile revision)
    {
        try
        {
            return pages - PdfTree.Pages(revision).Count;
        }
        catch (PdfFormatException e) when (e.Fault.Code is not (PdfFaults.Time or PdfFaults.TooMany))
        {
            return 0;
        }
    }
}
