using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trust.Web;

/// <summary>Where an event of a timeline stands.</summary>
public enum EventState
{
    /// <summary>Happened.</summary>
    Done,

    /// <summary>Going on.</summary>
    Now,

    /// <summary>A pause or a change.</summary>
    Paused,
}

/// <summary>What happened, newest on top: <c>t-event</c> inside.</summary>
[HtmlTargetElement("t-timeline")]
public sealed class TimelineTagHelper : TrustTagHelper
{
    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "ol", "t-timeline");
        output.Content.AppendHtml(child);
    }
}

/// <summary>One event: what, then who and when; more between the tags.</summary>
[HtmlTargetElement("t-event", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class EventTagHelper : TrustTagHelper
{
    /// <summary>What happened.</summary>
    public string Title { get; set; } = "";

    /// <summary>Who and when; a vertical bar becomes the dot.</summary>
    public string? Note { get; set; }

    /// <summary>Done, Now or Paused.</summary>
    public EventState State { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var child = await ChildAsync(output);
        Become(output, "li", State switch { EventState.Now => "t-now", EventState.Paused => "t-paused", _ => null });
        Set(output, "aria-current", State is EventState.Now ? "step" : null);
        output.Content.AppendHtml(Html.Element("p", "t-timeline-title", Title));
        if (Note is not null)
            output.Content.AppendHtml(Html.Element("p", "t-second", Html.Dotted(Note)));
        if (HasContent(child))
            output.Content.AppendHtml(Html.Element("div", "t-second", child));
    }
}

/// <summary>
/// Steps of a procedure, six at most: <c>t-step</c> inside.
/// <example><c>&lt;t-stepper current="3" label="办理步骤"&gt;&lt;t-step name="填信息" /&gt;…&lt;/t-stepper&gt;</c></example>
/// </summary>
/// <param name="words">Words of the count.</param>
[HtmlTargetElement("t-stepper")]
public sealed class StepperTagHelper(Words words) : TrustTagHelper
{
    /// <summary>The step that the reader is on, from 1; one more than there are means all done.</summary>
    public int Current { get; set; } = 1;

    /// <summary>What the steps belong to.</summary>
    public string Label { get; set; } = "";

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        var progress = new StepProgress(Current);
        context.Items[typeof(StepProgress)] = progress;
        var child = await ChildAsync(output);
        Become(output, "div", "t-stepper");
        if (Current <= progress.Count)
            output.Content.AppendHtml(Html.Element("p", "t-steps-count", words["第{0}步，共{1}步", Current, progress.Count].Value));
        output.Content.AppendHtml(Html.Element("ol", "t-steps", child).With("aria-label", Label));
    }
}

internal sealed class StepProgress(int current)
{
    internal int Current => current;

    internal int Count { get; set; }
}

/// <summary>One step.</summary>
/// <param name="words">Words for screen readers.</param>
[HtmlTargetElement("t-step", ParentTag = "t-stepper", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StepTagHelper(Words words) : TrustTagHelper
{
    /// <summary>Name of the step.</summary>
    public string Name { get; set; } = "";

    /// <summary>When it was done, or a remark.</summary>
    public string? Note { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        var progress = (StepProgress)context.Items[typeof(StepProgress)];
        var number = ++progress.Count;
        var done = number < progress.Current;
        var now = number == progress.Current;
        Become(output, "li", done ? "t-done" : now ? "t-current" : "t-todo");
        Set(output, "aria-current", now ? "step" : null);
        object inside = done ? IconTagHelper.Draw("check", 16) : number.ToString(CultureInfo.InvariantCulture);
        output.Content.AppendHtml(Html.Element("span", "t-step-ring", inside).With("aria-hidden", "true"))
            .AppendHtml(Html.Element("span", "t-step-name", Name, done ? Html.Hidden(words["（已完成）"].Value) : null));
        if (Note is not null)
            output.Content.AppendHtml(Html.Element("span", "t-step-note", Note));
    }
}

/// <summary>How much of something is used or done.</summary>
[HtmlTargetElement("t-progress", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ProgressTagHelper : TrustTagHelper
{
    /// <summary>Part, from 0 to <see cref="Max"/>.</summary>
    public double Value { get; set; }

    /// <summary>Whole.</summary>
    public double Max { get; set; } = 100;

    /// <summary>What is measured, for screen readers.</summary>
    public string Label { get; set; } = "";

    /// <summary>Warn, Bad, or Ended for paused.</summary>
    public State State { get; set; }

    /// <summary>Lower.</summary>
    public bool Thin { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "progress", "t-progress", Thin ? "t-progress-thin" : null, Tone(State));
        Set(output, "value", Math.Clamp(Value, 0, Max).ToString(CultureInfo.InvariantCulture));
        Set(output, "max", Max.ToString(CultureInfo.InvariantCulture));
        Set(output, "aria-label", Label);
    }

    internal static string? Tone(State state) => state switch
    {
        State.Warn => "t-progress-warn",
        State.Bad => "t-progress-bad",
        State.Ended => "t-progress-paused",
        _ => null,
    };
}

/// <summary>
/// A time limit, promised or statutory: words first, then the bar.
/// <example><c>&lt;t-clock title="承诺5个工作日" left="剩1天6小时" note="11月25日14:05前办完" used="0.76" state="Warn" flag="快超时" /&gt;</c></example>
/// </summary>
[HtmlTargetElement("t-clock", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ClockTagHelper : TrustTagHelper
{
    /// <summary>Which limit.</summary>
    public string Title { get; set; } = "";

    /// <summary>What is left, in words; 已停表 when paused.</summary>
    public string Left { get; set; } = "";

    /// <summary>Until when.</summary>
    public string? Note { get; set; }

    /// <summary>Used part, from 0 to 1.</summary>
    public double Used { get; set; }

    /// <summary>Ok, Warn, Bad, or Ended for paused.</summary>
    public State State { get; set; }

    /// <summary>Words of its badge.</summary>
    public string? Flag { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "section", "t-clock", State switch { State.Warn => "t-clock-warn", State.Bad => "t-clock-bad", State.Ended => "t-clock-paused", _ => null });
        var flag = Flag is null ? null : Html.Element("span", "t-badge t-badge-" + State.Name(), IconTagHelper.Draw(State.Name(), 14), Flag);
        output.Content.AppendHtml(Html.Element("div", "t-clock-head", Html.Element("h3", "t-clock-title", Title), flag))
            .AppendHtml(Html.Element("p", "t-clock-left", Left))
            .AppendHtml(Html.Element("progress", Html.Css("t-progress", ProgressTagHelper.Tone(State)))
                .With("value", Math.Clamp(Used, 0, 1).ToString(CultureInfo.InvariantCulture)).With("max", "1").With("aria-label", Title));
        if (Note is not null)
            output.Content.AppendHtml(Html.Element("p", "t-second", Note));
    }
}
