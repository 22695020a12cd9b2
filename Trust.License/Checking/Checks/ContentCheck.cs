using System.Security.Cryptography;
using Trust.Documents.Ofd;
using Trust.Documents.Verification;
using Trust.License.Issuing;

namespace Trust.License.Checking.Checks;

/// <summary>
/// Content digest, computed anew, is the one that was logged when it was issued. What the digest leaves out may not be shown: else a document put aside under Signs could take the
/// place of the one that was logged.
/// </summary>
internal sealed class ContentCheck() : LicenceCheck("LIC-CONTENT", "content digest of the README; GM/T 0004 SM3")
{
    public override CheckResult? Run(LicenceContext context)
    {
        var licence = context.Licence;
        if (licence.Digest is not { } digest)
        {
            return Fail(SubIndications.FormatFailure, "An entry of the file does not read.");
        }

        if (licence.Reachability.Entries.FirstOrDefault(entry => ContentDigest.LeavesOut(entry.EntryName, licence.ProofEntryName) && IsContent(entry, licence)) is { } shown)
        {
            return Fail(SubIndications.SignatureConstraintsFailure, $"{Shown(shown.EntryName)} is shown and stands outside of what was logged.");
        }

        var text = Convert.ToHexStringLower(digest);
        return context.Knowledge.RecordedDigest is { } recorded && !CryptographicOperations.FixedTimeEquals(recorded.Span, digest) ? Fail(SubIndications.HashFailure, $"{text}; the register has another digest for this version.")
            : licence.Entry is not { } entry ? NotChecked($"{text}; the file carries no log entry to compare it with.")
            : entry.Content != text ? Fail(SubIndications.HashFailure, $"{text}; another digest was logged when it was issued.")
            : Ok(text);
    }

    private static bool IsContent(OfdReachedEntry entry, ReadLicence licence) => entry.IsShown && entry.Role != OfdEntryRole.EntryPoint
        && !(entry.Role == OfdEntryRole.Attachment && (entry.EntryName == licence.ProofEntryName || entry.EntryName.EndsWith("/Attachs/Attachments.xml", StringComparison.Ordinal)));
}
