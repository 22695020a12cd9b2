using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>
/// A button, or a link that looks like one when it has an <c>href</c>. One primary a view. The label is a verb and its object.
/// <example><c>&lt;t-button kind="primary" busy="正在提交"&gt;提交申请&lt;/t-button&gt;</c></example>
/// </summary>
[HtmlTargetElement("t-button")]
public sealed class ButtonTagHelper : TrustTagHelper
{
    /// <summary>Primary, Secondary, Danger, SolidDanger (only inside the confirming dialog) or Text.</summary>
    public ButtonKind Kind { get; set; } = ButtonKind.Secondary;

    /// <summary>Where it leads: it becomes a link.</summary>
    public string? Href { get; set; }

    /// <summary><c>submit</c> or <c>button</c>.</summary>
    public string Type { get; set; } = "submit";

    /// <summary>Icon before the label.</summary>
    public string? Icon { get; set; }

    /// <summary>The verb while the form is being sent, such as 正在提交.</summary>
    public string? Busy { get; set; }

    /// <summary>Why it cannot be used now; shown below it, and the button does nothing.</summary>
    public string? Blocked { get; set; }

    /// <summary>As wide as its place.</summary>
    public bool Block { get; set; }

    /// <summary>Low, for rows of a table on screens with a mouse.</summary>
    public bool Row { get; set; }

    /// <summary>Id of a <c>t-dialog</c> on this page that it opens; without script the dialog shows as a section.</summary>
    public string? Dialog { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        var label = await ChildAsync(output);
        var link = Blocked is null && (Href is not null || Dialog is not null);
        Become(output, link ? "a" : "button", "t-button", Style, Block ? "t-button-block" : null, Row ? "t-button-row" : null);
        if (link)
            Set(output, "href", Dialog is null ? Href : "#" + Dialog);
        else
            Set(output, "type", Blocked is null ? Type : "button");
        if (Dialog is not null && link)
        {
            Set(output, "data-dialog", Dialog);
            Set(output, "aria-haspopup", "dialog");
        }

        Set(output, "data-busy", Busy);
        if (Icon is not null)
            output.Content.AppendHtml(IconTagHelper.Draw(Icon, 20));
        output.Content.AppendHtml(Html.Element("span", "t-button-label", label));
        if (Blocked is not null)
            Explain(context, output);
    }

    private string Style => Kind switch
    {
        ButtonKind.Primary => "t-button-primary",
        ButtonKind.Danger => "t-button-danger",
        ButtonKind.SolidDanger => "t-button-solid-danger",
        ButtonKind.Text => "t-button-text",
        _ => "t-button-secondary",
    };

    private void Explain(TagHelperContext context, TagHelperOutput output)
    {
        var id = "why-" + context.UniqueId;
        Set(output, "aria-disabled", "true");
        Set(output, "aria-describedby", id);
        output.PreElement.SetHtmlContent("<span class=\"t-blocked\">");
        output.PostElement.AppendHtml(Html.Element("span", "t-blocked-reason", Blocked).With("id", id)).AppendHtml("</span>");
    }
}

/// <summary>Weight of a button.</summary>
public enum ButtonKind
{
    /// <summary>White with a blue edge.</summary>
    Secondary,

    /// <summary>Blue; one a view.</summary>
    Primary,

    /// <summary>White with red text.</summary>
    Danger,

    /// <summary>Red; only where something final is confirmed.</summary>
    SolidDanger,

    /// <summary>Words only.</summary>
    Text,
}
