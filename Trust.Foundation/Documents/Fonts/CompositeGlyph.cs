using System.Buffers.Binary;

namespace Trust.Documents.Fonts;

/// <summary>Composite glyph descriptions of the <c>glyf</c> table (ISO/IEC 14496-22, clause 5.3.3).</summary>
internal static class CompositeGlyph
{
    /// <summary>Deepest nesting that is read; real fonts have one or two levels.</summary>
    public const int MaximumDepth = 8;

    private const int ArgumentsAreWords = 0x0001;
    private const int HasScale = 0x0008;
    private const int MoreComponents = 0x0020;
    private const int HasTwoScales = 0x0040;
    private const int HasMatrix = 0x0080;
    private const int HasInstructions = 0x0100;
    private const int HeaderSize = 10;

    /// <summary>Whether every component exists and none nests deeper than <see cref="MaximumDepth"/> (a circle nests without end).</summary>
    public static bool AreSound(int glyphCount, Func<ushort, ReadOnlyMemory<byte>> description)
    {
        var depths = new sbyte[glyphCount];
        return Enumerable.Range(0, glyphCount).All(glyph => Depth((ushort)glyph, 0) is >= 0 and <= MaximumDepth);

        int Depth(ushort glyph, int above)
        {
            if (glyph >= glyphCount || above > MaximumDepth)
            {
                return -1;
            }

            if (depths[glyph] != 0)
            {
                return depths[glyph] - 1;
            }

            var deepest = 0;
            foreach (var (component, _) in Components(description(glyph).Span))
            {
                var depth = Depth(component, above + 1);
                if (depth < 0)
                {
                    return -1;
                }

                deepest = Math.Max(deepest, depth + 1);
            }

            depths[glyph] = (sbyte)(deepest + 1);
            return deepest;
        }
    }

    /// <summary>Glyph index of each component and where its record starts; none for a simple or cut-off description.</summary>
    public static List<(ushort Glyph, int At)> Components(ReadOnlySpan<byte> glyph)
    {
        List<(ushort, int)> components = [];
        if (glyph.Length < HeaderSize || BinaryPrimitives.ReadInt16BigEndian(glyph) >= 0)
        {
            return components;
        }

        var at = HeaderSize;
        int flags;
        do
        {
            if (at + 4 > glyph.Length)
            {
                return components;
            }

            flags = BinaryPrimitives.ReadUInt16BigEndian(glyph[at..]);
            components.Add((BinaryPrimitives.ReadUInt16BigEndian(glyph[(at + 2)..]), at));
            at += RecordSize(flags);
        }
        while ((flags & MoreComponents) != 0);
        return components;
    }

    /// <summary>The description with new component numbers and without instructions.</summary>
    public static byte[] Renumber(ReadOnlySpan<byte> glyph, Dictionary<ushort, ushort> numbers)
    {
        var components = Components(glyph);
        if (components.Count == 0)
        {
            return glyph.ToArray();
        }

        var lastFlags = BinaryPrimitives.ReadUInt16BigEndian(glyph[components[^1].At..]);
        var end = Math.Min(components[^1].At + RecordSize(lastFlags), glyph.Length);
        var renumbered = glyph[..end].ToArray();
        foreach (var (component, at) in components)
        {
            var flags = BinaryPrimitives.ReadUInt16BigEndian(renumbered.AsSpan(at)) & ~HasInstructions;
            BinaryPrimitives.WriteUInt16BigEndian(renumbered.AsSpan(at), (ushort)flags);
            BinaryPrimitives.WriteUInt16BigEndian(renumbered.AsSpan(at + 2), numbers[component]);
        }

        return renumbered;
    }

    private static int RecordSize(int flags)
    {
        var size = 4 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2);
        return size + ((flags & HasScale) != 0 ? 2 : (flags & HasTwoScales) != 0 ? 4 : (flags & HasMatrix) != 0 ? 8 : 0);
    }
}
