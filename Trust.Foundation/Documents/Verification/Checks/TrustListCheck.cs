namespace Trust.Documents.Verification.Checks;

/// <summary>The list of trusted authorities may still be used.</summary>
internal sealed class TrustListCheck() : Check("TRUST-LIST", "ETSI EN 319 102-1 5.2.4")
{
    internal override CheckResult? Run(SignatureContext context) => context.Material.ExpiresAt is not { } end ? null
        : context.Now > end + context.Policy.Grace ? Doubt(SubIndications.TryLater, $"The list of trusted authorities ended at {end:u}.")
        : context.Now > end ? Warn($"The list of trusted authorities ended at {end:u}; within the time of grace.")
        : Ok($"Until {end:u}.");
}
