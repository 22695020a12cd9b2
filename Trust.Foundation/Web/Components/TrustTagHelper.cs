using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>Base of the components: an element with a class to which a page may add its own.</summary>
public abstract class TrustTagHelper : TagHelper
{
    /// <summary>Makes the output this element, keeping a class that the page gave.</summary>
    /// <param name="output">What is drawn.</param>
    /// <param name="tag">Element name.</param>
    /// <param name="css">Classes of the component.</param>
    protected static void Become(TagHelperOutput output, string tag, params string?[] css)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = tag;
        output.TagMode = TagMode.StartTagAndEndTag;
        var own = output.Attributes["class"]?.Value?.ToString();
        if (Html.Css([.. css, own]) is { Length: > 0 } all)
            output.Attributes.SetAttribute("class", all);
    }

    /// <summary>Sets an attribute unless the value is null.</summary>
    /// <param name="output">What is drawn.</param>
    /// <param name="name">Attribute name.</param>
    /// <param name="value">Value, encoded when written.</param>
    protected static void Set(TagHelperOutput output, string name, string? value)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (value is not null)
            output.Attributes.SetAttribute(name, value);
    }

    /// <summary>A heading of a level from 1 to 6.</summary>
    internal static TagBuilder HeadingOf(int level, string? css, params object?[] children) =>
        Html.Element("h" + Math.Clamp(level, 1, 6).ToString(CultureInfo.InvariantCulture), css, children);

    /// <summary>What stands between the tags.</summary>
    internal static async Task<IHtmlContent> ChildAsync(TagHelperOutput output) => await output.GetChildContentAsync();

    /// <summary>Whether the page put anything but white space between the tags.</summary>
    internal static bool HasContent(IHtmlContent child) => child is not TagHelperContent { IsEmptyOrWhiteSpace: true };
}
