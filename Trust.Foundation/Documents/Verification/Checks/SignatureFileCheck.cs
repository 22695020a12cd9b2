namespace Trust.Documents.Verification.Checks;

/// <summary>Signature.xml can be read in one way only, and leads to a value.</summary>
internal sealed class SignatureFileCheck() : Check("SIG-FILE", "GB/T 33190-2016 18.2")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.Entry is not { } entry)
        {
            return null;
        }

        if (entry.File is not { } file)
        {
            return Fail(SubIndications.FormatFailure, entry.Fault?.Detail ?? "The signature file can't be read.");
        }

        if (file.Repeated.Count > 0)
        {
            return Fail(SubIndications.FormatFailure, $"Elements that may occur once occur twice: {string.Join(", ", file.Repeated)}.");
        }

        return context.Value is null
            ? Fail(SubIndications.FormatFailure, $"The signature value {file.SignedValueLoc} does not exist or can't be read.")
            : Ok(file.EntryName);
    }
}
