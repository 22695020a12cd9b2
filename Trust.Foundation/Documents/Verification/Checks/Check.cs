namespace Trust.Documents.Verification.Checks;

/// <summary>One check of one signature, or of a seal on its own. Every check runs, whatever others found; it answers nothing where it has no subject.</summary>
internal abstract class Check(string id, string clause)
{
    internal string Id => id;

    internal abstract CheckResult? Run(SignatureContext context);

    protected CheckResult Ok(string detail) => new(id, clause, CheckStatus.Ok, detail);

    protected CheckResult Note(string detail) => new(id, clause, CheckStatus.Information, detail);

    protected CheckResult Warn(string detail) => new(id, clause, CheckStatus.Warning, detail);

    protected CheckResult NotChecked(string detail, string? subIndication = null) => new(id, clause, CheckStatus.NotChecked, detail)
    {
        Conclusion = subIndication is null ? null : Conclusion.Unknown(subIndication),
    };

    protected CheckResult Fail(string subIndication, string detail) => new(id, clause, CheckStatus.NotOk, detail) { Conclusion = Conclusion.Failed(subIndication) };

    protected CheckResult Doubt(string subIndication, string detail) => new(id, clause, CheckStatus.NotOk, detail) { Conclusion = Conclusion.Unknown(subIndication) };

    protected CheckResult Of((CheckStatus Status, string Detail, Conclusion? Conclusion) outcome) =>
        new(id, clause, outcome.Status, outcome.Detail) { Conclusion = outcome.Conclusion };
}
