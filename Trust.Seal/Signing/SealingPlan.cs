using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Seal.Data;

namespace Trust.Seal.Signing;

/// <summary>
/// Lint, and what will be signed: the document is read by the same bounded reader that judges strangers' files, the places are looked at, and everything but the signature
/// value is fixed. The same call gives the same plan.
/// </summary>
internal static class SealingPlan
{
    public const string ProviderName = "Trust.Seal";

    public static Result<SealingDraft> Prepare(SealRecord seal, SealDocumentCall call, SealOptions options, DateTimeOffset time) =>
        DocumentFormat.IsPdf(call.Document.Span) ? PdfSealing.Prepare(seal, call, options, time) : OfdSealing.Prepare(seal, call, options, time);

    /// <summary>The document cannot be sealed.</summary>
    public static TrustError Refused(string code, string detail) => SealErrors.DocumentRefused with { Detail = $"{code}: {detail}" };
}
