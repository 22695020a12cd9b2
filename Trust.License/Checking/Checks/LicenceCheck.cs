using Trust.Documents.Verification;

namespace Trust.License.Checking.Checks;

/// <summary>One check of a licence. Every check runs, whatever others found; it answers nothing where it has no subject.</summary>
internal abstract class LicenceCheck(string id, string clause)
{
    public abstract CheckResult? Run(LicenceContext context);

    protected CheckResult Ok(string detail) => new(id, clause, CheckStatus.Ok, detail);

    protected CheckResult Note(string detail) => new(id, clause, CheckStatus.Information, detail);

    protected CheckResult Warn(string detail) => new(id, clause, CheckStatus.Warning, detail);

    protected CheckResult NotChecked(string detail) => new(id, clause, CheckStatus.NotChecked, detail);

    protected CheckResult Fail(string subIndication, string detail) => new(id, clause, CheckStatus.NotOk, detail) { Conclusion = new Conclusion(Indication.TotalFailed, subIndication) };

    protected CheckResult Doubt(string subIndication, string detail) => new(id, clause, CheckStatus.NotOk, detail) { Conclusion = new Conclusion(Indication.Indeterminate, subIndication) };

    /// <summary>What stands in a file may be long and holds whatever somebody wrote there.</summary>
    protected static string Shown(string? text) => text is null ? "nothing" : new string([.. (text.Length <= 80 ? text : text[..80]).Where(character => !char.IsControl(character))]);
}
