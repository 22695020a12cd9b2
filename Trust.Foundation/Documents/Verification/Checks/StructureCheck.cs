namespace Trust.Documents.Verification.Checks;

/// <summary>The parts of the document can be read.</summary>
internal sealed class StructureCheck() : DocumentCheck("DOC-STRUCTURE", "GB/T 33190-2016 7")
{
    internal override IEnumerable<CheckResult> Run(DocumentContext document)
    {
        if (document.File is not { } file)
        {
            yield break;
        }

        _ = document.Reachability;
        var faults = file.Faults;
        yield return faults.Count == 0
            ? Of(CheckStatus.Ok, $"{file.Bodies.Count} document.")
            : Of(CheckStatus.Warning, string.Join("; ", faults.Take(20).Select(fault => $"{fault.Code}: {fault.Detail}")));
    }
}
