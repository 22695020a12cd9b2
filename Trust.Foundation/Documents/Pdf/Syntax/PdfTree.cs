namespace Trust.Documents.Pdf.Syntax;

/// <summary>A page with what it inherits (ISO 32000-1 clause 7.7.3).</summary>
/// <param name="Number">Object number.</param>
/// <param name="Generation">Generation.</param>
/// <param name="Value">Page dictionary.</param>
/// <param name="Box">What is shown of it: its crop box, else its media box (14.11.2), or null.</param>
/// <param name="Rotate">Its turn in degrees.</param>
internal sealed record PdfPage(int Number, int Generation, PdfValue Value, PdfValue? Box, long Rotate);

/// <summary>A signature field and its value (12.7.4.5).</summary>
/// <param name="Name">Fully qualified name.</param>
/// <param name="SignatureNumber">Object number of the signature dictionary; 0 where it stands in the field itself.</param>
/// <param name="Signature">Signature dictionary.</param>
/// <param name="IsPlain">Whether it stands in the file itself and not in an object stream.</param>
internal sealed record PdfSignatureField(string Name, int SignatureNumber, PdfValue Signature, bool IsPlain);

/// <summary>Walks page tree and form, bounded in depth and number, without walking in circles.</summary>
internal static class PdfTree
{
    public static List<PdfPage> Pages(PdfFile file)
    {
        List<PdfPage> pages = [];
        HashSet<int> visited = [];
        Walk(file.Catalog["Pages"], null, null, 0, 0);
        return pages;

        void Walk(PdfValue? reference, PdfValue? media, PdfValue? crop, long rotate, int depth)
        {
            var node = file.Resolve(reference);
            if (reference is not { Kind: PdfKind.Reference } || !node.IsDictionary || depth > PdfBudget.MaxDepth || !visited.Add(reference.Target.Number))
            {
                throw new PdfFormatException(PdfFaults.StructureInvalid, "The page tree is broken, circular or too deep.");
            }

            if (visited.Count > file.Budget.MaxPages * 2)
            {
                throw new PdfFormatException(PdfFaults.TooMany, "The file has more pages than are read.");
            }

            media = node["MediaBox"] is { } own ? file.Resolve(own) : media;
            crop = node["CropBox"] is { } cut ? file.Resolve(cut) : crop;
            rotate = node["Rotate"] is { } turn ? file.Resolve(turn).Integer ?? -1 : rotate;
            if (node["Kids"] is not { } kids)
            {
                pages.Add(new(reference.Target.Number, reference.Target.Generation, node, crop ?? media, rotate));
                return;
            }

            foreach (var kid in file.Resolve(kids).Items)
            {
                Walk(kid, media, crop, rotate, depth + 1);
            }
        }
    }

    /// <summary>Signature fields that are signed, and the partial names of all fields at the top.</summary>
    public static (List<PdfSignatureField> Signed, HashSet<string> TopNames) Fields(PdfFile file)
    {
        List<PdfSignatureField> signed = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<int> visited = [];
        var count = 0;
        foreach (var field in file.Resolve(file.Resolve(file.Catalog, "AcroForm"), "Fields").Items)
        {
            Walk(field, null, "", 0);
        }

        return (signed, names);

        void Walk(PdfValue reference, PdfValue? type, string path, int depth)
        {
            if (++count > PdfBudget.MaxFields)
            {
                throw new PdfFormatException(PdfFaults.TooMany, "The form has more fields than are read.");
            }

            var node = file.Resolve(reference);
            if (!node.IsDictionary || depth > PdfBudget.MaxDepth || (reference.Kind == PdfKind.Reference && !visited.Add(reference.Target.Number)))
            {
                throw new PdfFormatException(PdfFaults.StructureInvalid, "The form is broken, circular or too deep.");
            }

            var name = file.Resolve(node, "T") is { Kind: PdfKind.Text } text ? PdfText.Decode(text.Bytes.Span) : "";
            path = path.Length == 0 || name.Length == 0 ? path + name : $"{path}.{name}";
            type = node["FT"] is { } own ? file.Resolve(own) : type;
            if (depth == 0)
            {
                names.Add(name);
            }

            if ((type?.IsName("Sig") ?? false) && node["V"] is { } value && file.Resolve(value) is { IsDictionary: true } signature)
            {
                var number = value.Kind == PdfKind.Reference ? value.Target.Number : reference.Kind == PdfKind.Reference ? reference.Target.Number : 0;
                var isPlain = number != 0 && file.Xref.Places.TryGetValue(number, out var place) && !place.InStream;
                signed.Add(new(path, value.Kind == PdfKind.Reference ? number : 0, signature, isPlain));
            }

            foreach (var kid in file.Resolve(node, "Kids").Items)
            {
                Walk(kid, type, path, depth + 1);
            }
        }
    }
}
