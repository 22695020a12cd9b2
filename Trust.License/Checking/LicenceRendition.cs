using Trust.Documents.Verification;
using Trust.License.Issuing;
using Trust.License.Types;

namespace Trust.License.Checking;

/// <summary>Judges a PDF that the register knows by its digest: it is the rendition of that version, byte for byte.</summary>
internal static class LicenceRendition
{
    /// <summary>Judges.</summary>
    /// <param name="data">Data of the version.</param>
    /// <param name="type">Its type.</param>
    /// <param name="logIndex">Its place in the log.</param>
    /// <param name="seal">Verdict on the seals of the PDF.</param>
    /// <param name="knowledge">State.</param>
    /// <param name="today">Today in the province.</param>
    public static LicenceReport Judge(LicenceData data, LicenceType type, long? logIndex, VerificationReport seal, LicenceKnowledge knowledge, DateOnly today)
    {
        var form = data.Form;
        var answer = ForceOf.Judge(seal, seal.Indication, knowledge.State, form.ValidFrom, form.ValidTo, today);
        var check = new CheckResult("LIC-RENDITION", "GB/T 36905-2018; digest of the rendition", CheckStatus.Ok, $"The PDF of version {data.Version} of {data.Identifier}, byte for byte.");
        return answer with
        {
            Report = seal with
            {
                Sentence = LicenceSentences.Sentence(seal, seal.Indication, null, answer),
                Advice = LicenceSentences.Advice(seal, seal.Indication, null, answer),
                Checks = [.. seal.Checks, check],
            },
            Licence = new LicenceFacts
            {
                Identifier = data.Identifier,
                Type = type.Code,
                TypeName = type.Name,
                Issuer = data.IssuerName,
                IssuerCode = form.IssuerCode,
                Holder = form.HolderName,
                HolderCode = form.HolderCode,
                Number = form.Number,
                IssuedOn = LicenceMetadata.Iso(form.IssuedOn),
                ValidFrom = form.ValidFrom is { } from ? LicenceMetadata.Iso(from) : null,
                ValidTo = form.ValidTo is { } to ? LicenceMetadata.Iso(to) : null,
                Version = data.Version,
                CurrentVersion = knowledge.State?.CurrentVersion,
                LogIndex = logIndex,
            },
        };
    }
}
