using System.Globalization;
using System.Text.RegularExpressions;
using Trust.Seal.Tests.Processes;

namespace Trust.Seal.Tests.Proof;

/// <summary>One element as <c>openssl asn1parse</c> lists it.</summary>
/// <param name="Offset">First byte of the element.</param>
/// <param name="Depth">0 for the outermost.</param>
/// <param name="Header">Bytes of tag and length.</param>
/// <param name="Length">Bytes of the content.</param>
/// <param name="Kind">What openssl calls it: <c>SEQUENCE</c>, <c>BIT STRING</c>, <c>cont [ 0 ]</c>.</param>
internal sealed record DerElement(int Offset, int Depth, int Header, int Length, string Kind);

/// <summary>A DER file in the hands of OpenSSL and dd: nothing of ours reads it.</summary>
internal sealed partial class DerCut
{
    private readonly MachineTool tool;
    private readonly string file;
    private readonly List<DerElement> elements;

    public DerCut(MachineTool tool, string file)
    {
        this.tool = tool;
        this.file = file;
        elements = [.. Line().Matches(tool.Run("openssl", "asn1parse", "-inform", "DER", "-in", file)).Select(match => new DerElement(
            Number(match, 1), Number(match, 2), Number(match, 3), Number(match, 4), match.Groups[5].Value.Trim()))];
    }

    /// <summary>The element at a path of child numbers from the outermost.</summary>
    public DerElement At(params int[] path)
    {
        var found = elements[0];
        foreach (var number in path)
        {
            found = ChildrenOf(found)[number];
        }

        return found;
    }

    /// <summary>Writes a whole element, tag and length included, to a file (dd).</summary>
    public string Element(string name, params int[] path)
    {
        var element = At(path);
        tool.Run("dd", $"if={tool.At(file)}", $"of={tool.At(name)}", "iflag=skip_bytes,count_bytes", $"skip={element.Offset}", $"count={element.Header + element.Length}", "status=none");
        return name;
    }

    /// <summary>Writes the octets inside a string to a file (openssl asn1parse -strparse).</summary>
    public string Content(string name, params int[] path)
    {
        tool.Run("openssl", "asn1parse", "-inform", "DER", "-in", file, "-strparse", At(path).Offset.ToString(CultureInfo.InvariantCulture), "-out", name, "-noout");
        return name;
    }

    private List<DerElement> ChildrenOf(DerElement parent)
    {
        var end = parent.Offset + parent.Header + parent.Length;
        return [.. elements.Where(element => element.Offset > parent.Offset && element.Offset < end && element.Depth == parent.Depth + 1)];
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(\d+):d=(\d+)\s+hl=\s*(\d+)\s+l=\s*(\d+)\s+(?:prim|cons):\s+([^:\n]*)", RegexOptions.Multiline)]
    private static partial Regex Line();
}
