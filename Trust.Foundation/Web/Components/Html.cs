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

    /// <summary>Facts on one line; a vertical bar in the text becomes the dot.</summary>
    internal static IHtmlContent Dotted(string text)
    {
        var line = new HtmlContentBuilder();
        foreach (var (part, index) in text.Split('|').Select((part, index) => (part.Trim(), index)))
        {
            if (index > 0)
                line.AppendHtml(Dot());
            line.Append(part);
        }

        return line;
    }

    internal static IHtmlContent Dot() => Element("span", null, Hidden(Words.IsEnglish ? ", " : "，"), Element("span", "t-dot"));

    internal static string Css(params string?[] names) => string.Join(' ', names.Where(name => !string.IsNullOrEmpty(name)));

    private static void Append(TagBuilder element, object? child)
    {
        if (child is IHtmlContent html)
            element.InnerHtml.AppendHtml(html);
        else if (child is not null)
            element.InnerHtml.Append(child.ToString()!);
    }
}
