using Trust.Crypto;

namespace Trust.Documents.Verification.Checks;

/// <summary>The digest under the signature is that of Signature.xml as stored.</summary>
internal sealed class DataHashCheck() : Check("SIG-DIGEST", "GM/T 0031-2014 6.2.3 e; GB/T 33190-2016 18.3")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.Kind is ValueKind.Seal or ValueKind.Bare)
        {
            return null;
        }

        if (context.Kind == ValueKind.Unreadable)
        {
            return NotChecked("The value can't be read.");
        }

        if (context.SignedContent is not { } content)
        {
            return NotChecked("The signed file is not at hand.", SubIndications.SignedDataNotFound);
        }

        const string changed = "Signature.xml was changed after it was signed.";
        if (context.Ses is { } ses)
        {
            return Sm3.HashData(content.Span).AsSpan().SequenceEqual(ses.DataHash.Span)
                ? Ok("dataHash is the SM3 of Signature.xml as stored.")
                : Fail(SubIndications.HashFailure, changed);
        }

        return context.ContentForm is { } form && form != "other content inside" ? Ok($"Signed is {form}.")
            : context.SignerCheck is not { SignatureHolds: true } ? NotChecked("The value does not hold, so what it signs is not known.")
            : Fail(SubIndications.HashFailure, changed);
    }
}
