using Trust.Crypto.TimeStamps;

namespace Trust.Documents.Verification.Checks;

/// <summary>A time stamp on the seal itself, which only the 2025 edition has. It is a fact; no rule of ours goes by it.</summary>
internal sealed class SealTimeStampCheck() : Check("SEAL-TIME-STAMP", "GM/T 0031-2025")
{
    internal override CheckResult? Run(SignatureContext context) => context.Seal?.TimeStamp is not { } bytes ? null
        : !TimeStampToken.TryParse(bytes.Span, out var token) ? Warn("The seal's time stamp can't be read.")
        : token.Verify(context.Seal.SignatureValue.Span).IsValid ? Note($"{token.Time:u}.")
        : Warn($"The seal's time stamp of {token.Time:u} proves nothing.");
}
