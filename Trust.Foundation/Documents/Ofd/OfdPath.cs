using Trust.Documents.Packaging;

namespace Trust.Documents.Ofd;

/// <summary>
/// ST_Loc (GB/T 33190 clause 7.3): <c>/a/b</c> from the root, else from the folder of the file that holds it; case counts. Some producers mean the document folder
/// or the root, so these are tried next. Nothing leaves the container.
/// </summary>
internal static class OfdPath
{
    /// <summary>Folder of an entry, without a closing slash; empty for the root.</summary>
    public static string Folder(string entryName) => entryName.LastIndexOf('/') is var at and >= 0 ? entryName[..at] : string.Empty;

    /// <summary>Joins and removes dot segments; null when the path leaves the root or is empty.</summary>
    public static string? Join(string folder, string loc)
    {
        var text = loc.Trim();
        if (text.Length == 0)
        {
            return null;
        }

        var whole = text[0] is '/' or '\\' ? text : folder + "/" + text;
        var kept = new List<string>();
        foreach (var part in whole.Split('/', '\\'))
        {
            if (part == "..")
            {
                if (kept.Count == 0)
                {
                    return null;
                }

                kept.RemoveAt(kept.Count - 1);
            }
            else if (part.Length > 0 && part != ".")
            {
                kept.Add(part);
            }
        }

        return kept.Count == 0 ? null : string.Join('/', kept);
    }

    /// <summary>Existing entries that a path could mean, the standard's reading first. Readers differ here, so coverage rules look at all of them.</summary>
    public static IEnumerable<PackageEntry> Candidates(OfdPackage package, string? loc, params string[] folders)
    {
        if (string.IsNullOrWhiteSpace(loc) || loc.Length > 4096)
        {
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in folders.Append(string.Empty))
        {
            if (Join(folder, loc) is { } name && seen.Add(name) && package.Find(name) is { IsDirectory: false } entry)
            {
                yield return entry;
            }
        }
    }

    public static string? Resolve(OfdPackage package, string? loc, params string[] folders) => Candidates(package, loc, folders).FirstOrDefault()?.Name;
}
