using Trust.Crypto.Certificates;
using Trust.Documents.Ofd;
using Trust.Documents.Seals;
using Trust.Documents.Verification;

namespace Trust.License.Checking;

/// <summary>A licence under verification: the file, the verdict on its seals, what is known, and when.</summary>
/// <param name="licence">The file.</param>
/// <param name="seal">Verdict on its seals.</param>
/// <param name="knowledge">What is known beside.</param>
/// <param name="now">When.</param>
internal sealed class LicenceContext(ReadLicence licence, VerificationReport seal, LicenceKnowledge knowledge, DateTimeOffset now)
{
    private IReadOnlyList<(int Number, Certificate Certificate)>? signers;

    public ReadLicence Licence => licence;

    public VerificationReport Seal => seal;

    public LicenceKnowledge Knowledge => knowledge;

    /// <summary>Today in the province (UTC+8).</summary>
    public DateOnly Today { get; } = DateOnly.FromDateTime(now.ToOffset(TimeSpan.FromHours(8)).Date);

    /// <summary>Certificates of the seal signatures that passed, by the number of the signature.</summary>
    public IReadOnlyList<(int Number, Certificate Certificate)> Signers => signers ??= [.. ReadSigners()];

    private IEnumerable<(int, Certificate)> ReadSigners()
    {
        var listed = licence.File.Bodies.SelectMany(body => body.SignatureLists).SelectMany(list => list.Entries).Select(entry => entry.File).OfType<OfdSignatureFile>().ToList();
        foreach (var signature in seal.Signatures.Where(signature => signature is { Indication: Indication.TotalPassed, Facts.ValueKind: "sealSignature" }))
        {
            if (listed.Find(file => file.EntryName == signature.Facts.SignatureEntry) is { SignedValueEntryName: { } name } && licence.Package.Find(name)?.TryRead(out var value) == true
                && SesSignature.TryParse(value.Span, out var parsed, out _) && parsed.ReadSignerCertificate() is { } certificate)
            {
                yield return (signature.Number, certificate);
            }
        }
    }
}
