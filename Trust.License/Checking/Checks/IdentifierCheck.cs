using Trust.Contracts.Codes;
using Trust.Documents.Verification;
using Trust.License.Types;

namespace Trust.License.Checking.Checks;

/// <summary>证照标识: root, parts, check character, and the same version in the data file.</summary>
internal sealed class IdentifierCheck() : LicenceCheck("LIC-IDENTIFIER", "GB/T 36904-2018; ISO/IEC 7064 MOD 37,36")
{
    public override CheckResult? Run(LicenceContext context)
    {
        var licence = context.Licence;
        var text = licence.Item(LicenceMetadata.Identifier);
        return licence.Identifier is not { } identifier ? Fail(SubIndications.FormatFailure, text is null ? "There is no identifier." : Fault(text))
            : identifier.HistoricIssuer is not null ? Warn("A division stands in the place of the issuing authority, as in historic data.")
            : licence.Data is { } data && data.Version != identifier.Version ? Fail(SubIndications.FormatFailure, $"The identifier is that of version {identifier.Version}, the data file that of version {data.Version}.")
            : Ok($"{identifier.Value}, check character right.");
    }

    private static string Fault(string text) => text.StartsWith(LicenceIdentifier.Root + ".", StringComparison.Ordinal)
        ? "The parts of the identifier or its check character are wrong."
        : $"The identifier does not begin with {LicenceIdentifier.Root}.";
}
