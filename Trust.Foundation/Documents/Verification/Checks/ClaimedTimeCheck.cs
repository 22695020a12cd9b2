namespace Trust.Documents.Verification.Checks;

/// <summary>What the signer claims about the time does not contradict what is proved. It proves nothing itself.</summary>
internal sealed class ClaimedTimeCheck() : Check("SIGNING-TIME", "GM/T 0031-2014 6.2.3 d; our rule on proved time")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.Kind is ValueKind.Seal or ValueKind.Unreadable)
        {
            return null;
        }

        if (context.ClaimedTime is not { } claimed)
        {
            return context.Ses is { Time.Text.Length: > 0 } ses ? Warn($"No known notation: {ses.Time.Text}") : NotChecked("No claimed time.");
        }

        var latest = (context.Proof?.Time ?? context.Now) + context.Policy.ClockTolerance;
        return claimed > latest
            ? Doubt(SubIndications.TimeStampOrderFailure, $"It says {claimed:u}, which lies after {(context.Proof is null ? "now" : "the proved time")}, {context.Proof?.Time ?? context.Now:u}.")
            : Ok(context.Proof is { } proof ? $"It says {claimed:u}; proved by {proof.Source} for {proof.Time:u}." : $"It says {claimed:u}; nothing proves it.");
    }
}
