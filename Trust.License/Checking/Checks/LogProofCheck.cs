using Trust.Crypto;
using Trust.Crypto.Merkle;
using Trust.Documents.Verification;
using Trust.License.Issuing;

namespace Trust.License.Checking.Checks;

/// <summary>The licence was logged when it was issued: the proof it carries leads from the entry to a checkpoint of the log, and the entry names this licence.</summary>
internal sealed class LogProofCheck() : LicenceCheck("LOG-PROOF", "RFC 9162 2.1.3; C2SP tlog-proof and tlog-checkpoint with SM3 and SM2")
{
    public override CheckResult? Run(LicenceContext context)
    {
        var (licence, knowledge) = (context.Licence, context.Knowledge);
        if (licence.Proof is not { Entry: { } bytes } proof || licence.Entry is not { } entry)
        {
            return Fail(SubIndications.SignatureConstraintsFailure, $"{LicenceFile.ProofName} is missing, does not read, or carries no entry of a licence that was issued.");
        }

        if (Contradiction(licence, entry) is { } contradiction)
        {
            return Fail(SubIndications.SignatureConstraintsFailure, contradiction);
        }

        if (knowledge.LogKey is not { } key)
        {
            return Doubt(SubIndications.TryLater, "The key of the log is not at hand, so the proof proves nothing here.");
        }

        var origin = SignedNote.TryRead(System.Text.Encoding.UTF8.GetBytes(proof.Checkpoint), out var note) && LogCheckpoint.TryRead(note.Text, out var said) ? said.Origin : "";
        return knowledge.LogOrigin is { } known && known != origin ? Doubt(SubIndications.NoCertificateChainFound, $"The proof is of the log {Shown(origin)}, whose key is not known here.")
            : !note!.IsSignedBy(origin, key.Span) ? Doubt(SubIndications.NoCertificateChainFound, "The checkpoint is not signed by the log whose key is known here.")
            : proof.Proves(origin, key.Span, bytes.Span, out var checkpoint) ? Ok($"Entry {proof.Index} of {origin}, proved by the checkpoint over {checkpoint.Size} entries.")
            : Fail(SubIndications.SignatureConstraintsFailure, "The proof does not lead from the entry to the checkpoint.");
    }

    private static string? Contradiction(ReadLicence licence, IssuedEntry entry) =>
        licence.Identifier is not { } identifier ? "The entry cannot be compared: there is no identifier."
        : entry.Type != identifier.Type.Value ? "The entry is of a licence of another type."
        : entry.Issuer != identifier.Issuer?.Value ? "The entry is of a licence of another authority."
        : entry.Version != identifier.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) ? "The entry is of another version."
        : licence.Digest is not { } digest || entry.Content != Convert.ToHexStringLower(digest) ? "The entry is of other content."
        : licence.DataBytes is not { } json || entry.Json != Convert.ToHexStringLower(Sm3.HashData(json.Span)) ? "The entry is of another data file."
        : null;
}
