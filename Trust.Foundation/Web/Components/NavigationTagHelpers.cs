using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>Views of one thing as links: <c>t-tab</c> inside.</summary>
[HtmlTargetElement("t-tabs")]
public sealed class TabsTagHelper : TrustTagHelper
{
    /// <summary>What the tabs choose between.</summary>
    public string Label { get; set; } = "";

    /// <summary>Spread over the whole width.</summary>
    public bool Fill { get; set; }

    /// <summary>Two or three equal parts in a frame instead of underlined words.</summary>
    public bool Segments { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "nav", Segments ? "t-segments" : "t-tabs", Fill ? "t-tabs-fill" : null);
        Set(output, "aria-label", Label);
        output.Content.AppendHtml(child);
    }
}

/// <summary>One view.</summary>
[HtmlTargetElement("t-tab")]
public sealed class TabTagHelper : TrustTagHelper
{
    /// <summary>Where it leads.</summary>
    public string Href { get; set; } = "";

    /// <summary>The one shown.</summary>
    public bool Current { get; set; }

    /// <summary>How many it holds.</summary>
    public string? Count { get; set; }

    /// <summary>Icon before the words.</summary>
    public string? Icon { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "a");
        Set(output, "href", Href);
        Set(output, "aria-current", Current ? "page" : null);
        if (Icon is not null)
            output.Content.AppendHtml(IconTagHelper.Draw(Icon, 18));
        output.Content.AppendHtml(child);
        if (Count is not null)
            output.Content.AppendHtml(Html.Element("span", "t-count", Count));
    }
}

/// <summary>
/// A large entrance of the front page.
/// <example><c>&lt;t-door href="/items?for=person" icon="user" title="个人办事" text="1,286件" /&gt;</c></example>
/// </summary>
[HtmlTargetElement("t-door", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DoorTagHelper : TrustTagHelper
{
    /// <summary>Where it leads.</summary>
    public string Href { get; set; } = "";

    /// <summary>Icon in the block.</summary>
    public string Icon { get; set; } = "user";

    /// <summary>Title.</summary>
    public string Title { get; set; } = "";

    /// <summary>Second line.</summary>
    public string? Text { get; set; }

    /// <summary>The block is navy instead of blue.</summary>
    public bool Navy { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "a", "t-door", Navy ? "t-door-navy" : null);
        Set(output, "href", Href);
        output.Content.AppendHtml(Html.Element("span", "t-door-icon", IconTagHelper.Draw(Icon, 36)))
            .AppendHtml(Html.Element("span", "t-door-text", Html.Element("span", "t-door-title", Title), Text is null ? null : Html.Element("span", "t-second", Text)))
            .AppendHtml(Html.Element("span", "t-door-go", IconTagHelper.Draw("chevron-right", 20)));
    }
}

/// <summary>A subject in a grid of subjects: icon over one word; inside <c>ul.t-topics</c>.</summary>
[HtmlTargetElement("t-topic", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TopicTagHelper : TrustTagHelper
{
    /// <summary>Where it leads.</summary>
    public string Href { get; set; } = "";

    /// <summary>Icon.</summary>
    public string Icon { get; set; } = "document";

    /// <summary>The word.</summary>
    public string Title { get; set; } = "";

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "li");
        output.Content.AppendHtml(Html.Element("a", null, IconTagHelper.Draw(Icon, 32), Html.Element("span", null, Title)).With("href", Href));
    }
}

/// <summary>A quick way to something used often: tile, title, second line.</summary>
[HtmlTargetElement("t-quick", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class QuickTagHelper : TrustTagHelper
{
    /// <summary>Where it leads.</summary>
    public string Href { get; set; } = "";

    /// <summary>Icon in the tile.</summary>
    public string Icon { get; set; } = "document";

    /// <summary>Title.</summary>
    public string Title { get; set; } = "";

    /// <summary>Second line; not on phones.</summary>
    public string? Text { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "a", "t-quick");
        Set(output, "href", Href);
        output.Content.AppendHtml(Html.Element("span", "t-tile t-tile-action", IconTagHelper.Draw(Icon, 20)))
            .AppendHtml(Html.Element("span", "t-row-text", Html.Element("span", "t-quick-title", Title), Text is null ? null : Html.Element("span", "t-second", Text)));
    }
}

/// <summary>
/// A licence in the wallet: five dark grounds, state on a white plate (<c>t-badge plate="true"</c> between the tags).
/// </summary>
[HtmlTargetElement("t-licence", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class LicenceTagHelper : TrustTagHelper
{
    /// <summary>Where it leads.</summary>
    public string Href { get; set; } = "";

    /// <summary>Name of the licence.</summary>
    public string Title { get; set; } = "";

    /// <summary>Who issued it.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Who holds it; only on a large card.</summary>
    public string? Holder { get; set; }

    /// <summary>Its number, masked; only on a large card.</summary>
    public string? Number { get; set; }

    /// <summary><c>blue</c>, <c>green</c>, <c>violet</c>, <c>slate</c> or <c>brown</c>.</summary>
    public string Ground { get; set; } = "blue";

    /// <summary>With the guilloche.</summary>
    public bool Large => Number is not null;

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "a", "t-licence", "t-licence-" + Ground, Large ? "t-licence-large" : null);
        Set(output, "href", Href);
        output.Content.AppendHtml(Html.Element("span", "t-licence-title", Title)).AppendHtml(Html.Element("span", "t-licence-text", Issuer));
        if (Large)
            output.Content.AppendHtml(Html.Element("span", "t-licence-foot", Html.Element("span", "t-licence-text", Holder), Html.Element("span", "t-licence-number", Number)));
        output.Content.AppendHtml(child);
    }
}
