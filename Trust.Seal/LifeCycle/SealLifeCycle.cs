using Trust.Contracts.Identity;

namespace Trust.Seal.LifeCycle;

/// <summary>One step of a seal's life.</summary>
/// <param name="Act">What is done.</param>
/// <param name="From">States it starts from; none for an application.</param>
/// <param name="To">State it leads to.</param>
/// <param name="Roles">Roles of which one does it.</param>
/// <param name="Kind">How it is confirmed.</param>
/// <param name="ByAnother">Whether the person who applied may not do it.</param>
internal sealed record SealStep(SealAct Act, IReadOnlyList<SealState> From, SealState To, IReadOnlyList<string> Roles, ActKind Kind, bool ByAnother)
{
    /// <summary>Name that the person confirms and the audit keeps: <c>seal.destroy</c>.</summary>
    public string Name => $"seal.{SealLifeCycle.Kebab(Act.ToString())}";
}

/// <summary>The state machine: every step there is. Nothing else changes a seal's state.</summary>
internal static class SealLifeCycle
{
    private static readonly string[] Maker = [StaffRole.SealMaker];
    private static readonly string[] Reviewer = [StaffRole.SealReviewer];
    private static readonly string[] Either = [StaffRole.SealMaker, StaffRole.SealReviewer];

    public static IReadOnlyList<SealStep> Steps { get; } =
    [
        new(SealAct.Apply, [], SealState.Applied, Maker, ActKind.Act, ByAnother: false),
        new(SealAct.Approve, [SealState.Applied], SealState.Approved, Reviewer, ActKind.Confirm, ByAnother: true),
        new(SealAct.Refuse, [SealState.Applied], SealState.Refused, Reviewer, ActKind.Confirm, ByAnother: true),
        new(SealAct.Withdraw, [SealState.Applied, SealState.Approved], SealState.Withdrawn, Maker, ActKind.Act, ByAnother: false),
        new(SealAct.Make, [SealState.Approved], SealState.Made, Maker, ActKind.Confirm, ByAnother: false),
        new(SealAct.HandOver, [SealState.Made], SealState.Active, Maker, ActKind.Act, ByAnother: false),

        // Speed matters more than who says it: a seal that was blocked by mistake costs a new seal, one that was not costs forged documents.
        new(SealAct.ReportLoss, [SealState.Made, SealState.Active], SealState.Lost, Either, ActKind.Act, ByAnother: false),
        new(SealAct.Destroy, [SealState.Made, SealState.Active, SealState.Lost], SealState.Destroyed, Reviewer, ActKind.Confirm, ByAnother: true),
    ];

    /// <summary>The step of an act.</summary>
    public static SealStep Of(SealAct act) => Steps.Single(step => step.Act == act);

    /// <summary>Whether an act starts from a state.</summary>
    public static bool Allows(SealState state, SealAct act) => Of(act).From.Contains(state);

    /// <summary>States in which a signature may be made.</summary>
    public static bool Signs(SealState state) => state == SealState.Active;

    /// <summary>States after which nothing comes.</summary>
    public static bool IsFinal(SealState state) => !Steps.Any(step => step.From.Contains(state));

    /// <summary><c>ReportLoss</c> as <c>report-loss</c>.</summary>
    public static string Kebab(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
