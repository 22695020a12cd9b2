using Trust.Documents.Ofd;

namespace Trust.Documents.Conformance;

/// <summary>One part against the schema: element order, attributes, namespace, form of the bytes.</summary>
internal static class SchemaCheck
{
    private const string Namespace = "http://www.ofdspec.org/2016";

    /// <summary>What every part that we write begins with.</summary>
    private static ReadOnlySpan<byte> Declaration => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"u8;

    public static void Bytes(ReadOnlySpan<byte> bytes, string entry, ICollection<string> faults)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            faults.Add($"{entry}: begins with a byte order mark.");
        }
        else if (!bytes.StartsWith(Declaration))
        {
            faults.Add($"{entry}: does not begin with the UTF-8 declaration.");
        }

        if (bytes.Contains((byte)'\r'))
        {
            faults.Add($"{entry}: holds a carriage return.");
        }
    }

    public static void Element(XmlElement element, string typeName, string entry, ICollection<string> faults)
    {
        if (element.Namespace != Namespace)
        {
            faults.Add($"{entry}: {element.Name} is in the namespace '{element.Namespace}'.");
        }

        if (!OfdSchema.Types.TryGetValue(typeName, out var type))
        {
            if (element.Children.Count > 0 || element.Attributes.Length > 0)
            {
                faults.Add($"{entry}: {element.Name} must hold text only.");
            }
            else if (element.Text != element.Trimmed || element.Text.Length == 0)
            {
                faults.Add($"{entry}: {element.Name} is empty or has blanks around its text.");
            }

            return;
        }

        Attributes(element, type, entry, faults);
        var names = string.Concat(element.Children.Select(child => child.Name + ";"));
        if (!type.Order.IsMatch(names))
        {
            faults.Add($"{entry}: {element.Name} holds {(names.Length > 200 ? names[..200] : names)} against the schema.");
        }

        if (!type.HoldsText && element.Trimmed.Length > 0)
        {
            faults.Add($"{entry}: {element.Name} holds text.");
        }

        foreach (var child in element.Children)
        {
            if (type.Children.TryGetValue(child.Name, out var childType))
            {
                Element(child, childType, entry, faults);
            }
        }
    }

    private static void Attributes(XmlElement element, OfdSchemaType type, string entry, ICollection<string> faults)
    {
        foreach (var required in type.Required.Where(name => element.Attribute(name) is null))
        {
            faults.Add($"{entry}: {element.Name} lacks @{required}.");
        }

        foreach (var (name, value) in element.Attributes)
        {
            if (!type.Attributes.Contains(name))
            {
                faults.Add($"{entry}: {element.Name} has the unknown @{name}.");
            }
            else if (name is "Boundary" or "Clip" && !IsBox(value))
            {
                faults.Add($"{entry}: {element.Name}/@{name} '{value}' is no box.");
            }
            else if (name == "CTM" && OfdValues.Numbers(value).Length != 6)
            {
                faults.Add($"{entry}: {element.Name}/@CTM '{value}' is no matrix.");
            }
        }
    }

    private static bool IsBox(string text) => OfdValues.Numbers(text) is [_, _, > 0, > 0] && OfdValues.Parts(text).Count() == 4;
}
