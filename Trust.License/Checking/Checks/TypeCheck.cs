using Trust.Documents.Verification;
using Trust.License.Types;

namespace Trust.License.Checking.Checks;

/// <summary>证照类型: in the catalogue, and the same in identifier and metadata.</summary>
internal sealed class TypeCheck() : LicenceCheck("LIC-TYPE", "GB/T 36902-2018; GB/T 36903-2018")
{
    public override CheckResult? Run(LicenceContext context)
    {
        var licence = context.Licence;
        var code = licence.Item(LicenceMetadata.TypeCode);
        return licence.Identifier is { } identifier && identifier.Type.Value != code
                ? Fail(SubIndications.FormatFailure, $"The identifier is of type {identifier.Type.Value}, the metadata say {Shown(code)}.")
            : licence.Type is not { } type ? Doubt(SubIndications.SignatureConstraintsFailure, $"The catalogue has no type {Shown(code)}.")
            : licence.Item(LicenceMetadata.TypeName) != type.Name ? Fail(SubIndications.FormatFailure, "The name in the metadata is not that of the type.")
            : licence.Data is { } data && data.TypeVersion > type.Version ? Doubt(SubIndications.SignatureConstraintsFailure, $"The licence is of version {data.TypeVersion} of its type, the catalogue has version {type.Version}.")
            : Ok($"{type.Code} of the catalogue.");
    }
}
