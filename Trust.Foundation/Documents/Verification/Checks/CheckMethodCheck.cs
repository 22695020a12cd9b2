namespace Trust.Documents.Verification.Checks;

/// <summary>References are digested with an accepted algorithm. Absent means MD5 by the schema.</summary>
internal sealed class CheckMethodCheck() : Check("REF-METHOD", "GB/T 33190-2016 18.2.3; GM/T 0099-2020")
{
    internal override CheckResult? Run(SignatureContext context) => context.File is not { } file ? null
        : IsAccepted(context) ? Ok(file.CheckMethod!)
        : Doubt(
            SubIndications.CryptoConstraintsFailure,
            string.IsNullOrWhiteSpace(file.CheckMethod) ? "No CheckMethod: MD5 by the schema, which is not accepted." : $"{file.CheckMethod} is not accepted.");

    internal static bool IsAccepted(SignatureContext context) =>
        context.File?.CheckMethod?.Trim() is { } method && context.Policy.CheckMethods.Contains(method, StringComparer.OrdinalIgnoreCase);
}
