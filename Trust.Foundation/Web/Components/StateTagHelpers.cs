using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>State of a thing; each has its own shape, so colour never says it alone.</summary>
public enum State
{
    /// <summary>In use, in order.</summary>
    Ok,

    /// <summary>Needs attention soon, or genuine but not usable.</summary>
    Warn,

    /// <summary>Lost, refused, not to be trusted.</summary>
    Bad,

    /// <summary>Being worked on.</summary>
    Running,

    /// <summary>Waits for someone.</summary>
    Waiting,

    /// <summary>Over.</summary>
    Ended,

    /// <summary>Not handed in.</summary>
    Draft,

    /// <summary>Could not be checked.</summary>
    Unknown,

    /// <summary>Something to know.</summary>
    Info,
}

internal static class States
{
    internal static string Name(this State state) => state.ToString().ToLowerInvariant();
}

/// <summary>
/// State in two or three words.
/// <example><c>&lt;t-badge state="Ok"&gt;在用&lt;/t-badge&gt;</c></example>
/// </summary>
[HtmlTargetElement("t-badge")]
public sealed class BadgeTagHelper : TrustTagHelper
{
    /// <summary>The state.</summary>
    public State State { get; set; }

    /// <summary>Another shape than the state's own.</summary>
    public string? Icon { get; set; }

    /// <summary>On a white plate, for licence cards.</summary>
    public bool Plate { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "span", "t-badge", "t-badge-" + State.Name(), Plate ? "t-badge-plate" : null);
        output.Content.AppendHtml(IconTagHelper.Draw(Icon ?? State.Name(), 14)).AppendHtml(Html.Element("span", null, child));
    }
}

/// <summary>
/// The answer of a check in one sentence ending in 。; who and when between the tags.
/// <example><c>&lt;t-verdict state="Ok" title="这份证照是真的，现在有效。"&gt;由澜江市市场监督管理局签发。&lt;/t-verdict&gt;</c></example>
/// Ok: genuine and usable. Warn: genuine, not usable. Bad: not to be trusted. Unknown: could not be checked.
/// </summary>
[HtmlTargetElement("t-verdict", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class VerdictTagHelper : TrustTagHelper
{
    /// <summary>Ok, Warn, Bad or Unknown.</summary>
    public State State { get; set; } = State.Unknown;

    /// <summary>The sentence.</summary>
    public string Title { get; set; } = "";

    /// <summary>Level of its heading.</summary>
    public int Heading { get; set; } = 1;

    /// <summary>One line, inside other things.</summary>
    public bool Small { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "section", "t-verdict", "t-verdict-" + State.Name(), Small ? "t-verdict-small" : null);
        var title = HeadingOf(Heading, "t-verdict-title", Title);
        output.Content.AppendHtml(IconTagHelper.Draw(State.Name(), 60))
            .AppendHtml(Html.Element("div", null, title, HasContent(child) ? Html.Element("div", "t-verdict-text", child) : null));
    }
}

/// <summary>A sentence that the reader should see on this page; not for errors of a form.</summary>
[HtmlTargetElement("t-notice")]
public sealed class NoticeTagHelper : TrustTagHelper
{
    /// <summary>Info, Ok, Warn, Bad or Unknown.</summary>
    public State State { get; set; } = State.Info;

    /// <summary>Where it leads on, with <see cref="Link"/>.</summary>
    public string? Href { get; set; }

    /// <summary>Words of the way on.</summary>
    public string? Link { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "div", "t-notice", "t-notice-" + State.Name());
        output.Content.AppendHtml(IconTagHelper.Draw(State.Name(), 20)).AppendHtml(Html.Element("div", "t-notice-text", child));
        if (!string.IsNullOrEmpty(Href))
            output.Content.AppendHtml(Html.Element("a", null, Link).With("href", Href));
    }
}

/// <summary>One check of a verification; closed unless it decided.</summary>
[HtmlTargetElement("t-finding")]
public sealed class FindingTagHelper : TrustTagHelper
{
    /// <summary>Ok, Warn, Bad or Unknown.</summary>
    public State State { get; set; } = State.Unknown;

    /// <summary>What was checked.</summary>
    public string Title { get; set; } = "";

    /// <summary>The outcome in two or three words.</summary>
    public string? Result { get; set; }

    /// <summary>Stands open: the check that decided.</summary>
    public bool Open { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "details", "t-finding", "t-finding-" + State.Name());
        Set(output, "open", Open ? "open" : null);
        var summary = Html.Element("summary", null,
            IconTagHelper.Draw(State.Name(), 20), Html.Element("span", "t-finding-title", Title),
            Result is null ? null : Html.Element("span", "t-finding-result", Result), IconTagHelper.Draw("chevron-down", 18, "t-turn"));
        output.Content.AppendHtml(summary).AppendHtml(Html.Element("div", "t-finding-body", child));
    }
}
