using Trust.Documents.Verification;
using Trust.License.Types;

namespace Trust.License.Checking.Checks;

/// <summary>
/// 证照颁发机构: the code in the identifier, that in the metadata and that of the organisation whose seal it is are one. The certificate of a seal names the credit code of its
/// organisation (OU).
/// </summary>
internal sealed class IssuerCheck() : LicenceCheck("LIC-ISSUER", "GB/T 36904-2018; GB/T 36905-2018; certificate subject OU")
{
    public override CheckResult? Run(LicenceContext context)
    {
        var licence = context.Licence;
        var code = licence.Item(LicenceMetadata.IssuerCode);
        if (licence.Identifier is { } identifier && (identifier.Issuer?.Value ?? identifier.HistoricIssuer?.Value) is var named && named != code)
        {
            return Fail(SubIndications.SignatureConstraintsFailure, $"The identifier names {named}, the metadata {Shown(code)}.");
        }

        if (context.Signers.Count == 0)
        {
            return Doubt(SubIndications.SignatureConstraintsFailure, "No seal on it was confirmed, so it is not known whose it is.");
        }

        if (context.Signers.FirstOrDefault(signer => signer.Certificate.Subject.Find("OU") == code).Certificate is not { } certificate)
        {
            return Fail(SubIndications.SignatureConstraintsFailure, $"Issued by {Shown(code)}, but sealed by {string.Join(", ", context.Signers.Select(signer => Shown(signer.Certificate.Subject.Find("OU"))).Distinct())}.");
        }

        return context.Knowledge.IsEntitled switch
        {
            // A right that ended later does not undo what was issued before; that it was logged shows that it was there.
            false => Warn($"{code} issues no licences of this type today."),
            true => Ok($"{code}, whose seal it is and who issues this type."),
            _ => Ok($"{code}, whose seal it is ({Shown(certificate.Subject.Find("O"))})."),
        };
    }
}
