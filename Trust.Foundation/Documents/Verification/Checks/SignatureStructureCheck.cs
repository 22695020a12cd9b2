using Trust.Crypto;

namespace Trust.Documents.Verification.Checks;

/// <summary>The value has a known structure, nothing follows it, and its edition is one throughout.</summary>
internal sealed class SignatureStructureCheck() : Check("SIG-STRUCTURE", "GM/T 0031-2014 6.2.3 a; GB/T 38540-2020; GB/T 35275-2017")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.Kind == ValueKind.Seal || context.Value is null)
        {
            return null;
        }

        if (context.Kind == ValueKind.Unreadable)
        {
            return Fail(SubIndications.FormatFailure, $"{context.Fault?.Code}: {context.Fault?.Detail}");
        }

        if (context.Ses is { TrailingByteCount: > 0 } trailing)
        {
            return Fail(SubIndications.FormatFailure, $"{trailing.TrailingByteCount} bytes follow the structure.");
        }

        if (context.Ses is { } ses && ses.TbsVersion != ses.Seal.Header.Version)
        {
            return Fail(SubIndications.FormatFailure, $"TBS_Sign is of version {ses.TbsVersion}, its seal of version {ses.Seal.Header.Version}.");
        }

        if (context.Ses is { DataHash.Length: not Sm3.HashSizeInBytes } odd)
        {
            return Fail(SubIndications.FormatFailure, $"dataHash has {odd.DataHash.Length} bytes.");
        }

        return context.SignedData is { Signers.Count: > 1 } several
            ? Doubt(SubIndications.SignatureConstraintsFailure, $"{several.Signers.Count} signers; one is judged.")
            : Ok(context.Kind.ToString());
    }
}
