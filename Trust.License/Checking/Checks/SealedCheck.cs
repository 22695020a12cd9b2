using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Trust.Documents.Ofd;
using Trust.Documents.Verification;

namespace Trust.License.Checking.Checks;

/// <summary>A seal covers everything in the file but the files of the signatures themselves: metadata in OFD.xml too.</summary>
internal sealed partial class SealedCheck() : LicenceCheck("LIC-SEALED", "GB/T 36905-2018; GB/T 38540-2020")
{
    public override CheckResult? Run(LicenceContext context)
    {
        var seals = context.Seal.Signatures.Where(signature => signature.Facts.ValueKind == "sealSignature").ToList();
        return seals.Count == 0 ? Doubt(SubIndications.SignedDataNotFound, "No electronic seal is on it.")
            : ListFault(context.Licence) is { } fault ? Fail(SubIndications.SignatureConstraintsFailure, fault)
            : context.Seal.Checks.FirstOrDefault(check => check is { Id: "TIME-STAMP", Conclusion.SubIndication: SubIndications.SignatureConstraintsFailure }) is { } stamp
                ? Fail(SubIndications.SignatureConstraintsFailure, $"The time stamp of a seal was changed: {stamp.Detail}")
            : seals.Find(seal => !context.Seal.Unprotected.Any(entry => entry.Signature == seal.Number && !IsSignaturePart(entry.Role))) is { } whole
                ? Ok(seals.Count == 1 ? "The seal covers the whole file." : $"Seal {whole.Number} of {seals.Count} covers the whole file.")
            : Fail(SubIndications.SignatureConstraintsFailure, "No seal covers the whole file.");
    }

    // No signature covers the list of signatures, so that others may follow: it is compared with what is written for these signatures, character by character.
    private static string? ListFault(ReadLicence licence)
    {
        if (licence.Body.SignatureLists is not [{ EntryName: { } name } list] || licence.Package.Find(name)?.TryRead(out var bytes) != true || !Utf8.IsValid(bytes.Span)
            || List().Match(Encoding.UTF8.GetString(bytes.Span)) is not { Success: true } match)
        {
            return "The list of signatures is not written as this platform writes it.";
        }

        var (ids, places) = (match.Groups[2].Captures, match.Groups[3].Captures);
        var right = Enumerable.Range(0, ids.Count).All(index => ids[index].Value == $"s{index + 1:D3}" && places[index].Value == $"/{list.Entries.ElementAtOrDefault(index)?.EntryName}");
        return right && match.Groups[1].Value == ids[^1].Value && list.Entries.Count == ids.Count ? null : "The list of signatures names others than there are.";
    }

    [GeneratedRegex("""^<\?xml version="1\.0" encoding="utf-8"\?><ofd:Signatures xmlns:ofd="http://www\.ofdspec\.org/2016"><ofd:MaxSignId>(s[0-9]{3})</ofd:MaxSignId>(?:<ofd:Signature ID="(s[0-9]{3})" Type="Seal" BaseLoc="(/[A-Za-z0-9_./]+)" ?/>){1,100}</ofd:Signatures>\z""", RegexOptions.CultureInvariant)]
    private static partial Regex List();

    private static bool IsSignaturePart(string role) => role is
        nameof(OfdEntryRole.SignatureList) or nameof(OfdEntryRole.SignatureFile) or nameof(OfdEntryRole.SignedValue) or nameof(OfdEntryRole.Seal);
}
