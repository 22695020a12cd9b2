using Trust.Documents.Verification;
using Trust.License.Types;

namespace Trust.License.Checking.Checks;

/// <summary>照面、元数据 and data file say the same: a machine reads what a person sees. QR code and printed secret are no data.</summary>
internal sealed class DataCheck() : LicenceCheck("LIC-DATA", "GB/T 36903-2018; GB/T 36905-2018; GB/T 33190-2016 16")
{
    public override CheckResult? Run(LicenceContext context)
    {
        var licence = context.Licence;
        return licence.Data is not { } data ? Fail(SubIndications.FormatFailure, "The attached data file is missing, occurs twice or does not read.")
            : Fault(licence, data) is { } fault ? Fail(SubIndications.SignatureConstraintsFailure, fault)
            : Ok($"{data.Metadata.Count} items are the same in metadata, data file and face.");
    }

    private static string? Fault(ReadLicence licence, LicenceJson data) => MetadataFault(licence, data) ?? InformationFault(licence) ?? FaceFault(licence);

    private static string? MetadataFault(ReadLicence licence, LicenceJson data)
    {
        var inside = data.Metadata.ToDictionary(item => item.Key, item => item.Value, StringComparer.Ordinal);
        var twice = licence.Metadata.GroupBy(item => item.Key, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        var other = licence.Metadata.FirstOrDefault(item => inside.GetValueOrDefault(item.Key) != item.Value).Key;
        var missing = data.Metadata.FirstOrDefault(item => licence.Item(item.Key) is null).Key;
        return licence.File.Bodies.Count > 1 || licence.Body.Versions.Count > 0 ? "The file holds more than one document."
            : twice is not null ? $"The item {Shown(twice.Key)} occurs twice in the metadata."
            : (other ?? missing) is { } name ? $"The item {Shown(name)} is not the same in metadata and data file."
            : null;
    }

    // Readers show these without looking at the metadata.
    private static string? InformationFault(ReadLicence licence)
    {
        var info = licence.Body.Info;
        return info.Title != licence.Item(LicenceMetadata.TypeName) ? "The title of the document is not the name of the licence."
            : info.Author != licence.Item(LicenceMetadata.Issuer) ? "The author of the document is not the issuing authority."
            : info.Subject != licence.Item(LicenceMetadata.Identifier) ? "The subject of the document is not the identifier."
            : null;
    }

    private static string? FaceFault(ReadLicence licence)
    {
        if (FaceReading.Read(licence, out var fault) is not { } face)
        {
            return fault;
        }

        var wrong = face.FirstOrDefault(shown => !FaceReading.Renditions(licence, shown.Item).Any(value => Plain(value) == Plain(shown.Text)));
        var twice = face.GroupBy(shown => shown.Item, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        var absent = (licence.Type?.Face.Lines ?? []).Select(line => line.Item == LicenceMetadata.Validity ? LicenceMetadata.ValidTo : line.Item).Append(LicenceMetadata.TypeName)
            .FirstOrDefault(item => FaceReading.Renditions(licence, item).Any(value => value.Length > 0) && !face.Any(shown => shown.Item == item));
        return wrong is not null ? $"The face shows another {Shown(wrong.Item)} than the metadata have."
            : twice is not null ? $"Two tags of the face say {Shown(twice.Key)}."
            : absent is not null && licence.Data!.TypeVersion == licence.Type!.Version ? $"The face has no tag for {absent}."
            : null;
    }

    // A line that was broken may have lost the space at its end.
    private static string Plain(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
}
