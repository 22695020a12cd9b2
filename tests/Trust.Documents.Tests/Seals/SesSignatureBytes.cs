using Trust.Documents.Seals;

namespace Trust.Documents.Tests.Seals;

internal static class SesSignatureBytes
{
    /// <summary>Where the signature value begins inside a stored SES_Signature.</summary>
    internal static bool TryFindValue(byte[] encoded, out int at)
    {
        at = SesSignature.TryParse(encoded, out var signature, out _) ? encoded.AsSpan().LastIndexOf(signature.SignatureValue.Span) : -1;
        return at >= 0;
    }
}
