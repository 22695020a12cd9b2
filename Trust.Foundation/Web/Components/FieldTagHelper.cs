using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>
/// A labelled input, text area or choice list with hint and error.
/// <example><c>&lt;t-field for="Input.Phone" label="@L["手机号"]" type="tel" autocomplete="tel" /&gt;</c></example>
/// Attributes that are not listed (maxlength, readonly, min …) go to the control itself.
/// </summary>
/// <param name="words">Words of the control's own parts.</param>
[HtmlTargetElement("t-field", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper(Words words) : TrustTagHelper
{
    /// <summary>The page.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>Property that it edits; name, value and error come from it.</summary>
    public ModelExpression? For { get; set; }

    /// <summary>Name, where there is no property.</summary>
    public string? Name { get; set; }

    /// <summary>Id of the control; by default made from the name.</summary>
    public string? Id { get; set; }

    /// <summary>Value, where there is no property. A password is never shown again.</summary>
    public string? Value { get; set; }

    /// <summary>Label above the box.</summary>
    public string Label { get; set; } = "";

    /// <summary>A sentence between label and box.</summary>
    public string? Hint { get; set; }

    /// <summary>Error, where there is no property; a property's comes from the model state.</summary>
    public string? Error { get; set; }

    /// <summary>Type of input, or <c>textarea</c>.</summary>
    public string Type { get; set; } = "text";

    /// <summary>What browsers may fill in (HTML <c>autocomplete</c>).</summary>
    public string? Autocomplete { get; set; }

    /// <summary>Keyboard on phones (HTML <c>inputmode</c>).</summary>
    public string? Inputmode { get; set; }

    /// <summary>May stay empty; said beside the label.</summary>
    public bool Optional { get; set; }

    /// <summary>A one-time code: wide digits, filled in from a message.</summary>
    public bool Code { get; set; }

    /// <summary>Choices: the control becomes a list to choose from.</summary>
    public IEnumerable<SelectListItem>? Options { get; set; }

    private string FieldName => For is null ? Name ?? "" : ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    private string FieldId => Id ?? TagBuilder.CreateSanitizedId(FieldName, "_");

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var error = Error ?? ModelError();
        var control = Control(output, error);
        output.Attributes.Clear();
        Become(output, "div", "t-field");
        output.Content.AppendHtml(Html.Element("label", "t-label", Label, Optional ? Html.Element("span", "t-label-note", words["可不填"].Value) : null).With("for", FieldId));
        if (Hint is not null)
            output.Content.AppendHtml(Html.Element("p", "t-hint", Hint).With("id", FieldId + "-hint"));
        output.Content.AppendHtml(Wrapped(control));
        if (error is not null)
            output.Content.AppendHtml(Html.Element("p", "t-field-error", IconTagHelper.Draw("bad", 16), Html.Element("span", null, error)).With("id", FieldId + "-error"));
    }

    private TagBuilder Control(TagHelperOutput output, string? error)
    {
        var tag = Options is not null ? "select" : Type == "textarea" ? "textarea" : "input";
        var control = Html.Element(tag, Html.Css("t-input", Code ? "t-code" : null)).With("id", FieldId).With("name", FieldName);
        foreach (var given in output.Attributes.Where(given => given.Name != "class"))
            control.Attributes[given.Name] = given.ValueStyle == HtmlAttributeValueStyle.Minimized ? "" : given.Value?.ToString();
        control.With("autocomplete", Code ? "one-time-code" : Autocomplete)
            .With("inputmode", Code ? "numeric" : Inputmode)
            .With("aria-invalid", error is null ? null : "true")
            .With("aria-describedby", Describers(error));
        Fill(control, tag);
        return control;
    }

    private string? Describers(string? error) =>
        (Hint, error) switch
        {
            (null, null) => null,
            (not null, null) => FieldId + "-hint",
            (null, not null) => FieldId + "-error",
            _ => $"{FieldId}-error {FieldId}-hint",
        };

    private void Fill(TagBuilder control, string tag)
    {
        var value = Current();
        switch (tag)
        {
            case "select":
                foreach (var option in Options!)
                {
                    var chosen = value is null ? option.Selected : option.Value == value;
                    control.InnerHtml.AppendHtml(Html.Element("option", null, option.Text).With("value", option.Value)
                        .With("selected", chosen ? "selected" : null).With("disabled", option.Disabled ? "disabled" : null));
                }

                break;
            case "textarea":
                control.InnerHtml.Append(value ?? "");
                break;
            default:
                control.With("type", Code ? "text" : Type).With("value", Type is "password" or "file" ? null : value);
                break;
        }
    }

    private TagBuilder Wrapped(TagBuilder control)
    {
        if (Options is not null)
            return Html.Element("span", "t-select", control, IconTagHelper.Draw("chevron-down", 20));
        if (Type != "password")
            return control;
        var reveal = Html.Element("button", "t-reveal-button", IconTagHelper.Draw("eye", 18), words["显示"].Value, Html.Hidden(Label))
            .With("type", "button").With("data-reveal", FieldId).With("aria-pressed", "false").With("hidden", "");
        return Html.Element("span", "t-reveal", control, reveal);
    }

    private string? Current()
    {
        if (For is null)
            return Value;
        // What was typed stays, even when it could not be read.
        if (ViewContext.ModelState.TryGetValue(FieldName, out var entry) && entry.AttemptedValue is { } typed)
            return typed;
        return Value ?? Convert.ToString(For.Model, System.Globalization.CultureInfo.CurrentCulture);
    }

    private string? ModelError() =>
        FieldName.Length > 0 && ViewContext.ModelState.TryGetValue(FieldName, out var entry) ? ErrorText(entry) : null;

    internal static string? ErrorText(ModelStateEntry entry) =>
        entry.Errors.Select(error => error.ErrorMessage).FirstOrDefault(message => !string.IsNullOrEmpty(message));
}
