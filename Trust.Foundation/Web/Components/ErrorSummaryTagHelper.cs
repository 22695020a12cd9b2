using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>
/// What has to be changed in the form, first in main, with a link to each field. Draws nothing when all is well.
/// <example><c>&lt;t-error-summary /&gt;</c></example>
/// </summary>
/// <param name="words">Words of the title.</param>
[HtmlTargetElement("t-error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper(Words words) : TrustTagHelper
{
    /// <summary>The page.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>What was not done, in place of how many things have to be changed: for forms whose fault is one answer, such as signing in.</summary>
    public string? Title { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var faults = ViewContext.ModelState
            .Where(entry => entry.Value is { Errors.Count: > 0 })
            .OrderBy(entry => Place(entry.Key), StringComparer.Ordinal)
            .Select(entry => (entry.Key, Text: FieldTagHelper.ErrorText(entry.Value!) ?? words["这一项填得不对"].Value))
            .ToArray();
        if (faults.Length == 0)
        {
            output.SuppressOutput();
            return;
        }

        Become(output, "div", "t-summary");
        Set(output, "role", "alert");
        Set(output, "tabindex", "-1");
        Set(output, "aria-labelledby", "summary-title");
        var list = Html.Element("ul", null);
        foreach (var (key, text) in faults)
            list.InnerHtml.AppendHtml(Html.Element("li", null, key.Length == 0 ? text : Html.Element("a", null, text).With("href", "#" + TagBuilder.CreateSanitizedId(key, "_"))));
        var title = HeadingOf(2, null, Title ?? Count(faults.Length)).With("id", "summary-title");
        output.Content.AppendHtml(IconTagHelper.Draw("bad", 20)).AppendHtml(Html.Element("div", null, title, list));
    }

    /// <summary>Where a field stands among the properties: the model state itself keeps no such order.</summary>
    private string Place(string key)
    {
        var place = new StringBuilder();
        var metadata = ViewContext.ViewData.ModelMetadata;
        foreach (var part in key.Split('.', '['))
        {
            var properties = metadata?.Properties.ToList() ?? [];
            var index = properties.FindIndex(property => property.PropertyName == part);
            place.Append(CultureInfo.InvariantCulture, $"{(index < 0 ? 999 : index):000}.");
            metadata = index < 0 ? metadata?.ElementMetadata : properties[index];
        }

        return place.ToString();
    }

    private string Count(int count) => count == 1 ? words["有1处要改"].Value : words["有{0}处要改", count].Value;
}
