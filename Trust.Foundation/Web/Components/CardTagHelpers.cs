using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>
/// A white card: title left, one link right. Never inside another card.
/// <example><c>&lt;t-card title="登录设备" href="/account/devices" link="全部3台"&gt;…&lt;/t-card&gt;</c></example>
/// </summary>
[HtmlTargetElement("t-card")]
public sealed class CardTagHelper : TrustTagHelper
{
    /// <summary>Title.</summary>
    public string? Title { get; set; }

    /// <summary>Second line under the title.</summary>
    public string? Note { get; set; }

    /// <summary>Level of the title's heading.</summary>
    public int Heading { get; set; } = 2;

    /// <summary>Where the link leads.</summary>
    public string? Href { get; set; }

    /// <summary>Words of the link.</summary>
    public string? Link { get; set; }

    /// <summary>Content reaches the edges: tables, findings, levels.</summary>
    public bool Flush { get; set; }

    /// <summary>Larger radius and shadow: the one panel of a page, such as signing in.</summary>
    public bool Panel { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "section", "t-card", Flush ? "t-card-flush" : null, Panel ? "t-panel" : null);
        if (Title is not null)
        {
            var words = Html.Element("div", null, HeadingOf(Heading, "t-card-title", Title), Note is null ? null : Html.Element("p", "t-card-note", Note));
            var more = string.IsNullOrEmpty(Href) ? null : Html.Element("a", "t-more", Link, IconTagHelper.Draw("chevron-right", 16)).With("href", Href);
            output.Content.AppendHtml(Html.Element("div", "t-card-head", words, more));
        }

        output.Content.AppendHtml(child);
    }
}

/// <summary>Rows of a card: <c>t-row</c> inside.</summary>
[HtmlTargetElement("t-list")]
public sealed class ListTagHelper : TrustTagHelper
{
    /// <summary>Short rows without rules.</summary>
    public bool Tight { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "ul", "t-list", Tight ? "t-list-tight" : null);
        output.Content.AppendHtml(child);
    }
}

/// <summary>
/// A row: icon, title, second line, and an end between the tags.
/// <example><c>&lt;t-row icon="laptop" title="电脑上的浏览器" note="澜江市"&gt;&lt;t-badge state="Ok"&gt;本机&lt;/t-badge&gt;&lt;/t-row&gt;</c></example>
/// </summary>
[HtmlTargetElement("t-row", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class RowTagHelper : TrustTagHelper
{
    /// <summary>Icon in a tile.</summary>
    public string? Icon { get; set; }

    /// <summary>The tile is blue: what is mine or active.</summary>
    public bool Active { get; set; }

    /// <summary>Title.</summary>
    public string Title { get; set; } = "";

    /// <summary>Second line; a vertical bar between two facts becomes the dot.</summary>
    public string? Note { get; set; }

    /// <summary>The title leads there.</summary>
    public string? Href { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "li");
        if (Icon is not null)
            output.Content.AppendHtml(Html.Element("span", Html.Css("t-tile", Active ? "t-tile-action" : null), IconTagHelper.Draw(Icon, 20)));
        object title = string.IsNullOrEmpty(Href) ? Title : Html.Element("a", null, Title).With("href", Href);
        output.Content.AppendHtml(Html.Element("div", "t-row-text", Html.Element("span", "t-row-title", title), Note is null ? null : Html.Element("span", "t-second", Html.Dotted(Note))));
        if (HasContent(child))
            output.Content.AppendHtml(Html.Element("div", "t-row-end", child));
    }
}

/// <summary>Facts by name, for <c>t-fact</c>.</summary>
[HtmlTargetElement("t-facts")]
public sealed class FactsTagHelper : TrustTagHelper
{
    /// <summary>On a grey ground and smaller: technical details.</summary>
    public bool Small { get; set; }

    /// <summary>Two pairs beside each other where there is room.</summary>
    public bool Wide { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "dl", "t-facts", Small ? "t-facts-small" : null, Wide ? "t-facts-2" : null);
        output.Content.AppendHtml(child);
    }
}

/// <summary>One fact: its name, and the value between the tags.</summary>
[HtmlTargetElement("t-fact")]
public sealed class FactTagHelper : TrustTagHelper
{
    /// <summary>Name of the fact.</summary>
    public string Name { get; set; } = "";

    /// <summary>The fact that matters most.</summary>
    public bool Strong { get; set; }

    /// <summary>A digest or identifier.</summary>
    public bool Mono { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "div");
        output.Content.AppendHtml(Html.Element("dt", null, Name)).AppendHtml(Html.Element("dd", Html.Css(Strong ? "t-strong" : null, Mono ? "t-mono" : null), child));
    }
}

/// <summary>Numbers beside each other, for <c>t-stat</c>.</summary>
[HtmlTargetElement("t-stats")]
public sealed class StatsTagHelper : TrustTagHelper
{
    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "dl", "t-card", "t-card-flush", "t-stats");
        output.Content.AppendHtml(child);
    }
}

/// <summary>One number with what it counts and a remark.</summary>
[HtmlTargetElement("t-stat", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StatTagHelper : TrustTagHelper
{
    /// <summary>What is counted.</summary>
    public string Name { get; set; } = "";

    /// <summary>The number.</summary>
    public string Value { get; set; } = "";

    /// <summary>A remark below.</summary>
    public string? Note { get; set; }

    /// <summary>Warn or Bad colours the remark.</summary>
    public State State { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "div");
        output.Content.AppendHtml(Html.Element("dt", null, Name)).AppendHtml(Html.Element("dd", "t-stat-number", Value));
        if (Note is not null)
            output.Content.AppendHtml(Html.Element("dd", State is State.Warn or State.Bad ? "t-" + State.Name() : null, Note));
    }
}
