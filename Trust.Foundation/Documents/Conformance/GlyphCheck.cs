using System.Text;
using SkiaSharp;
using Trust.Documents.Ofd;

namespace Trust.Documents.Conformance;

/// <summary>Text against its embedded font: every character has a glyph, and counts of glyphs and advances agree (clauses 11.3, 11.4).</summary>
internal sealed class GlyphCheck(OfdFile file, OfdDocument document, List<string> faults) : IDisposable
{
    private readonly Dictionary<ulong, SKTypeface?> _typefaces = [];

    public void Text(TextObject text, string entry)
    {
        if (text.Size <= 0)
        {
            faults.Add($"{entry}: the text {text.Id} has no size.");
        }

        for (var i = 0; i < text.Codes.Count; i++)
        {
            Code(text, text.Codes[i], i == 0, entry);
        }
    }

    public void Dispose()
    {
        foreach (var typeface in _typefaces.Values)
        {
            typeface?.Dispose();
        }
    }

    private void Code(TextObject text, TextCode code, bool first, string entry)
    {
        if (first && (code.X is null || code.Y is null))
        {
            faults.Add($"{entry}: the first code of the text {text.Id} lacks X or Y.");
        }

        var runes = code.Text.EnumerateRunes().ToArray();
        var glyphs = runes.Length;
        var covered = new bool[runes.Length];
        foreach (var transform in code.Transforms)
        {
            if (transform.Glyphs.Count != transform.GlyphCount || transform.CodePosition < 0 || transform.CodePosition + transform.CodeCount > runes.Length)
            {
                faults.Add($"{entry}: a glyph transform of the text {text.Id} does not fit its text.");
                return;
            }

            glyphs += transform.GlyphCount - transform.CodeCount;
            Array.Fill(covered, true, transform.CodePosition, transform.CodeCount);
        }

        Deltas(text, "DeltaX", code.DeltaX.Length, glyphs, entry);
        Deltas(text, "DeltaY", code.DeltaY.Length, glyphs, entry);
        if (Typeface(text.Font) is not { } typeface)
        {
            faults.Add($"{entry}: the font of the text {text.Id} cannot be opened.");
            return;
        }

        Runes(text, runes, covered, typeface, entry);
        foreach (var glyph in code.Transforms.SelectMany(transform => transform.Glyphs).Where(glyph => glyph == 0 || glyph >= typeface.GlyphCount))
        {
            faults.Add($"{entry}: the text {text.Id} names the glyph {glyph}, which its font lacks.");
        }
    }

    private void Runes(TextObject text, Rune[] runes, bool[] covered, SKTypeface typeface, string entry)
    {
        using var font = new SKFont(typeface);
        for (var i = 0; i < runes.Length; i++)
        {
            if (Rune.IsControl(runes[i]) || (!covered[i] && font.GetGlyph(runes[i].Value) == 0))
            {
                faults.Add($"{entry}: the text {text.Id} holds U+{runes[i].Value:X4}, which its font lacks.");
            }
        }
    }

    private void Deltas(TextObject text, string name, int count, int glyphs, string entry)
    {
        if (count != 0 && count != glyphs - 1)
        {
            faults.Add($"{entry}: the text {text.Id} has {glyphs} glyphs and {count} values of {name}.");
        }
    }

    private SKTypeface? Typeface(ulong? id)
    {
        if (id is not { } known)
        {
            return null;
        }

        if (!_typefaces.TryGetValue(known, out var typeface))
        {
            var name = document.Resources.SelectMany(resource => resource.Fonts).FirstOrDefault(font => font.Id == known)?.EntryName;
            if (name is not null && file.Parts.TryBytes(name, out var bytes, out _))
            {
                using var data = SKData.CreateCopy(bytes.Span);
                typeface = SKTypeface.FromData(data);
            }

            _typefaces[known] = typeface;
        }

        return typeface;
    }
}
