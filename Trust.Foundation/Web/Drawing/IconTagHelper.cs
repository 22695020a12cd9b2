using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>One of our icons: <c>&lt;t-icon name="search" /&gt;</c>. Decoration unless it has a label.</summary>
[HtmlTargetElement("t-icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TrustTagHelper
{
    /// <summary>Name of the drawing; an unknown one throws.</summary>
    public string Name { get; set; } = "";

    /// <summary>Edge in pixels.</summary>
    public int Size { get; set; } = 20;

    /// <summary>What it says to someone who cannot see it; null hides it from screen readers.</summary>
    public string? Label { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "svg", "t-icon");
        var size = Size.ToString(CultureInfo.InvariantCulture);
        Set(output, "width", size);
        Set(output, "height", size);
        Set(output, "viewBox", "0 0 24 24");
        Set(output, "focusable", "false");
        Set(output, "aria-hidden", Label is null ? "true" : null);
        Set(output, "role", Label is null ? null : "img");
        Set(output, "aria-label", Label);
        output.Content.SetHtmlContent(Icons.Inner(Name));
    }

    /// <summary>The same drawing for other components.</summary>
    internal static IHtmlContent Draw(string name, int size, string? css = null)
    {
        var edge = size.ToString(CultureInfo.InvariantCulture);
        return Html.Element("svg", Html.Css("t-icon", css), new HtmlString(Icons.Inner(name)))
            .With("width", edge).With("height", edge).With("viewBox", "0 0 24 24").With("aria-hidden", "true").With("focusable", "false");
    }
}
