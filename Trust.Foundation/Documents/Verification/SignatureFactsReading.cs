namespace Trust.Documents.Verification;

internal static class SignatureFactsReading
{
    internal static SignatureFacts Read(SignatureContext context) => new()
    {
        ValueKind = context.Kind switch
        {
            ValueKind.Seal => "seal",
            ValueKind.SealSignature => "sealSignature",
            ValueKind.SignedData => "signedData",
            ValueKind.Bare => "signatureValue",
            ValueKind.TimeStamp => "timeStamp",
            _ => "unreadable",
        },
        SignatureEntry = ShownText.Cut(context.File?.EntryName),
        Seal = context.Seal is { } seal ? SealFacts.Of(seal) : null,
        Signer = CertificateFacts.Of(context.Signer),
        SignatureDigest = context.SignatureValue is { } value ? Digests.Sm3Text(value.Span) : null,
        VerifiesWhenReadAsUnsigned = Unsigned(context),
        ClaimedTime = ShownText.Cut(context.Ses?.Time.Text) ?? (context.Ses is null ? context.ClaimedTime?.ToString("u", System.Globalization.CultureInfo.InvariantCulture) : null),
        ClaimedDateTime = ShownText.Cut(context.File?.SignatureDateTime),
        ProvedTime = context.Proof?.Time,
        ProvedBy = context.Proof?.Source.ToString(),
        TimeStamp = context.TimeStamp is { } token
            ? new(token.Time, token.Policy, token.SerialNumber, ProvedTime.IsTrusted(context), CertificateFacts.Of(context.TimeStampCheck?.Certificate))
            : null,
        PropertyInfo = ShownText.Cut(context.Ses?.PropertyInfo),
        References = context.File?.References.Count,
        StampedPages = context.Pdf is { } pdf ? pdf.ShownOn : context.Document is { } document && context.File is { } file
            ? [.. file.StampAnnots.Select(stamp => stamp.PageRef is { } page ? document.PageNumber(page) : null).OfType<int>().Distinct()]
            : [],
    };

    private static bool? Unsigned(SignatureContext context) =>
        context.ValueFacts is { Fault: not Crypto.Sm2SignatureFault.None } facts ? facts.HoldsAsUnsigned
        : context.SealValueFacts is { Fault: not Crypto.Sm2SignatureFault.None } seal ? seal.HoldsAsUnsigned
        : null;
}
