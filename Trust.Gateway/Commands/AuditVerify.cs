using Trust.Hosting.Audit;
using Trust.Hosting.Composition;

namespace Trust.Gateway.Commands;

/// <summary>Checks the audit chain of every local module: database, signed heads and their export.</summary>
internal static class AuditVerify
{
    public static async Task<int> RunAsync(WebApplication app, TrustComposition composition)
    {
        if (composition.Report.Faults.Count > 0)
        {
            await Console.Error.WriteAsync(composition.Report.ToString());
            return TrustLifecycle.ConfigurationExitCode;
        }

        var check = app.Services.GetRequiredService<AuditHeadCheck>();
        var reports = await app.Services.GetRequiredService<AuditVerifier>().VerifyAllAsync(check);
        foreach (var report in reports)
        {
            await Console.Out.WriteLineAsync($"{report.Module}: {report.Rows} rows, {report.Heads} signed heads, {report.Findings.Count} finding(s).");
            foreach (var finding in report.Findings)
            {
                await Console.Out.WriteLineAsync($"  {finding.Kind}: {finding.Sentence}");
            }
        }

        return reports.All(report => report.Holds) ? 0 : 1;
    }
}
