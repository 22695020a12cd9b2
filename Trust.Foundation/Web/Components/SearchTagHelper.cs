using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>
/// A search box that sends <c>q</c> by GET.
/// <example><c>&lt;t-search action="/items" label="搜事项、证照、大厅" button="搜索" hero="true" /&gt;</c></example>
/// </summary>
[HtmlTargetElement("t-search", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class SearchTagHelper : TrustTagHelper
{
    /// <summary>Where the question goes.</summary>
    public string Action { get; set; } = "";

    /// <summary>Name of the parameter.</summary>
    public string Name { get; set; } = "q";

    /// <summary>What was asked before.</summary>
    public string? Value { get; set; }

    /// <summary>What can be found; shown in the empty box and read out as its label.</summary>
    public string Label { get; set; } = "";

    /// <summary>Words on the button; null draws none (Enter sends).</summary>
    public string? Button { get; set; }

    /// <summary>The large one of the front page.</summary>
    public bool Hero { get; set; }

    /// <summary>Shows and serves the key / that leads here.</summary>
    public bool Shortcut { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "form", "t-search", Hero ? "t-search-hero" : null);
        Set(output, "role", "search");
        Set(output, "method", "get");
        Set(output, "action", Action);
        output.Content.AppendHtml(IconTagHelper.Draw("search", 20));
        output.Content.AppendHtml(Html.Element("input", null)
            .With("type", "search").With("name", Name).With("value", Value).With("aria-label", Label).With("placeholder", Label)
            .With("autocomplete", "off").With("enterkeyhint", "search").With("data-shortcut", Shortcut ? "/" : null));
        if (Shortcut)
            output.Content.AppendHtml(Html.Element("kbd", null, "/").With("aria-hidden", "true"));
        if (Button is not null)
            output.Content.AppendHtml(Html.Element("button", "t-button t-button-primary", Button).With("type", "submit"));
    }
}
