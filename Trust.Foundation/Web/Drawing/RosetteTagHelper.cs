using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>The guilloche, our one ornament. On one kind of surface a page, never behind text.</summary>
[HtmlTargetElement("t-rosette", TagStructure = TagStructure.WithoutEndTag)]
public sealed class RosetteTagHelper : TrustTagHelper
{
    private static readonly object Drawn = new();

    /// <summary>The page.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "svg", "t-rosette");
        Set(output, "viewBox", $"0 0 {Rosette.Edge} {Rosette.Edge}");
        Set(output, "aria-hidden", "true");
        Set(output, "focusable", "false");
        output.Content.SetHtmlContent(new HtmlString(First() ? $"""<g id="rosette-all">{Rosette.Inner("rosette-")}</g>""" : Again));
    }

    private const string Again = """<use href="#rosette-all"/>""";

    private bool First()
    {
        var items = ViewContext.HttpContext.Items;
        if (items.ContainsKey(Drawn))
            return false;
        items[Drawn] = true;
        return true;
    }
}
