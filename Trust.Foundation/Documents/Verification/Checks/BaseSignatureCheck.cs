namespace Trust.Documents.Verification.Checks;

/// <summary>A signature that builds on another one names one of this file; that one is judged too.</summary>
internal sealed class BaseSignatureCheck() : Check("SIG-BASE", "GM/T 0099-2020, Signature@Relative")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.Entry?.Relative is not { Length: > 0 } relative || context.Document is not { } document)
        {
            return null;
        }

        return document.Signatures.Any(other => other != context.Entry && other.Id == relative)
            ? Ok(relative)
            : Doubt(SubIndications.SignatureConstraintsFailure, $"It builds on signature {relative}, which this file does not have.");
    }
}
