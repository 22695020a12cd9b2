namespace Trust.Documents.Verification.Checks;

/// <summary>The seal is in its validity at the time that counts: the proved time, or now. Its last second belongs to it.</summary>
internal sealed class SealValidityCheck() : Check("SEAL-VALIDITY", "GM/T 0031-2014 6.1.2 d and 6.2.3 f; our rule on proved time")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.Seal is not { ValidStart.Instant: { } start, ValidEnd.Instant: { } end })
        {
            return null;
        }

        var period = $"{start:u} to {end:u}, judged for {context.JudgedAt:u}";
        if (context.JudgedAt < start)
        {
            return Fail(SubIndications.NotYetValid, period);
        }

        if (context.JudgedAt >= end.AddSeconds(1))
        {
            // A seal on its own is asked about now; a signature may have been made while the seal was valid.
            return context.Kind == ValueKind.Seal || context.Proof is not null || IsBeyond(context.ClaimedTime, end)
                ? Fail(SubIndications.Expired, period + Claim(context))
                : Doubt(SubIndications.OutOfBoundsNoPoe, period + Claim(context));
        }

        return context.Proof is null && IsBeyond(context.ClaimedTime, end) ? Fail(SubIndications.Expired, period + Claim(context))
            : context.Proof is null && context.ClaimedTime < start ? Fail(SubIndications.NotYetValid, period + Claim(context))
            : Ok(period);
    }

    private static bool IsBeyond(DateTimeOffset? claimed, DateTimeOffset end) => claimed >= end.AddSeconds(1);

    private static string Claim(SignatureContext context) => context.ClaimedTime is { } claimed ? $"; signed at {claimed:u} as it says itself." : ".";
}
