namespace Trust.Documents.Verification.Checks;

/// <summary>Seal.esl, which readers show, is the seal inside the signature.</summary>
internal sealed class SealFileCheck() : Check("SEAL-FILE", "GB/T 33190-2016 18.2.5; GB/T 38540-2020")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.File?.SealLoc is not { } loc || context.Document is not { } document || context.Ses is not { } ses)
        {
            return null;
        }

        return context.File.SealEntryName is not { } name || document.Package.Find(name)?.TryRead(out var bytes) != true
            ? Warn($"{loc} does not exist or can't be read; the seal inside the signature counts.")
            : bytes.Span.SequenceEqual(ses.Seal.Encoded.Span) ? Ok(name)
            : Fail(SubIndications.SignatureConstraintsFailure, $"{name} is another seal than the one that was signed with.");
    }
}
