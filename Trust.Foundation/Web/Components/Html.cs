using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Trust.Web;

/// <summary>Small pieces of markup; text is always encoded.</summary>
internal static class Html
{
    internal static TagBuilder Element(string tag, string? css, params object?[] children)
    {
        var element = new TagBuilder(tag);
        if (!string.IsNullOrEmpty(css))
            element.Attributes["class"] = css;
        foreach (var child in children)
            Append(element, child);
        return element;
    }

    internal static TagBuilder With(this TagBuilder element, string name, string? value)
    {
        if (value is not null)
            element.Attributes[name] = value;
        return element;
    }

    internal static IHtmlContent Hidden(string text) => Element("span", "t-hidden", text);

    internal static string Css(params string?[] names) => string.Join(' ', names.Where(name => !string.IsNullOrEmpty(name)));

    private static void Append(TagBuilder element, object? child)
    {
        if (child is IHtmlContent html)
            element.InnerHtml.AppendHtml(html);
        else if (child is not null)
            element.InnerHtml.Append(child.ToString()!);
    }
}
