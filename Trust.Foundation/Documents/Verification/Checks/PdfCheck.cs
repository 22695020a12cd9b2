using Trust.Documents.Pdf;

namespace Trust.Documents.Verification.Checks;

/// <summary>A check of a signature in a PDF. Each fault of the reader belongs to exactly one of them; what the reader makes of it is the verdict.</summary>
internal abstract class PdfCheck(string id, string clause) : Check(id, clause)
{
    internal override CheckResult? Run(SignatureContext context)
    {
        var pdf = context.Pdf!;
        return pdf.Fault is { } fault && Owns(fault.Code)
            ? Of((CheckStatus.NotOk, $"{fault.Code}: {fault.Detail}", new Conclusion(pdf.Indication, pdf.SubIndication)))
            : Judge(context, pdf);
    }

    /// <summary>Whether a fault belongs here.</summary>
    protected abstract bool Owns(string code);

    /// <summary>What holds where no fault of this check was met first.</summary>
    protected abstract CheckResult? Judge(SignatureContext context, PdfSignature pdf);
}
