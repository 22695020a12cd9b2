using Trust.Documents.Packaging;
using Trust.Documents.Pdf;
using Trust.Documents.Verification.Checks;

namespace Trust.Documents.Verification;

/// <summary>Runs the checks and gathers what they find into a report.</summary>
internal sealed class ReportBuilding(ReadOnlyMemory<byte> file, VerificationInput input)
{
    private static readonly IReadOnlyList<DocumentCheck> DocumentChecks =
        [new ContainerCheck(), new StructureCheck(), new SignatureListCheck(), new UnlistedSignatureCheck(), new IntegrityFilesCheck()];

    // In the order of GM/T 0031-2014 clause 6.2.3: format, value, digests, then trust and time, then the seal.
    private static readonly IReadOnlyList<Check> SignatureChecks =
    [
        new SignatureFileCheck(), new SignatureStructureCheck(), new SignatureTypeCheck(), new SignatureAlgorithmCheck(), new SignatureValueCheck(), new DataHashCheck(),
        new PropertyInfoCheck(), new CheckMethodCheck(), new ReferenceDigestCheck(), new CoverageCheck(), new StampPageCheck(), new BaseSignatureCheck(),
        new TimeStampValueCheck(), new ClaimedTimeCheck(), new SignerChainCheck(), new SignerValidityCheck(), new SignerRevocationCheck(), new CertificateInListCheck(),
        new SealStructureCheck(), new SealValueCheck(), new SealFileCheck(), new SealPictureCheck(), new MakerChainCheck(), new MakerValidityCheck(),
        new MakerRevocationCheck(), new SealValidityCheck(), new SealStateCheck(), new SealTimeStampCheck(), new TrustListCheck(),
    ];

    // The same questions in the same order, asked of a PDF (EN 319 102-1 clause 5.2).
    private static readonly IReadOnlyList<Check> PdfChecks =
    [
        new PdfStructureCheck(), new PdfAlgorithmCheck(), new PdfValueCheck(), new PdfDigestCheck(), new PdfCoverageCheck(), new TimeStampValueCheck(), new ClaimedTimeCheck(),
        new SignerChainCheck(), new SignerValidityCheck(), new SignerRevocationCheck(), new TrustListCheck(),
    ];

    // A document time stamp has no signer: its authority is judged as that of any time stamp.
    private static readonly IReadOnlyList<Check> PdfTimeStampChecks =
        [new PdfStructureCheck(), new PdfAlgorithmCheck(), new PdfValueCheck(), new PdfDigestCheck(), new PdfCoverageCheck(), new TimeStampValueCheck(), new TrustListCheck()];

    private readonly List<CheckResult> _documentChecks = [];
    private readonly List<CheckResult> _signatureChecks = [];
    private readonly List<SignatureReport> _signatures = [];
    private readonly List<UnprotectedEntry> _unprotected = [];
    private DocumentContext? _document;
    private PdfSignatureReport? _pdf;

    internal DateTimeOffset Now { get; } = input.Time.GetUtcNow();

    internal void Take(DocumentContext document, DocumentFault? fault)
    {
        _document = document;
        if (fault is not null)
        {
            _documentChecks.Add(ReadableCheck(fault));
        }
    }

    internal void Take(PdfSignatureReport pdf)
    {
        _pdf = pdf;
        _documentChecks.AddRange(PdfFileCheck.Run(pdf));
    }

    internal void JudgeDocument(DocumentContext document) => _documentChecks.AddRange(DocumentChecks.SelectMany(check => check.Run(document)).Select(Bounded));

    internal void Take(SignatureContext context)
    {
        ProvedTime.Find(context);
        var checks = context.Pdf switch
        {
            null => SignatureChecks,
            { Kind: PdfSignatureKind.DocumentTimeStamp } => PdfTimeStampChecks,
            _ => PdfChecks,
        };
        var results = checks.Select(check => check.Run(context)).OfType<CheckResult>().ToList();
        results = [.. results.Concat(Missing(results)).Select(result => Bounded(result) with { Signature = context.Number })];
        var verdict = Conclusion.Worst(results.Select(result => result.Conclusion));
        _signatureChecks.AddRange(results);
        _unprotected.AddRange(context.Unprotected);
        var kind = context.Kind == ValueKind.Seal ? VerifiedKind.Seal : context.Pdf is not null ? VerifiedKind.Pdf : VerifiedKind.Ofd;
        _signatures.Add(new(
            context.Number, ShownText.Cut(context.Entry?.Id ?? context.Pdf?.FieldName), verdict.Indication, verdict.SubIndication, Words.Sentence(kind, verdict), SignatureFactsReading.Read(context)));
    }

    internal VerificationReport Finish(VerifiedKind kind)
    {
        var checks = _documentChecks.Concat(_signatureChecks).ToList();
        var verdict = Conclusion.Worst(checks.Select(check => check.Conclusion));
        return new()
        {
            Kind = kind,
            Indication = verdict.Indication,
            SubIndication = verdict.SubIndication,
            Sentence = Words.Sentence(kind, verdict),
            Advice = Words.Advice(kind, verdict),
            Checks = checks,
            Signatures = _signatures,
            Unprotected = _unprotected,
            Facts = Facts(),
        };
    }

    internal VerificationReport Unreadable(DocumentFault fault, VerifiedKind kind = VerifiedKind.Unreadable) => new()
    {
        Kind = kind,
        Code = fault.Code,
        Indication = Indication.Indeterminate,
        SubIndication = SubIndications.FormatFailure,
        Sentence = Words.UnreadableSentence,
        Advice = Words.UnreadableAdvice,
        Checks = [ReadableCheck(fault)],
        Signatures = [],
        Unprotected = [],
        Facts = Facts(),
    };

    private IEnumerable<CheckResult> Missing(List<CheckResult> results) => input.Policy.RequiredChecks
        .Where(id => !results.Exists(result => result.Id == id && result.Status != CheckStatus.NotChecked))
        .Select(id => new CheckResult("POLICY", $"Policy {input.Policy.Name}", CheckStatus.NotOk, $"The policy demands {id}, which could not be checked.")
        {
            Conclusion = Conclusion.Unknown(SubIndications.SignatureConstraintsFailure),
        });

    private static CheckResult Bounded(CheckResult result) => result with { Detail = ShownText.Cut(result.Detail, ShownText.MaxDetail) };

    private static CheckResult ReadableCheck(DocumentFault fault) =>
        new("DOC-READABLE", "GB/T 33190-2016 7; ISO 32000-1 7.5; our limits", CheckStatus.NotOk, ShownText.Cut($"{fault.Code}: {fault.Detail}", ShownText.MaxDetail)) { Conclusion = Conclusion.Unknown(SubIndications.FormatFailure) };

    private ReportFacts Facts()
    {
        var body = _document?.File?.Bodies.FirstOrDefault(one => one.Document is not null);
        return new()
        {
            FileName = input.FileName,
            Size = file.Length,
            Digest = Digests.Sm3Text(file.Span),
            VerifiedAt = Now,
            Policy = input.Policy.Name,
            Pages = _pdf?.Pages ?? body?.Document?.Pages.Count,
            DocumentId = ShownText.Cut(body?.Info.DocId),
            Title = ShownText.Cut(body?.Info.Title),
            TrustListIssuedAt = input.Material.IssuedAt,
            SealStatesIssuedAt = input.Material.SealStates?.IssuedAt,
        };
    }
}
