using Trust.Documents.Verification;
using Trust.License.Checking;
using Trust.Web;

namespace Trust.License.Looking;

/// <summary>Checks that answer one question of a person, and the worst of them.</summary>
/// <param name="Title">The question or its answer, in the reader's language.</param>
/// <param name="Result">One or two words.</param>
/// <param name="State">Worst state.</param>
/// <param name="Checks">The checks, those that did not pass first.</param>
/// <param name="Decides">Whether the verdict comes from here.</param>
internal sealed record Finding(string Title, string Result, State State, IReadOnlyList<CheckResult> Checks, bool Decides)
{
    /// <summary>What did not pass; everything where all passed.</summary>
    public IEnumerable<CheckResult> Shown => State is State.Ok or State.Unknown ? Checks : Checks.Where(IsRemarkable);

    /// <summary>What stands behind.</summary>
    public IEnumerable<CheckResult> Rest => Checks.Except(Shown);

    private static bool IsRemarkable(CheckResult check) => check.Status is CheckStatus.NotOk or CheckStatus.Warning;
}

/// <summary>Some forty checks as the six questions that people ask.</summary>
internal static class Findings
{
    private sealed record Question(Func<CheckResult, bool> Has, string Yes, string No, string Fine);

    private static readonly IReadOnlyList<Question> Questions =
    [
        new(check => Begins(check, "REF-", "SIG-DIGEST", "SIG-VALUE", "SIG-COVERAGE", "SIG-STRUCTURE", "SIG-FILE", "SIG-TYPE", "SIG-ALGORITHM", "SIG-PROPERTY", "SIG-BASE", "DOC-", "STAMP-", "LIC-CONTENT", "LIC-SEALED", "LIC-RENDITION", "PDF-"), "文件签发后没有改动", "文件签发后有没有改动", "一致"),
        new(check => Begins(check, "CERT-", "LIC-ISSUER", "TRUST-LIST"), "盖章的是发证机关", "盖章的是不是发证机关", "身份属实"),
        new(check => Begins(check, "SEAL-", "MAKER-", "SIGNING-TIME", "TIME-STAMP"), "盖章时印章有效", "盖章时印章有没有效", "印章有效"),
        new(check => Begins(check, "LIC-"), "照面和数据一致", "照面和数据是不是一致", "相同"),
        new(check => Begins(check, "STA-"), "证照现在可以使用", "证照现在能不能使用", "现在有效"),
        new(check => Begins(check, "LOG-"), "签发记录可公开查到", "签发记录能不能查到", "有记录"),
        new(_ => true, "其他检查通过", "其他检查", "通过"),
    ];

    public static IEnumerable<Finding> Of(LicenceReport report, Words words)
    {
        var left = report.Report.Checks.ToList();
        foreach (var question in Questions)
        {
            var own = left.Where(question.Has).OrderBy(check => Order(check.Status)).ToList();
            left.RemoveAll(own.Contains);
            if (own.Count > 0)
            {
                var state = own.Min(check => Order(check.Status)) switch
                {
                    0 => own.Any(check => check.Conclusion?.Indication == Indication.TotalFailed) ? State.Bad : State.Warn,
                    1 => State.Warn,
                    _ => own.TrueForAll(check => check.Status == CheckStatus.NotChecked) ? State.Unknown : State.Ok,
                };
                yield return new Finding(words[state == State.Ok ? question.Yes : question.No], Result(question, own, state, report, words), state, own, Decides(own, report));
            }
        }
    }

    private static bool Decides(List<CheckResult> own, LicenceReport report) =>
        report.Report.Indication == Indication.TotalPassed
            ? report is { Licence: not null, Force: not Force.InForce } && own.Exists(check => check.Id.StartsWith("STA-", StringComparison.Ordinal))
            : own.Exists(check => check.Conclusion is { } conclusion && conclusion.Indication == report.Report.Indication && conclusion.SubIndication == report.Report.SubIndication);

    private static string Result(Question question, List<CheckResult> own, State state, LicenceReport report, Words words) =>
        own.Exists(check => check.Id.StartsWith("STA-", StringComparison.Ordinal)) ? words[SeenWords.StateWord(report.State)]
        : own.Exists(check => check.Id.StartsWith("LOG-", StringComparison.Ordinal)) && state == State.Ok && report.Licence?.LogIndex is { } index ? words["第{0}条", index + 1]
        : state switch
        {
            State.Ok => words[question.Fine],
            State.Bad => words["没有通过"],
            State.Warn => words["请留意"],
            _ => words["没有核对"],
        };

    private static int Order(CheckStatus status) => status switch
    {
        CheckStatus.NotOk => 0,
        CheckStatus.Warning => 1,
        CheckStatus.NotChecked => 3,
        _ => 2,
    };

    private static bool Begins(CheckResult check, params ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
        {
            if (check.Id.StartsWith(start, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
