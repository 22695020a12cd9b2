namespace Trust.Documents.Verification.Checks;

/// <summary>The seal has the structure of its edition, and nothing follows it. What was read nevertheless is named.</summary>
internal sealed class SealStructureCheck() : Check("SEAL-STRUCTURE", "GM/T 0031-2014 6.1.2 a; GB/T 38540-2020")
{
    internal override CheckResult? Run(SignatureContext context)
    {
        if (context.Seal is not { } seal)
        {
            return null;
        }

        if (seal.TrailingByteCount > 0)
        {
            return Fail(SubIndications.FormatFailure, $"{seal.TrailingByteCount} bytes follow the structure.");
        }

        var remarks = seal.Remarks.Concat(context.Ses?.Remarks ?? []).Select(remark => $"{remark.Code} ({remark.Detail})").ToList();
        return remarks.Count == 0 ? Ok($"Edition {seal.Version}.") : Note($"Edition {seal.Version}; written otherwise than the standard says: {string.Join(", ", remarks)}.");
    }
}
