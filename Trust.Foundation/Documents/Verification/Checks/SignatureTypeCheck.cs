namespace Trust.Documents.Verification.Checks;

/// <summary>What the list announces is what the value is: a seal is not shown for a signature that was made without one.</summary>
internal sealed class SignatureTypeCheck() : Check("SIG-TYPE", "GB/T 33190-2016 18.1, table 61")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.Entry is not { BaseLoc: not null } entry || context.Kind == ValueKind.Unreadable)
        {
            return null;
        }

        var isSeal = context.Kind == ValueKind.SealSignature;
        var announced = entry.Type ?? "Seal (by default)";
        return entry.IsSeal == isSeal
            ? Ok(announced)
            : Doubt(SubIndications.SignatureConstraintsFailure, $"The list says {announced}, the value is {context.Kind}.");
    }
}
