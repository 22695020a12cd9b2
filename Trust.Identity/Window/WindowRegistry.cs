using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Identity.Registration;
using Trust.Identity.Registry;

namespace Trust.Identity.Window;

/// <summary>
/// Asks the population registry whether the document's data are so. A clerk can misread a card and a card can be false, so a proof is confirmed on a match only; an outage delays it.
/// </summary>
internal sealed class WindowRegistry(PopulationRegistry registry)
{
    public const string Match = "match";

    /// <summary>Writes a match into the proof. The proof's id is the reference: asked again after an outage it is one question.</summary>
    /// <returns>Null for a match, else <see cref="WindowErrors.RegistryAway"/> or <see cref="WindowErrors.RegistryRefused"/>.</returns>
    public async Task<TrustError?> AskAsync(WindowProofRecord proof, CitizenIdNumber number, CancellationToken cancellationToken)
    {
        if (proof.Registry == Match)
        {
            return null;
        }

        switch (await registry.CheckAsync(new RegistryQuestion(proof.Id, number, proof.Name, EthnicityCode.Parse(proof.Ethnicity)), cancellationToken))
        {
            case RegistryAnswer.Match match:
                (proof.Registry, proof.RegistryEvidenceId, proof.RegistryEvidenceDigest) = (Match, match.Evidence.Id, match.Evidence.Digest);
                return null;
            case RegistryAnswer.Mismatch mismatch:
                return Refused(string.Join(' ', RegistryFaults.Of(mismatch.Fields)));
            case RegistryAnswer.NotFound:
                return Refused(RegistryFaults.NotFound);
            case RegistryAnswer.Deceased:
                return Refused(RegistryFaults.Deceased);
            default:
                return WindowErrors.RegistryAway;
        }
    }

    private static TrustError Refused(string faults) => WindowErrors.RegistryRefused with { Detail = faults };
}
