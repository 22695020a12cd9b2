using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>
/// A table that becomes a list on phones: each row an entry, each cell with its column's name. Rows are plain
/// <c>tr</c>, <c>th</c> and <c>td</c>; the head is needed. Roles are written out because the phone's layout would drop them.
/// <example><c>&lt;t-table caption="印章"&gt;&lt;thead&gt;…&lt;/thead&gt;&lt;tbody&gt;…&lt;/tbody&gt;&lt;/t-table&gt;</c></example>
/// </summary>
[HtmlTargetElement("t-table")]
public sealed class TableTagHelper : TrustTagHelper
{
    /// <summary>What the table lists, for screen readers.</summary>
    public string Caption { get; set; } = "";

    /// <summary>No space at the sides: inside a padded card.</summary>
    public bool Plain { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Items[typeof(TableColumns)] = new TableColumns();
        var child = await ChildAsync(output);
        Become(output, "table", "t-table", Plain ? "t-table-plain" : null);
        Set(output, "role", "table");
        output.Content.AppendHtml(Html.Element("caption", "t-hidden", Caption)).AppendHtml(child);
    }
}

/// <summary>Heads of a table by position, and the position within the present row.</summary>
internal sealed class TableColumns
{
    internal List<string> Heads { get; } = [];

    internal int Position { get; set; }

    internal static TableColumns? Of(TagHelperContext context) =>
        context.Items.TryGetValue(typeof(TableColumns), out var columns) ? columns as TableColumns : null;
}

/// <summary>Head and body of a <c>t-table</c>.</summary>
[HtmlTargetElement("thead")]
[HtmlTargetElement("tbody")]
public sealed class TableGroupTagHelper : TagHelper
{
    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        if (TableColumns.Of(context) is not null)
            output.Attributes.SetAttribute("role", "rowgroup");
    }
}

/// <summary>A row of a <c>t-table</c>.</summary>
[HtmlTargetElement("tr")]
public sealed class TableRowTagHelper : TagHelper
{
    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        if (TableColumns.Of(context) is not { } columns)
            return;
        columns.Position = 0;
        output.Attributes.SetAttribute("role", "row");
    }
}

/// <summary>A column's head in a <c>t-table</c>.</summary>
[HtmlTargetElement("th")]
public sealed class TableHeadTagHelper : TagHelper
{
    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        if (TableColumns.Of(context) is not { } columns)
            return;
        var text = await output.GetChildContentAsync();
        columns.Heads.Add(System.Net.WebUtility.HtmlDecode(text.GetContent()).Trim());
        output.Attributes.SetAttribute("role", "columnheader");
        output.Attributes.SetAttribute("scope", "col");
    }
}

/// <summary>A cell of a <c>t-table</c>: takes its column's name along for phones.</summary>
[HtmlTargetElement("td")]
public sealed class TableCellTagHelper : TagHelper
{
    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        if (TableColumns.Of(context) is not { } columns)
            return;
        output.Attributes.SetAttribute("role", "cell");
        var head = columns.Position < columns.Heads.Count ? columns.Heads[columns.Position] : "";
        columns.Position++;
        // A head with markup (hidden words over an action) is not repeated.
        if (head.Length > 0 && !head.Contains('<', StringComparison.Ordinal))
            output.Attributes.SetAttribute("data-label", head);
    }
}
