using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>The Trust mark: a seal ring, open where the tick leaves it. Needs a quarter of its width as clear space.</summary>
[HtmlTargetElement("t-mark", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MarkTagHelper : TrustTagHelper
{
    // Ring of radius 18 about (24, 24), open from 58° to 16° above the horizontal; the tick leaves through the opening.
    private const string Drawing =
        """<path class="t-mark-ring" d="M32.05 7.9A18 18 0 1 0 41.3 19.05"/><path class="t-mark-tick" d="m15.2 23.8 7.5 7.6L40 11.6"/>""";

    /// <summary>Edge in pixels.</summary>
    public int Size { get; set; } = 36;

    /// <summary>All white, for navy grounds.</summary>
    public bool White { get; set; }

    /// <summary>What it says to someone who cannot see it; null hides it from screen readers.</summary>
    public string? Label { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "svg", "t-mark", White ? "t-mark-white" : null);
        var size = Size.ToString(CultureInfo.InvariantCulture);
        Set(output, "width", size);
        Set(output, "height", size);
        Set(output, "viewBox", "0 0 48 48");
        Set(output, "stroke-width", "5");
        Set(output, "focusable", "false");
        Set(output, "aria-hidden", Label is null ? "true" : null);
        Set(output, "role", Label is null ? null : "img");
        Set(output, "aria-label", Label);
        output.Content.SetHtmlContent(new HtmlString(Drawing));
    }
}
