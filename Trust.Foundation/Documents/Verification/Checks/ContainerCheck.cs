namespace Trust.Documents.Verification.Checks;

/// <summary>The container can be read in one way only: nothing before, between or after its entries, no name twice, headers as the directory says.</summary>
internal sealed class ContainerCheck() : DocumentCheck("DOC-CONTAINER", "GB/T 33190-2016 7.1; APPNOTE 6.3; our rule on ambiguous containers")
{
    private const int MostListed = 20;

    // The container keeps no more findings than this; behind so many harmless ones a defect could hide.
    private const int MostFindings = 1_000;

    internal override IEnumerable<CheckResult> Run(DocumentContext document)
    {
        var isComplete = document.Package.CheckAll();
        var defects = document.Package.Findings.Where(finding => finding.IsDefect).ToList();
        if (defects.Count > 0)
        {
            var text = string.Join("; ", defects.Take(MostListed).Select(finding => $"{finding.Code} {finding.EntryName}: {finding.Detail}"));
            yield return Of(CheckStatus.NotOk, $"{defects.Count} defects. {text}", Conclusion.Unknown(SubIndications.FormatFailure));
        }
        else if (document.Package.Findings.Count >= MostFindings)
        {
            yield return Of(CheckStatus.NotOk, $"{MostFindings} findings or more.", Conclusion.Unknown(SubIndications.FormatFailure));
        }
        else
        {
            yield return isComplete
                ? Of(CheckStatus.Ok, $"{document.Package.Entries.Count} entries.")
                : Of(CheckStatus.NotOk, "The time for this file is used up.", Conclusion.Unknown(SubIndications.TryLater));
        }
    }
}
