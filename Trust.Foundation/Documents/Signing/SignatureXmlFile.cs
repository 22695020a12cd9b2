using System.Globalization;
using Trust.Documents.Writing;

namespace Trust.Documents.Signing;

/// <summary>Writes Signature.xml in the order of the schema (GB/T 33190 clause 18.2).</summary>
internal static class SignatureXmlFile
{
    /// <summary>SM3 without a key.</summary>
    public const string Sm3Oid = "1.2.156.10197.1.401";

    /// <summary>SM3 with SM2.</summary>
    public const string Sm2Oid = "1.2.156.10197.1.501";

    public static byte[] Write(
        OfdSignatureRequest request, string id, IReadOnlyList<string> pageIds, IReadOnlyList<EntryDigest> entries, string folder, string? sealName) =>
        OfdXml.Write(xml =>
        {
            xml.Start("Signature");
            xml.Start("SignedInfo");
            xml.Empty("Provider", ("ProviderName", request.Provider.Name), ("Version", request.Provider.Version), ("Company", request.Provider.Company));
            xml.Text("SignatureMethod", Sm2Oid);
            xml.Text("SignatureDateTime", request.SignatureDateTime.UtcDateTime.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture));
            xml.Start("References", ("CheckMethod", Sm3Oid));
            foreach (var entry in entries)
            {
                xml.Start("Reference", ("FileRef", $"/{entry.Name}"));
                xml.Text("CheckValue", Convert.ToBase64String(entry.Sm3.Span));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            for (var i = 0; i < request.Stamps.Count; i++)
            {
                var stamp = request.Stamps[i];
                xml.Empty("StampAnnot", ("ID", $"{id}_{i + 1}"), ("PageRef", pageIds[stamp.PageIndex]), ("Boundary", stamp.Boundary), ("Clip", stamp.Clip));
            }

            if (sealName is not null)
            {
                xml.Start("Seal");
                xml.Text("BaseLoc", $"/{sealName}");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            xml.Text("SignedValue", $"/{folder}SignedValue.dat");
            xml.WriteEndElement();
        });
}
