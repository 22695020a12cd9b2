using System.Globalization;
using SkiaSharp;

namespace Trust.Documents.Rendering;

/// <summary>Fonts of one drawing: embedded ones by id, then the given files, then those of the machine.</summary>
internal sealed class FontBook(DrawContext context) : IDisposable
{
    private readonly Dictionary<ulong, FontChoice> _choices = [];
    private readonly List<SKTypeface> _owned = [];
    private readonly Dictionary<int, SKTypeface?> _substitutes = [];
    private SKTypeface[]? _fallbacks;

    public FontChoice For(ulong? id)
    {
        if (_choices.TryGetValue(id ?? 0, out var choice))
        {
            return choice;
        }

        var font = context.Font(id);
        SKTypeface? embedded = null;
        if (font is null)
        {
            context.Limits.Add($"The font {id} is missing; another is used.");
        }
        else if (font.FontFile is null)
        {
            context.Limits.Add($"The font {Shown(font.FontName)} is not embedded; another is used.");
        }
        else if ((embedded = Open(font.EntryName)) is null)
        {
            context.Limits.Add($"The font file of {Shown(font.FontName)} cannot be used; another is used.");
        }

        return _choices[id ?? 0] = new(embedded, font?.Bold ?? false, font?.Italic ?? false);
    }

    /// <summary>The glyph of a character and the font that has it; no font when none has.</summary>
    public (ushort Id, SKTypeface? Typeface) Find(FontChoice choice, int character)
    {
        if (choice.Embedded is { } embedded && embedded.GetGlyphOf(character) is var own and > 0)
        {
            return (own, embedded);
        }

        if (!_substitutes.TryGetValue(character, out var substitute))
        {
            substitute = Fallbacks.FirstOrDefault(typeface => typeface.GetGlyphOf(character) > 0);
            _substitutes[character] = substitute;
            if (substitute is null)
            {
                context.Limits.Add($"No font has U+{character.ToString("X4", CultureInfo.InvariantCulture)}.");
            }
        }

        if (substitute is not null && choice.Embedded is not null)
        {
            context.Limits.Add($"An embedded font lacks U+{character.ToString("X4", CultureInfo.InvariantCulture)}; another is used.");
        }

        return substitute is null ? ((ushort)0, null) : (substitute.GetGlyphOf(character), substitute);
    }

    public void Dispose() => _owned.ForEach(typeface => typeface.Dispose());

    private SKTypeface[] Fallbacks => _fallbacks ??=
    [
        .. context.Options.FallbackFonts.Select(Own).OfType<SKTypeface>(),
        .. context.Options.UseMachineFonts ? MachineFonts.All : [],
    ];

    private SKTypeface? Open(string? entryName) =>
        entryName is not null && context.File.Package.Find(entryName) is { } entry && entry.Size <= context.File.Package.Limits.MaxPictureBytes && entry.TryRead(out var bytes) ? Own(bytes) : null;

    private SKTypeface? Own(ReadOnlyMemory<byte> bytes)
    {
        using var data = SKData.CreateCopy(bytes.Span);
        var typeface = SKTypeface.FromData(data);
        if (typeface is not null)
        {
            _owned.Add(typeface);
        }

        return typeface;
    }

    private static string Shown(string? name) => name is null ? "without a name" : name.Length > 60 ? name[..60] : name;
}

/// <summary>What a font of the file came to.</summary>
/// <param name="Embedded">The embedded font, null when another must stand in.</param>
/// <param name="Bold">The file calls the font bold.</param>
/// <param name="Italic">The file calls the font italic.</param>
internal sealed record FontChoice(SKTypeface? Embedded, bool Bold, bool Italic);
