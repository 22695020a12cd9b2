using Trust.Documents.Ofd;

namespace Trust.Documents.Verification.Checks;

/// <summary>Files of GM/T 0099 integrity protection are no signature; they are named so that nobody takes them for one.</summary>
internal sealed class IntegrityFilesCheck() : DocumentCheck("DOC-INTEGRITY-FILES", "GM/T 0099-2020")
{
    internal override IEnumerable<CheckResult> Run(DocumentContext document)
    {
        var files = (document.Reachability?.Entries ?? []).Where(entry => entry.Role == OfdEntryRole.Integrity).Select(entry => entry.EntryName).ToList();
        if (files.Count > 0)
        {
            yield return Of(CheckStatus.Information, $"Integrity protection, which is not judged and is no signature: {string.Join(", ", files)}.");
        }
    }
}
