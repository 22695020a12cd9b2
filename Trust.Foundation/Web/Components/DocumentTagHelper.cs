using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>Language, colours and size on the root element.</summary>
[HtmlTargetElement("html", Attributes = "view")]
public sealed class DocumentTagHelper : TagHelper
{
    /// <summary>What the person chose.</summary>
    public ViewPreferences View { get; set; } = ViewPreferences.Default;

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Attributes.SetAttribute("lang", Words.IsEnglish ? "en" : "zh-CN");
        output.Attributes.SetAttribute("data-theme", View.Theme);
        if (View.Elder)
            output.Attributes.SetAttribute(new TagHelperAttribute("data-elder"));
    }
}
