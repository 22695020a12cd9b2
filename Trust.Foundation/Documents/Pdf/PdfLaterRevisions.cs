using Trust.Documents.Pdf.Syntax;

namespace Trust.Documents.Pdf;

/// <summary>
/// What later revisions did to a signed one. Nothing but further signatures may come after: their dictionaries, fields and appearances, and the places that lead to them, each in
/// one known form. Validation data (DSS, ETSI EN 319 142-1 clause 5.4.2) show nothing and may come too. Whatever else was touched, and whatever the signed revision named
/// without having it, is a change. Our rule; ISO 32000-1 leaves it to the reader.
/// </summary>
internal sealed class PdfLaterRevisions
{
    // What a signature field that is its own widget may have (12.5.2, 12.7.3.1, tables 188 and 232): nothing that runs, nothing that could be read as a page or another object.
    private static readonly string[] InField =
        ["Type", "Subtype", "FT", "T", "TU", "V", "P", "F", "Ff", "Rect", "AP", "MK", "M", "NM", "BS", "Border", "DA", "DR", "Q", "Lock", "SV"];

    private readonly PdfFile _file;
    private readonly PdfFile _revision;
    private readonly HashSet<int> _signatures;
    private readonly HashSet<int> _pages;
    private readonly HashSet<int> _lists;
    private readonly int _catalog;
    private readonly int _form;

    private PdfLaterRevisions(PdfFile file, PdfFile revision, HashSet<int> signatures)
    {
        (_file, _revision, _signatures) = (file, revision, signatures);
        var pages = PdfTree.Pages(revision);
        _pages = [.. pages.Select(page => page.Number)];
        _catalog = NumberOf(revision.Xref.Trailer["Root"]);
        _form = NumberOf(revision.Catalog["AcroForm"]);
        _lists = [.. pages.Select(page => NumberOf(page.Value["Annots"])), NumberOf(revision.Resolve(revision.Catalog, "AcroForm")["Fields"])];
    }

    /// <summary>The first change that is more than a further signature, in English; null where there is none.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="revision">The revision that a signature covers.</param>
    /// <param name="signatures">Object numbers of all signature dictionaries that are judged.</param>
    public static string? FindChange(PdfFile file, PdfFile revision, HashSet<int> signatures)
    {
        try
        {
            return NumberOf(file.Xref.Trailer["Root"]) != NumberOf(revision.Xref.Trailer["Root"]) || NumberOf(file.Xref.Trailer["Info"]) != NumberOf(revision.Xref.Trailer["Info"])
                ? "another catalog, or other information about the document, took the place of the signed one"
                : new PdfLaterRevisions(file, revision, signatures).Find();
        }
        catch (PdfFormatException e) when (e.Fault.Code is not (PdfFaults.Time or PdfFaults.TooMany))
        {
            return $"the signed revision cannot be compared: {e.Fault.Detail}";
        }
    }

    private string? Find()
    {
        List<int> added = [];
        foreach (var (number, place) in _file.Xref.Places.OrderBy(pair => pair.Key))
        {
            if (!_revision.Xref.Places.TryGetValue(number, out var before) || before.Place < 0)
            {
                added.Add(number);
            }
            else if (before != place && !IsAllowed(number, before, place))
            {
                return $"object {number} was {(place.Place < 0 ? "taken away" : "changed")}";
            }
        }

        return Missing().Where(number => added.BinarySearch(number) >= 0).Select(number => $"object {number} was named by the signed revision and came later").FirstOrDefault();
    }

    // A name that leads nowhere is nothing (7.3.10): whoever gives it an object later changes what is shown without touching what was signed.
    private IEnumerable<int> Missing()
    {
        foreach (var (number, place) in _revision.Xref.Places.Where(pair => pair.Value.Place >= 0))
        {
            foreach (var target in References(_revision.Find(number, place.InStream ? 0 : place.Detail)?.Value))
            {
                if (!_revision.Xref.Places.TryGetValue(target, out var found) || found.Place < 0)
                {
                    yield return target;
                }
            }
        }
    }

    private static IEnumerable<int> References(PdfValue? value) => value switch
    {
        { Kind: PdfKind.Reference } => [value.Target.Number],
        { Kind: PdfKind.Array } => value.Items.SelectMany(References),
        { Kind: PdfKind.Dictionary } => value.Entries.SelectMany(entry => References(entry.Value)),
        _ => [],
    };

