namespace Trust.Documents.Verification.Checks;

/// <summary>A time stamp that is there is over this signature value, and of a trusted authority.</summary>
internal sealed class TimeStampValueCheck() : Check("TIME-STAMP", "GB/T 38540-2020; GB/T 20520-2006; RFC 3161 2.2")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.Kind is ValueKind.Seal or ValueKind.Unreadable)
        {
            return null;
        }

        if (context.TimeStampBytes is null)
        {
            return context.Policy.RequiresProvedTime && context.Proof is null
                ? Doubt(SubIndications.SignatureConstraintsFailure, "No time stamp, and the policy demands a proved time.")
                : NotChecked("No time stamp.");
        }

        if (context.TimeStamp is not { } token || context.TimeStampCheck is not { } check)
        {
            return Doubt(SubIndications.SignatureConstraintsFailure, "The time stamp can't be read.");
        }

        if (!check.IsValid)
        {
            var wrong = check.Certificate is null ? "its authority's certificate is missing"
                : !check.ImprintHolds ? "it is over something else"
                : !check.SignatureHolds ? "its signature does not hold"
                : !check.PurposeHolds ? "its certificate is not for time stamps alone"
                : "its signed attributes do not hold";
            return Doubt(SubIndications.SignatureConstraintsFailure, $"The time stamp of {token.Time:u} proves nothing: {wrong}.");
        }

        return Authority(context, $"{token.Time:u}, serial number {token.SerialNumber}");
    }

    private CheckResult Authority(SignatureContext context, string text)
    {
        var path = context.TimeStampPath!;
        return ProvedTime.IsTrusted(context) ? Ok(text + ".")
            : ProvedTime.IsBackdatable(path) ? Doubt(SubIndications.NoCertificateChainFoundNoPoe, $"{text}: the authority's certificate was revoked, its key may be in other hands.")
            : Doubt(SubIndications.NoCertificateChainFoundNoPoe, $"{text}: of an authority that is not trusted for time stamps: {path.Decisive?.Reason}. {path.Decisive?.Detail}");
    }
}
