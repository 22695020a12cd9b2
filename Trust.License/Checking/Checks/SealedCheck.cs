using Trust.Documents.Ofd;
using Trust.Documents.Verification;

namespace Trust.License.Checking.Checks;

/// <summary>A seal covers everything in the file but the files of the signatures themselves: metadata in OFD.xml too.</summary>
internal sealed class SealedCheck() : LicenceCheck("LIC-SEALED", "GB/T 36905-2018; GB/T 38540-2020")
{
    public override CheckResult? Run(LicenceContext context)
    {
        var seals = context.Seal.Signatures.Where(signature => signature.Facts.ValueKind == "sealSignature").ToList();
        return seals.Count == 0 ? Doubt(SubIndications.SignedDataNotFound, "No electronic seal is on it.")
            : seals.Find(seal => !context.Seal.Unprotected.Any(entry => entry.Signature == seal.Number && !IsSignaturePart(entry.Role))) is { } whole
                ? Ok(seals.Count == 1 ? "The seal covers the whole file." : $"Seal {whole.Number} of {seals.Count} covers the whole file.")
            : Fail(SubIndications.SignatureConstraintsFailure, "No seal covers the whole file.");
    }

    private static bool IsSignaturePart(string role) => role is
        nameof(OfdEntryRole.SignatureList) or nameof(OfdEntryRole.SignatureFile) or nameof(OfdEntryRole.SignedValue) or nameof(OfdEntryRole.Seal);
}
