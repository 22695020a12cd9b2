using System.Text;
using System.Xml;
using System.Xml.Linq;
using Trust.Documents.Tests.Packaging;

namespace Trust.Documents.Tests.Mutation;

/// <summary>Changes of XML structure, container structure and bytes, all from one random source.</summary>
internal sealed class Mutations(Random random)
{
    private static readonly string[] Values =
    [
        string.Empty, "0", "-1", "1", "2", "3", "12", "13", "20", "NaN", "1e308", "-1e308", "99999999999999999999", "0 0 0 0", "0 0 1e7 1e7", "-5 -5 1 1", "g 2000000000 1", "g g g", "true", "#zz",
        "../../../etc/passwd", "/Doc_0/Document.xml", "OFD.xml", "Doc_0/Pages/Page_0/Content.xml", "Signature.xml", "\\Doc_0\\Tag.xml", "Even-Odd", "Foreground", "A 0 0 0 0 0 0 0", "M 1e7 1e7 L -1e7 -1e7 C C C",
    ];

    private static readonly string[] Names = ["TextObject", "PathObject", "ImageObject", "CompositeObject", "PageBlock", "Layer", "Content", "Page", "DocBody", "Signature", "Clips", "Clip", "Area", "Color", "TextCode", "Unknown"];

    /// <summary>A file without a change.</summary>
    public byte[] Plain()
    {
        var maker = new ZipMaker();
        foreach (var (name, content) in Sources.Make(random))
        {
            maker.Add(new(name, content));
        }

        return maker.Make();
    }

    /// <summary>One file with one to three changes.</summary>
    public byte[] Next()
    {
        var parts = Sources.Make(random);
        var zip = new List<Action<ZipMaker>>();
        var bytes = new List<Func<byte[], byte[]>>();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            switch (random.Next(10))
            {
                case < 6:
                    Part(parts);
                    break;
                case < 8:
                    zip.Add(Container);
                    break;
                case 8:
                    var name = Pick(parts.Keys);
                    parts[name] = Bytes(parts[name]);
                    break;
                default:
                    bytes.Add(Bytes);
                    break;
            }
        }

        var maker = new ZipMaker();
        foreach (var (name, content) in parts)
        {
            maker.Add(new(name, content) { Deflate = random.Next(4) != 0, Descriptor = random.Next(4) == 0 });
        }

        zip.ForEach(change => change(maker));
        return bytes.Aggregate(maker.Make(), (file, change) => change(file));
    }

    private void Part(Dictionary<string, byte[]> parts)
    {
        var name = Pick(parts.Keys.Where(key => key.EndsWith(".xml", StringComparison.Ordinal)));
        XDocument document;
        try
        {
            document = XDocument.Parse(Encoding.UTF8.GetString(parts[name]));
        }
        catch (XmlException)
        {
            return; // an earlier change broke it
        }

        var elements = document.Descendants().ToArray();
        var target = Pick(elements);
        Change(target, Pick(elements));
        parts[name] = Encoding.UTF8.GetBytes(document.ToString(random.Next(2) == 0 ? SaveOptions.DisableFormatting : SaveOptions.None));
    }

    private void Change(XElement target, XElement other)
    {
        switch (random.Next(10))
        {
            case 0 when target.Parent is not null:
                target.Remove();
                break;
            case 1 when target.Parent is not null:
                target.AddAfterSelf(Enumerable.Range(0, random.Next(1, 40)).Select(_ => new XElement(target)));
                break;
            case 2:
                target.Name = target.Name.Namespace + Pick(Names);
                break;
            case 3:
                target.Add(new XElement(other));
                break;
            case 4:
                var inner = target;
                for (var depth = random.Next(1, 200); depth > 0; depth--)
                {
                    var next = new XElement(target.Name.Namespace + Pick(Names));
                    inner.Add(next);
                    inner = next;
                }

                break;
            case 5 when !target.HasElements:
                target.Value = Pick(Values);
                break;
            case 6 when target.Parent is not null:
                target.ReplaceWith(new XElement(other));
                break;
            case 7:
                target.SetAttributeValue(Pick(new[] { "ID", "BaseLoc", "Boundary", "CTM", "DeltaX", "ResourceID", "Font", "Size", "Relative", "DrawParam", "Alpha" }), Pick(Values));
                break;
            default:
                if (target.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).ToArray() is { Length: > 0 } attributes)
                {
                    Pick(attributes).Value = Pick(Values);
                }
                else if (!target.HasElements)
                {
                    target.Value = random.Next(8) == 0 ? new string('9', random.Next(1, 100_000)) : Pick(Values);
                }

                break;
        }
    }

    private void Container(ZipMaker maker)
    {
        var at = random.Next(maker.Entries.Count);
        var entry = maker.Entries[at];
        maker.Entries[at] = random.Next(14) switch
        {
            0 => entry with { Crc = (uint)random.Next() },
            1 => entry with { Size = (uint)random.Next(1 << random.Next(1, 31)) },
            2 => entry with { Flags = (ushort)random.Next(65536) },
            3 => entry with { Method = (ushort)random.Next(20) },
            4 => entry with { LocalName = Pick(maker.Entries).Name },
            5 => entry with { LocalOffset = (uint)random.Next(1 << random.Next(1, 31)) },
            6 => entry with { GapBefore = Bytes(new byte[random.Next(1, 100)]) },
            7 => entry with { Name = Pick(new[] { "../" + entry.Name, "/" + entry.Name, entry.Name.Replace('/', '\\'), entry.Name.ToUpperInvariant(), "./" + entry.Name, Pick(maker.Entries).Name, string.Empty, "\0", new string('a', 60_000) }) },
            8 => entry with { Extra = Bytes(new byte[random.Next(1, 60)]), LocalExtra = Bytes(new byte[random.Next(1, 60)]) },
            9 => entry with { LocalSize = uint.MaxValue, LocalPackedSize = uint.MaxValue },
            10 => entry with { WrongDescriptor = true, Descriptor = true },
            11 => entry with { Listed = false },
            12 => entry with { NameBytes = Bytes(Encoding.UTF8.GetBytes(entry.Name)) },
            _ => entry,
        };
        switch (random.Next(10))
        {
            case 0:
                maker.Before = new byte[random.Next(1, 50)];
                maker.AdjustOffsets = random.Next(2) == 0;
                break;
            case 1:
                maker.After = Bytes(new byte[random.Next(1, 50)]);
                break;
            case 2:
                maker.Comment = new byte[random.Next(1, 50)];
                break;
            case 3:
                maker.CountInEnd = (ushort)random.Next(65536);
                break;
            case 4:
                maker.DirectoryOffsetInEnd = (uint)random.Next(1 << random.Next(1, 31));
                break;
        }
    }

    private byte[] Bytes(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return bytes;
        }

        var copy = (byte[])bytes.Clone();
        switch (random.Next(5))
        {
            case 0:
                return copy[..random.Next(copy.Length)];
            case 1:
                var at = random.Next(copy.Length);
                return [.. copy[..at], .. copy[random.Next(copy.Length)..], .. copy[at..]];
            case 2:
                random.NextBytes(copy.AsSpan(random.Next(copy.Length)));
                return copy;
            default:
                for (var n = random.Next(1, 8); n > 0; n--)
                {
                    copy[random.Next(copy.Length)] = (byte)random.Next(256);
                }

                return copy;
        }
    }

    private T Pick<T>(IEnumerable<T> from)
    {
        var all = from as IReadOnlyList<T> ?? [.. from];
        return all[random.Next(all.Count)];
    }
}