    private bool IsAllowed(int number, PdfPlace before, PdfPlace after)
    {
        var (old, fresh) = (_revision.Find(number, before.InStream ? 0 : before.Detail), _file.Find(number, after.InStream ? 0 : after.Detail));
        if (old is null || fresh is null || old.Generation != fresh.Generation || old.Stream.HasValue != fresh.Stream.HasValue || (old.Stream is { } bytes && !bytes.Span.SequenceEqual(fresh.Stream!.Value.Span)))
        {
            return false;
        }

        return AreEqual(old.Value, fresh.Value)
            || (number == _catalog && IsCatalog(old.Value, fresh.Value))
            || (number == _form && IsForm(old.Value, fresh.Value))
            || (_pages.Contains(number) && AreEqual(old.Value, fresh.Value, "Annots") && IsLonger(old.Value["Annots"], fresh.Value["Annots"]))
            || (_lists.Contains(number) && IsLonger(old.Value, fresh.Value));
    }

    private bool IsCatalog(PdfValue old, PdfValue fresh) =>
        AreEqual(old, fresh, "AcroForm", "DSS") && IsForm(_revision.Resolve(old, "AcroForm"), _file.Resolve(fresh, "AcroForm"));

    private bool IsForm(PdfValue old, PdfValue fresh) =>
        AreEqual(old, fresh) || (fresh.IsDictionary && AreEqual(old, fresh, "Fields", "SigFlags") && IsLonger(old["Fields"], fresh["Fields"]));

    private bool IsLonger(PdfValue? old, PdfValue? fresh)
    {
        var (before, after) = (_revision.Resolve(old).Items, _file.Resolve(fresh).Items);
        return before.Count <= after.Count && before.Zip(after).All(pair => AreEqual(pair.First, pair.Second)) && after.Skip(before.Count).All(IsSignature);
    }

    private bool IsSignature(PdfValue reference)
    {
        var field = _file.Resolve(reference);
        return reference.Kind == PdfKind.Reference && field.IsDictionary && !field.HasDuplicates && (field["FT"]?.IsName("Sig") ?? false)
            && (field["Subtype"]?.IsName("Widget") ?? false) && (field["Type"]?.IsName("Annot") ?? true)
            && IsLater(NumberOf(field["V"])) && field.Entries.All(entry => InField.Contains(entry.Key));
    }

    // A picture that claims a signature which was there before is none of its own.
    private bool IsLater(int signature) => _signatures.Contains(signature) && (!_revision.Xref.Places.TryGetValue(signature, out var before) || before.Place < 0);

    // Without looking behind references: what they lead to is compared for itself.
    private static bool AreEqual(PdfValue old, PdfValue fresh, params ReadOnlySpan<string> except)
    {
        if (old.Kind != fresh.Kind)
        {
            return old.Kind == PdfKind.Null && fresh.IsDictionary && except.Length > 0 && AreEntriesEqual(old, fresh, except);
        }

        return old.Kind switch
        {
            PdfKind.Dictionary => AreEntriesEqual(old, fresh, except),
            PdfKind.Array => old.Items.Count == fresh.Items.Count && old.Items.Zip(fresh.Items).All(pair => AreEqual(pair.First, pair.Second)),
            PdfKind.Reference => old.Target == fresh.Target,
            PdfKind.Text => old.Bytes.Span.SequenceEqual(fresh.Bytes.Span),
            PdfKind.Name => old.Word == fresh.Word,
            _ => old.Source.Span.SequenceEqual(fresh.Source.Span),
        };
    }

    private static bool AreEntriesEqual(PdfValue old, PdfValue fresh, ReadOnlySpan<string> except)
    {
        if (old.HasDuplicates || fresh.HasDuplicates)
        {
            return false;
        }

        foreach (var (key, value) in old.Entries)
        {
            if (!except.Contains(key) && (fresh[key] is not { } other || !AreEqual(value, other)))
            {
                return false;
            }
        }

        foreach (var (key, _) in fresh.Entries)
        {
            if (!except.Contains(key) && old[key] is null)
            {
                return false;
            }
        }

        return true;
    }

    private static int NumberOf(PdfValue? value) => value is { Kind: PdfKind.Reference } ? value.Target.Number : -1;
}
