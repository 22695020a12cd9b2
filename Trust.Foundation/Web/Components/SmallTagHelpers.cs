using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>The 3 px separator between two facts on a line; a comma to screen readers.</summary>
[HtmlTargetElement("t-dot", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DotTagHelper : TrustTagHelper
{
    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = null;
        output.Content.AppendHtml(Html.Dot());
    }
}

/// <summary>The first character of a name in a disc.</summary>
[HtmlTargetElement("t-avatar", TagStructure = TagStructure.WithoutEndTag)]
public sealed class AvatarTagHelper : TrustTagHelper
{
    /// <summary>Full name.</summary>
    public string Name { get; set; } = "";

    /// <summary>For the head of a page.</summary>
    public bool Large { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "span", "t-avatar", Large ? "t-avatar-large" : null);
        Set(output, "aria-hidden", "true");
        output.Content.Append(StringInfo.GetNextTextElement(Name.Trim() is { Length: > 0 } name ? name : "?"));
    }
}

/// <summary>The mark with the name of the platform; a link when it has an <c>href</c>.</summary>
[HtmlTargetElement("t-brand")]
public sealed class BrandTagHelper : TrustTagHelper
{
    /// <summary>Where it leads, or null.</summary>
    public string? Href { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, Href is null ? "span" : "a", "t-brand");
        Set(output, "href", Href);
    }
}

/// <summary>Small words at the end of a heading's line that lead on, such as 全部记录.</summary>
[HtmlTargetElement("t-more")]
public sealed class MoreTagHelper : TrustTagHelper
{
    /// <summary>Where it leads.</summary>
    public string Href { get; set; } = "";

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "a", "t-more");
        Set(output, "href", Href);
        output.Content.AppendHtml(child).AppendHtml(IconTagHelper.Draw("chevron-right", 16));
    }
}
