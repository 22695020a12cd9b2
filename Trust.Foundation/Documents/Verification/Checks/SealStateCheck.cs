namespace Trust.Documents.Verification.Checks;

/// <summary>The register of seals: a seal that was lost or destroyed before the time that counts did not sign.</summary>
internal sealed class SealStateCheck() : Check("SEAL-STATE", "GB/T 38540-2020; seal register; our rule on proved time")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.Seal is not { } seal)
        {
            return null;
        }

        if (context.Material.SealStates is not { } list)
        {
            return NotChecked("No list of seal states is at hand.");
        }

        var digest = Digests.Sm3Text(seal.Encoded.Span);
        var state = list.States.FirstOrDefault(known => known.SealDigest == digest);
        if (state is { IsInForce: false })
        {
            var text = $"{state.State} since {state.Since:u}, list of {list.IssuedAt:u}";
            return context.Proof is null ? Doubt(SubIndications.RevokedNoPoe, text)
                : state.Since <= context.JudgedAt ? Fail(SubIndications.Revoked, text)
                : Warn($"{text}; it signed before that, as the proved time shows.");
        }

        return context.Now > list.ExpiresAt + context.Policy.Grace ? Doubt(SubIndications.TryLater, $"The list of seal states ended at {list.ExpiresAt:u}.")
            : state is null && list.IsComplete && context.Material.SealMakers.Any(maker => maker.Encoded.Span.SequenceEqual(seal.MakerCertificate.Span))
                ? Doubt(SubIndications.SignatureConstraintsFailure, $"The register of {list.IssuedAt:u} lists every seal of this maker, and not this one.")
            : state is null ? Note($"Not on the list of {list.IssuedAt:u}.")
            : Ok($"{state.State} since {state.Since:u}, list of {list.IssuedAt:u}.");
    }
}
