using System.Globalization;
using System.Security;
using Trust.Documents.Writing;

namespace Trust.Documents.Signing;

/// <summary>The list of signatures (Signatures.xml) and its place in OFD.xml, changed as text.</summary>
internal static class SignatureList
{
    /// <summary>One more than the largest number in any identifier of the list.</summary>
    public static long NextNumber(OfdStructure structure)
    {
        var root = structure.List?.Root;
        IEnumerable<string> ids = root is null
            ? []
            : [.. root.All("Signature").Select(signature => signature.Attributes.GetValueOrDefault("ID", "")), .. root.All("MaxSignId").Select(max => max.Text)];
        return ids.Select(Number).DefaultIfEmpty(0).Max() + 1;
    }

    /// <summary>OFD.xml with the list of signatures named; everything else as it was.</summary>
    public static byte[] Announce(OfdStructure structure)
    {
        var body = structure.Body;
        var name = Qualified(body, "Signatures");
        return structure.Entry.Insert((body.EndAt, 0, $"<{name}>/{SecurityElement.Escape(structure.ListName)}</{name}>"));
    }

    /// <summary>The list with one signature more, or a new list.</summary>
    public static byte[] With(OfdStructure structure, string id, OfdSignatureType type, string signatureXml)
    {
        if (structure.List is not { } list)
        {
            return OfdXml.Write(xml =>
            {
                xml.Start("Signatures");
                xml.Text("MaxSignId", id);
                xml.Empty("Signature", ("ID", id), ("Type", type), ("BaseLoc", signatureXml));
                xml.WriteEndElement();
            });
        }

        var root = list.Root;
        var element = $"<{Qualified(root, "Signature")} ID=\"{id}\" Type=\"{type}\" BaseLoc=\"{SecurityElement.Escape(signatureXml)}\"/>";
        if (root.EndAt < 0)
        {
            return list.Insert((list.EmptyEnd(root), 2, $">{element}</{Qualified(root, root.Name)}>"));
        }

        // Plain text between the tags; one that is written in another way stays as it is, the identifiers are unique all the same.
        var highest = root.All("MaxSignId").LastOrDefault(max => max.EndAt >= max.Text.Length
            && list.Text.AsSpan(max.EndAt - max.Text.Length, max.Text.Length).SequenceEqual(max.Text) && max.Children.Count == 0);
        return highest is null
            ? list.Insert((root.EndAt, 0, element))
            : list.Insert((highest.EndAt - highest.Text.Length, highest.Text.Length, id), (root.EndAt, 0, element));
    }

    private static string Qualified(XmlElementAt like, string name) => like.Prefix.Length == 0 ? name : $"{like.Prefix}:{name}";

    private static long Number(string id)
    {
        var digits = id.Trim().Reverse().TakeWhile(char.IsAsciiDigit).Take(9).Reverse().ToArray();
        return digits.Length == 0 ? 0 : long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
