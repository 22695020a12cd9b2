using Microsoft.AspNetCore.Http;

namespace Trust.Web;

/// <summary>One entry of a navigation.</summary>
/// <param name="Text">Words, already in the reader's language.</param>
/// <param name="Href">Where it leads; must exist.</param>
/// <param name="Icon">Name of an icon, for side navigation, tab bar and menu.</param>
/// <param name="Count">A number shown at the end, such as waiting cases.</param>
/// <param name="Exact">Current only on exactly this path, not below it.</param>
/// <param name="Post">The entry changes something (signing out): it is drawn as a form that posts.</param>
public sealed record ChromeLink(string Text, string Href, string? Icon = null, string? Count = null, bool Exact = false, bool Post = false)
{
    /// <summary>Whether the path lies at or below this entry.</summary>
    /// <param name="path">Path of the page.</param>
    public bool Covers(PathString path)
    {
        var href = Href.Split('?', '#')[0];
        return Exact || href == "/"
            ? string.Equals(path.Value?.TrimEnd('/') ?? "", href.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
            : path.StartsWithSegments(href, StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>Entries of a side navigation under a title.</summary>
/// <param name="Title">Words over the group, or null.</param>
/// <param name="Links">The entries.</param>
public sealed record ChromeGroup(string? Title, IReadOnlyList<ChromeLink> Links);

/// <summary>Who is signed in.</summary>
/// <param name="Name">Full name or title, shown as it is.</param>
/// <param name="Menu">What the menu under the name offers; without entries the name is plain text.</param>
public sealed record ChromePerson(string Name, IReadOnlyList<ChromeLink> Menu);
