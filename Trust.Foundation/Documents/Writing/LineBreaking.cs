using System.Text;

namespace Trust.Documents.Writing;

/// <summary>
/// Breaks a paragraph into lines: between Chinese characters and at spaces, never inside a Latin word or a number, and by the rules for the
/// beginning and end of a line (避头尾, GB/T 15834-2011 clause 5.1: no closing mark begins a line, no opening mark ends one, —— and …… stay whole).
/// </summary>
internal static class LineBreaking
{
    private const string NeverFirst = "，。、；：？！）》〉」』】〕〗｝］”’·…—～％‰℃°々ーｰ,.;:?!)]}%〞﹚︶";
    private const string NeverLast = "（《〈「『【〔〖｛［“‘([{￥＄￡№$£¥〝";

    private const double Tolerance = 1e-6;

    public static List<List<Glyph>> Lines(IReadOnlyList<Glyph> paragraph, double width, double firstIndent)
    {
        List<List<Glyph>> lines = [];
        List<Glyph> line = [];
        var room = width - firstIndent;
        foreach (var unit in Units(paragraph))
        {
            var visible = TextRuns.Width(WithoutTrailingSpace(unit));
            if (line.Count > 0 && visible > room + Tolerance)
            {
                Finish();
            }

            if (visible > width + Tolerance)
            {
                Split(unit);
                continue;
            }

            line.AddRange(unit);
            room -= TextRuns.Width(unit);
        }

        lines.Add(WithoutTrailingSpace(line));
        return lines;

        void Finish()
        {
            lines.Add(WithoutTrailingSpace(line));
            (line, room) = ([], width);
        }

        // A word longer than a line breaks wherever the line ends.
        void Split(List<Glyph> unit)
        {
            foreach (var glyph in unit)
            {
                if (line.Count > 0 && glyph.Advance > room + Tolerance)
                {
                    Finish();
                }

                line.Add(glyph);
                room -= glyph.Advance;
            }
        }
    }

    /// <summary>Pieces that a line may not break, each with the spaces that follow it.</summary>
    private static List<List<Glyph>> Units(IReadOnlyList<Glyph> paragraph)
    {
        List<List<Glyph>> units = [];
        for (var i = 0; i < paragraph.Count; i++)
        {
            if (i == 0 || MayBreak(paragraph[i - 1], paragraph[i]))
            {
                units.Add([]);
            }

            units[^1].Add(paragraph[i]);
        }

        return units;
    }

    private static bool MayBreak(Glyph before, Glyph after)
    {
        if (after.IsSpace || Contains(NeverFirst, after.Character) || Contains(NeverLast, before.Character))
        {
            return false;
        }

        return before.IsSpace || !(IsWord(before.Character) && IsWord(after.Character));
    }

    // Letters, digits and signs of alphabets stand together; general punctuation does not bind what is on its other side.
    private static bool IsWord(Rune character) => character.Value is < 0x2010 or (> 0x205E and < 0x2190);

    private static bool Contains(string marks, Rune character) => character.IsBmp && marks.Contains((char)character.Value, StringComparison.Ordinal);

    private static List<Glyph> WithoutTrailingSpace(List<Glyph> glyphs)
    {
        var end = glyphs.Count;
        while (end > 0 && glyphs[end - 1].IsSpace)
        {
            end--;
        }

        return glyphs.GetRange(0, end);
    }
}
