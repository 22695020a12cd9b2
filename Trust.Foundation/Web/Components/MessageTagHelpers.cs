using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>
/// Nothing here yet: what will be here, and one way on between the tags.
/// <example><c>&lt;t-empty icon="document" title="还没有办件" text="申请之后，进度会显示在这里。"&gt;…&lt;/t-empty&gt;</c></example>
/// </summary>
[HtmlTargetElement("t-empty", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class EmptyTagHelper : TrustTagHelper
{
    /// <summary>Icon in the disc.</summary>
    public string Icon { get; set; } = "document";

    /// <summary>What is missing.</summary>
    public string Title { get; set; } = "";

    /// <summary>What will be here.</summary>
    public string? Text { get; set; }

    /// <summary>Level of the heading.</summary>
    public int Heading { get; set; } = 3;

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "div", "t-empty");
        output.Content.AppendHtml(Html.Element("span", "t-empty-icon", IconTagHelper.Draw(Icon, 28))).AppendHtml(HeadingOf(Heading, null, Title));
        if (Text is not null)
            output.Content.AppendHtml(Html.Element("p", null, Text));
        output.Content.AppendHtml(child);
    }
}

/// <summary>
/// Something was done; 撤回 between the tags where possible. Never an error. Goes into the section <c>Toasts</c>.
/// <example><c>&lt;t-toast text="已退出那台设备"&gt;&lt;a href="…"&gt;撤回&lt;/a&gt;&lt;/t-toast&gt;</c></example>
/// </summary>
[HtmlTargetElement("t-toast", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ToastTagHelper : TrustTagHelper
{
    /// <summary>What was done.</summary>
    public string Text { get; set; } = "";

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "div", "t-toast");
        output.Content.AppendHtml(IconTagHelper.Draw("ok", 20)).AppendHtml(Html.Element("p", "t-toast-text", Text)).AppendHtml(child);
    }
}

/// <summary>
/// A question before something that cannot be undone: text and form between the tags, with <c>t-dialog-actions</c> last.
/// A <c>t-button dialog="id"</c> opens it; without script the link shows it as a section of the page.
/// </summary>
[HtmlTargetElement("t-dialog")]
public sealed class DialogTagHelper : TrustTagHelper
{
    /// <summary>Id of the dialog.</summary>
    public string Id { get; set; } = "";

    /// <summary>The question.</summary>
    public string Title { get; set; } = "";

    /// <summary>What follows from yes.</summary>
    public string? Text { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "dialog", "t-dialog");
        Set(output, "id", Id);
        Set(output, "aria-labelledby", Id + "-title");
        Set(output, "aria-describedby", Text is null ? null : Id + "-text");
        output.Content.AppendHtml(HeadingOf(2, null, Title).With("id", Id + "-title"));
        if (Text is not null)
            output.Content.AppendHtml(Html.Element("p", "t-dialog-text", Text).With("id", Id + "-text"));
        output.Content.AppendHtml(child);
    }
}

/// <summary>Foot of a dialog: cancel is drawn left, the act between the tags right.</summary>
/// <param name="words">Words of cancel.</param>
[HtmlTargetElement("t-dialog-actions")]
public sealed class DialogActionsTagHelper(Words words) : TrustTagHelper
{
    /// <summary>Words of the way back, if not 取消.</summary>
    public string? Cancel { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "div", "t-dialog-actions");
        output.Content.AppendHtml(Html.Element("a", "t-button t-button-secondary", Html.Element("span", "t-button-label", Cancel ?? words["取消"].Value))
            .With("href", "#main").With("data-close", "").With("role", "button")).AppendHtml(child);
    }
}
