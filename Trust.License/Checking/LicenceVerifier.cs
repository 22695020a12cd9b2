using Trust.Documents.Verification;
using Trust.License.Checking.Checks;
using Trust.License.States;
using Trust.License.Types;

namespace Trust.License.Checking;

/// <summary>
/// Judges a licence on top of the verdict on its seals: every check runs, none is hidden, and whether it counts today stays an answer of its own. Bytes and knowledge in, report
/// out; the service and the command line use the same code.
/// </summary>
internal static class LicenceVerifier
{
    private static readonly IReadOnlyList<LicenceCheck> Checks =
    [
        new IdentifierCheck(), new TypeCheck(), new IssuerCheck(), new SealedCheck(), new DataCheck(), new ContentCheck(), new LogProofCheck(),
        new StateCheck(), new VersionCheck(), new DatesCheck(),
    ];

    /// <summary>A file that is no licence keeps the report on its seals, and says so.</summary>
    public static LicenceReport Plain(VerificationReport seal) => new() { Report = seal, Note = seal.Code is null ? LicenceSentences.NoLicence : null };

    /// <summary>Judges.</summary>
    /// <param name="licence">The file.</param>
    /// <param name="seal">Verdict on its seals.</param>
    /// <param name="knowledge">What is known beside.</param>
    /// <param name="now">When.</param>
    public static LicenceReport Judge(ReadLicence licence, VerificationReport seal, LicenceKnowledge knowledge, DateTimeOffset now)
    {
        var context = new LicenceContext(licence, seal, knowledge, now);
        var own = Checks.Select(check => check.Run(context)).OfType<CheckResult>().ToList();

        // The seals' reason stands where it weighs as much: it is nearer to the cause.
        var decisive = own.Where(check => check.Conclusion is { } conclusion && conclusion.Indication > seal.Indication).MaxBy(check => check.Conclusion!.Indication);
        var (indication, reason) = decisive?.Conclusion is { } worst ? (worst.Indication, worst.SubIndication) : (seal.Indication, seal.SubIndication);
        var answer = ForceOf.Judge(context, indication);
        return answer with
        {
            Report = seal with
            {
                Indication = indication,
                SubIndication = reason,
                Sentence = LicenceSentences.Sentence(seal, indication, decisive, answer),
                Advice = LicenceSentences.Advice(seal, indication, decisive, answer),
                Checks = [.. seal.Checks, .. own],
            },
            Licence = Facts(context),
        };
    }

    private static LicenceFacts Facts(LicenceContext context)
    {
        var licence = context.Licence;
        return new LicenceFacts
        {
            Identifier = licence.Identifier?.Value,
            Type = Cut(licence.Item(LicenceMetadata.TypeCode)),
            TypeName = Cut(licence.Item(LicenceMetadata.TypeName)),
            Issuer = Cut(licence.Item(LicenceMetadata.Issuer)),
            IssuerCode = Cut(licence.Item(LicenceMetadata.IssuerCode)),
            Holder = Cut(licence.Item(LicenceMetadata.Holder)),
            HolderCode = Cut(licence.Item(LicenceMetadata.HolderCode)),
            Number = Cut(licence.Item(LicenceMetadata.Number)),
            IssuedOn = Cut(licence.Item(LicenceMetadata.IssuedOn)),
            ValidFrom = Cut(licence.Item(LicenceMetadata.ValidFrom)),
            ValidTo = Cut(licence.Item(LicenceMetadata.ValidTo)),
            Version = licence.Identifier?.Version,
            CurrentVersion = context.Knowledge.State is { State: not StateNames.Unknown } state ? state.CurrentVersion : null,
            LogIndex = licence.Entry is null ? null : licence.Proof?.Index,
        };
    }

    // Metadata may be of any length in a file that somebody made up.
    private static string? Cut(string? text) => text is { Length: > 200 } ? text[..200] : text;
}
