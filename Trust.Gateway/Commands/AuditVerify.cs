using Trust.Hosting.Audit;
using Trust.Hosting.Composition;
using Trust.Hosting.Data;

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

        var findings = 0;
        foreach (var database in app.Services.GetServices<ModuleDatabase>())
        {
            var report = await app.Services.GetRequiredService<AuditVerifier>().VerifyAsync(database, CancellationToken.None);
            findings += report.Findings.Count;
            await Console.Out.WriteLineAsync($"{database.Module}: {report.Rows} rows, {report.Heads} signed heads, {report.Findings.Count} finding(s).");
            foreach (var finding in report.Findings)
            {
                await Console.Out.WriteLineAsync($"  {finding.Kind}: {finding.Sentence}");
            }
        }

        return findings == 0 ? 0 : 1;
    }
}
