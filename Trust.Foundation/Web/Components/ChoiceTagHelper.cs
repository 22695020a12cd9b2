using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>
/// One tick box with its words.
/// <example><c>&lt;t-check for="Input.Remember"&gt;记住这台设备&lt;/t-check&gt;</c></example>
/// </summary>
[HtmlTargetElement("t-check")]
public sealed class CheckTagHelper : TrustTagHelper
{
    /// <summary>The page.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>Yes-or-no property that it edits.</summary>
    public ModelExpression? For { get; set; }

    /// <summary>Name, where there is no property.</summary>
    public string? Name { get; set; }

    /// <summary>Value sent when ticked.</summary>
    public string Value { get; set; } = "true";

    /// <summary>Ticked, where there is no property.</summary>
    public bool Checked { get; set; }

    /// <summary>Second line.</summary>
    public string? Note { get; set; }

    /// <summary>Cannot be changed.</summary>
    public bool Disabled { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var label = await ChildAsync(output);
        var name = For is null ? Name : ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var ticked = For is null ? Checked : For.Model is true;
        Become(output, "label", "t-choice");
        output.Content.AppendHtml(Html.Element("input", null).With("type", "checkbox").With("name", name).With("value", Value)
            .With("id", For is null ? null : TagBuilder.CreateSanitizedId(name, "_"))
            .With("checked", ticked ? "checked" : null).With("disabled", Disabled ? "disabled" : null));
        output.Content.AppendHtml(ChoiceText(label, Note));
        // A box that is not ticked sends nothing: the hidden field says no.
        if (For is not null)
            output.PostElement.AppendHtml(Html.Element("input", null).With("type", "hidden").With("name", name).With("value", "false"));
    }

    internal static IHtmlContent ChoiceText(object label, string? note) =>
        Html.Element("span", "t-choice-text", label, note is null ? null : Html.Element("span", "t-choice-note", note));
}

/// <summary>
/// One of several answers.
/// <example><c>&lt;t-radios name="Reason" label="原因" options="Model.Reasons" /&gt;</c></example>
/// </summary>
[HtmlTargetElement("t-radios", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class RadiosTagHelper : TrustTagHelper
{
    /// <summary>The page.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>Property that it edits.</summary>
    public ModelExpression? For { get; set; }

    /// <summary>Name, where there is no property.</summary>
    public string? Name { get; set; }

    /// <summary>The question.</summary>
    public string Label { get; set; } = "";

    /// <summary>A sentence under the question.</summary>
    public string? Hint { get; set; }

    /// <summary>Error, where there is no property.</summary>
    public string? Error { get; set; }

    /// <summary>The answers; the group's name is the second line of an answer.</summary>
    public IEnumerable<SelectListItem> Options { get; set; } = [];

    /// <summary>Each answer in a frame.</summary>
    public bool Framed { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = For is null ? Name ?? "" : ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(name, "_");
        var error = Error ?? (ViewContext?.ModelState.TryGetValue(name, out var entry) == true ? FieldTagHelper.ErrorText(entry) : null);
        Become(output, "fieldset", "t-field");
        Set(output, "aria-describedby", Html.Css(error is null ? null : id + "-error", Hint is null ? null : id + "-hint") is { Length: > 0 } ids ? ids : null);
        output.Content.AppendHtml(Html.Element("legend", "t-label", Label));
        if (Hint is not null)
            output.Content.AppendHtml(Html.Element("p", "t-hint", Hint).With("id", id + "-hint"));
        var list = Html.Element("div", Html.Css("t-choices", Framed ? "t-choices-framed" : null));
        foreach (var (option, index) in Options.Select((option, index) => (option, index)))
            list.InnerHtml.AppendHtml(Answer(option, name, index == 0 ? id : $"{id}-{index}"));
        output.Content.AppendHtml(list);
        if (error is not null)
            output.Content.AppendHtml(Html.Element("p", "t-field-error", IconTagHelper.Draw("bad", 16), Html.Element("span", null, error)).With("id", id + "-error"));
    }

    private TagBuilder Answer(SelectListItem option, string name, string id)
    {
        var chosen = For is null ? option.Selected : For.Model?.ToString() == option.Value;
        var input = Html.Element("input", null).With("type", "radio").With("id", id).With("name", name).With("value", option.Value)
            .With("checked", chosen ? "checked" : null).With("disabled", option.Disabled ? "disabled" : null);
        return Html.Element("label", "t-choice", input, CheckTagHelper.ChoiceText(option.Text, option.Group?.Name));
    }
}
