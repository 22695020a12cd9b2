using Trust.Documents.Packaging;

namespace Trust.Documents.Ofd;

/// <summary>Signatures.xml and Signature.xml into records.</summary>
internal static class SignatureReading
{
    private static readonly string[] Single = ["SignedInfo", "SignedValue"];
    private static readonly string[] SingleInside = ["Provider", "SignatureMethod", "SignatureDateTime", "References", "Seal"];

    public static OfdSignatureList ReadList(PartReading parts, string loc, string docFolder)
    {
        var name = OfdPath.Resolve(parts.Package, loc, string.Empty, docFolder);
        if (name is null)
        {
            return new(loc, null, [], [], new(DocumentFaults.EntryMissing, $"The signature list {loc} does not exist."));
        }

        if (!parts.TryRead(name, out var root, out var fault))
        {
            return new(loc, name, [], [], fault);
        }

        var entries = root.All("Signature").Select(element => ReadEntry(parts, element, OfdPath.Folder(name), docFolder)).ToArray();
        return new(loc, name, entries, [.. root.All("MaxSignId").Select(element => element.Trimmed)], null);
    }

    private static OfdSignatureEntry ReadEntry(PartReading parts, XmlElement element, string folder, string docFolder)
    {
        var loc = element.Attribute("BaseLoc");
        var name = OfdPath.Resolve(parts.Package, loc, folder, docFolder);
        OfdSignatureFile? file = null;
        DocumentFault? fault = null;
        if (name is null)
        {
            fault = new(DocumentFaults.EntryMissing, $"The signature file {loc} does not exist.");
        }
        else if (parts.TryRead(name, out var root, out fault) && parts.TryBytes(name, out var bytes, out fault))
        {
            file = Read(root, bytes, name, parts.Package);
        }

        return new(element.Attribute("ID"), element.Attribute("Type"), element.Attribute("Relative"), loc, name, file, fault);
    }

    public static OfdSignatureFile Read(XmlElement root, ReadOnlyMemory<byte> bytes, string entryName, OfdPackage? package)
    {
        var folder = OfdPath.Folder(entryName);
        var info = root.Child("SignedInfo") ?? root;
        var references = info.Child("References");
        var seal = info.Child("Seal") ?? root.Child("Seal");
        var sealLoc = seal?.TextOf("BaseLoc") ?? seal?.Attribute("BaseLoc");
        var valueLoc = (root.Child("SignedValue") ?? info.Child("SignedValue"))?.Trimmed;
        return new()
        {
            EntryName = entryName,
            Bytes = bytes,
            Provider = info.Child("Provider") is { } provider ? ReadProvider(provider) : null,
            SignatureMethod = info.TextOf("SignatureMethod"),
            SignatureDateTime = info.TextOf("SignatureDateTime"),
            CheckMethod = references?.Attribute("CheckMethod"),
            References = references is null ? [] : [.. references.All("Reference").Select(reference => ReadReference(reference, package, folder))],
            StampAnnots = [.. info.All("StampAnnot").Select(ReadStamp)],
            SealLoc = sealLoc,
            SealEntryName = Resolve(package, sealLoc, folder),
            SignedValueLoc = valueLoc,
            SignedValueEntryName = Resolve(package, valueLoc, folder),
            Parameters = [.. info.In("Parameters", "Parameter").Select(parameter => new OfdParameter(parameter.Attribute("Name"), parameter.Attribute("Type"), parameter.Text))],
            Repeated = [.. Single.Where(name => root.All(name).Count() > 1), .. SingleInside.Where(name => info.All(name).Count() > 1)],
        };
    }

    private static string? Resolve(OfdPackage? package, string? loc, string folder) => package is null ? null : OfdPath.Resolve(package, loc, folder, OfdPath.Folder(OfdPath.Folder(folder)));

    private static OfdSignatureProvider ReadProvider(XmlElement provider)
    {
        string? Value(string name) => provider.Attribute(name) ?? provider.TextOf(name);
        return new(Value("ProviderName"), Value("Version"), Value("Company"), Value("ProtocolVer"));
    }

    private static OfdReference ReadReference(XmlElement reference, OfdPackage? package, string folder)
    {
        var loc = reference.Attribute("FileRef");
        var text = reference.TextOf("CheckValue");
        return new(loc, Resolve(package, loc, folder), text, Base64(text));
    }

    private static ReadOnlyMemory<byte>? Base64(string? text)
    {
        if (text is null or "")
        {
            return null;
        }

        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var written) ? new ReadOnlyMemory<byte>(buffer, 0, written) : default(ReadOnlyMemory<byte>?);
    }

    private static OfdStampAnnot ReadStamp(XmlElement stamp) => new(
        stamp.Attribute("ID"),
        stamp.Id("PageRef"),
        stamp.Attribute("PageRef"),
        OfdValues.Box(stamp.Attribute("Boundary")),
        OfdValues.Box(stamp.Attribute("Clip")));
}
