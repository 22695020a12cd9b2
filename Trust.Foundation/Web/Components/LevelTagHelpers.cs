using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>Whether a person has an identity level.</summary>
public enum LevelState
{
    /// <summary>Has it.</summary>
    Had,

    /// <summary>It is the present one.</summary>
    Now,

    /// <summary>Not yet.</summary>
    Open,

    /// <summary>Made at the moment and counts once: never shown as owned.</summary>
    Moment,
}

/// <summary>Identity levels side by side, inside a flush card: <c>t-level</c> inside.</summary>
[HtmlTargetElement("t-levels")]
public sealed class LevelsTagHelper : TrustTagHelper
{
    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "div", "t-levels");
        output.Content.AppendHtml(child);
    }
}

/// <summary>One level: name, since when, what it opens (<c>t-points</c> between the tags).</summary>
/// <param name="words">Words of the flag.</param>
[HtmlTargetElement("t-level")]
public sealed class LevelTagHelper(Words words) : TrustTagHelper
{
    /// <summary>Name of the level.</summary>
    public string Name { get; set; } = "";

    /// <summary>How and when it was reached.</summary>
    public string? Note { get; set; }

    /// <summary>Had, Now, Open or Moment.</summary>
    public LevelState State { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "section", "t-level", State is LevelState.Now ? "t-level-now" : null);
        var icon = State switch { LevelState.Moment => "face", LevelState.Open => "draft", _ => "ok" };
        output.Content.AppendHtml(HeadingOf(3, "t-level-name", IconTagHelper.Draw(icon, 20), Name,
            State is LevelState.Now ? Html.Element("span", "t-flag", words["现在"].Value) : null));
        if (Note is not null)
            output.Content.AppendHtml(Html.Element("p", "t-second", Note));
        output.Content.AppendHtml(child);
    }
}

/// <summary>A list of things that one can or should do: <c>t-point</c> inside.</summary>
[HtmlTargetElement("t-points")]
public sealed class PointsTagHelper : TrustTagHelper
{
    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "ul", "t-points");
        output.Content.AppendHtml(child);
    }
}

/// <summary>What a point says.</summary>
public enum PointKind
{
    /// <summary>Do it.</summary>
    Do,

    /// <summary>Don't.</summary>
    Not,

    /// <summary>It is possible.</summary>
    Can,

    /// <summary>It is not possible yet.</summary>
    Locked,
}

/// <summary>One point of a list.</summary>
[HtmlTargetElement("t-point")]
public sealed class PointTagHelper : TrustTagHelper
{
    /// <summary>Do, Not, Can or Locked.</summary>
    public PointKind Kind { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        var (css, icon) = Kind switch
        {
            PointKind.Not => ("t-point-not", "cross"),
            PointKind.Can => ("t-point-can", "check"),
            PointKind.Locked => ("t-point-locked", "lock"),
            _ => ("t-point-do", "check"),
        };
        Become(output, "li", css);
        output.Content.AppendHtml(IconTagHelper.Draw(icon, 18)).AppendHtml(Html.Element("span", null, child));
    }
}
