using Trust.Documents.Verification;

namespace Trust.Documents.Tests.Verification;

internal static class Verdicts
{
    internal static VerificationReport Passes(this VerificationReport report)
    {
        Assert.True(report.Indication == Indication.TotalPassed, Text(report));
        Assert.Null(report.SubIndication);
        Assert.Equal(0, report.ToExitCode());
        return report;
    }

    internal static VerificationReport Fails(this VerificationReport report, string subIndication, string check) =>
        Is(report, Indication.TotalFailed, subIndication, check);

    internal static VerificationReport IsUndecided(this VerificationReport report, string subIndication, string check) =>
        Is(report, Indication.Indeterminate, subIndication, check);

    internal static CheckStatus Status(this VerificationReport report, string check, int? signature = 1) =>
        report.Checks.First(result => result.Id == check && result.Signature == signature).Status;

    internal static string Text(VerificationReport report) =>
        $"{report.Indication} {report.SubIndication} {report.Code}\n" + string.Join('\n', report.Checks.Where(check => check.Status is not CheckStatus.Ok));

    private static VerificationReport Is(VerificationReport report, Indication indication, string subIndication, string check)
    {
        Assert.True(report.Indication == indication && report.SubIndication == subIndication, Text(report));
        Assert.True(
            report.Checks.Any(result => result.Id == check && result.Status == CheckStatus.NotOk && result.Conclusion == new Conclusion(indication, subIndication)), Text(report));
        return report;
    }
}
