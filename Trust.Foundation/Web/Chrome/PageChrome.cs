using Microsoft.AspNetCore.Http;

namespace Trust.Web;

/// <summary>
/// What the frame of one page shows. A page or a module's <see cref="IChromeSource"/> fills it; an empty list draws nothing,
/// so that no link leads nowhere. Lives as long as the request.
/// </summary>
/// <param name="sources">Asked once, after the page and before the frame is drawn.</param>
public sealed class PageChrome(IEnumerable<IChromeSource> sources)
{
    private bool ready;

    /// <summary>Top navigation of public pages.</summary>
    public IList<ChromeLink> Nav { get; } = [];

    /// <summary>Tab bar on phones, at most five.</summary>
    public IList<ChromeLink> Tabs { get; } = [];

    /// <summary>Side navigation of a console.</summary>
    public IList<ChromeGroup> Side { get; } = [];

    /// <summary>Links at the foot of public pages.</summary>
    public IList<ChromeLink> Footer { get; } = [];

    /// <summary>More links in the strip, such as 无障碍.</summary>
    public IList<ChromeLink> Strip { get; } = [];

    /// <summary>Who is signed in, or null.</summary>
    public ChromePerson? Person { get; set; }

    /// <summary>Shown where nobody is signed in, such as 登录.</summary>
    public ChromeLink? SignIn { get; set; }

    /// <summary>遇到问题, beside or instead of the person.</summary>
    public ChromeLink? Help { get; set; }

    /// <summary>怎样辨认: how to recognise an official page.</summary>
    public ChromeLink? HowToRecognise { get; set; }

    /// <summary>The region served, such as 澜江市, with the link that changes it.</summary>
    public ChromeLink? Region { get; set; }

    /// <summary>Where the brand leads; null draws it without a link.</summary>
    public string? Home { get; set; } = "/";

    /// <summary>Name of a console and its place, such as 印章管理 and 澜江市.</summary>
    public IList<string> Place { get; } = [];

    /// <summary>Address of a console's search (GET, parameter <c>q</c>), or null.</summary>
    public string? Search { get; set; }

    /// <summary>Label of the console's search.</summary>
    public string? SearchLabel { get; set; }

    /// <summary>A sentence over the whole page, such as that this is a development node.</summary>
    public string? Banner { get; set; }

    /// <summary>The path that decides which entry is current, if not the request's.</summary>
    public PathString? CurrentPath { get; set; }

    /// <summary>Asks the sources; the layouts call it.</summary>
    /// <param name="context">The request.</param>
    public async ValueTask ReadyAsync(HttpContext context)
    {
        if (ready)
            return;
        ready = true;
        foreach (var source in sources)
            await source.FillAsync(this, context);
    }

    /// <summary>Whether an entry is the one that the reader is on: the longest that covers the path.</summary>
    /// <param name="link">The entry.</param>
    /// <param name="among">All entries of its list.</param>
    /// <param name="context">The request.</param>
    public bool IsCurrent(ChromeLink link, IEnumerable<ChromeLink> among, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(context);
        var path = CurrentPath ?? context.Request.Path;
        return link.Covers(path) && !among.Any(other => other.Href.Length > link.Href.Length && other.Covers(path));
    }
}

/// <summary>Fills the frame of every page: navigation of the whole site, who is signed in, the banner.</summary>
public interface IChromeSource
{
    /// <summary>Adds what is missing. What the page itself has set stays.</summary>
    /// <param name="chrome">The frame so far.</param>
    /// <param name="context">The request.</param>
    ValueTask FillAsync(PageChrome chrome, HttpContext context);
}
