using System.Text;
using System.Text.RegularExpressions;

namespace Trust.Identity.Registration;

/// <summary>A person's name as registers write it.</summary>
internal static partial class PersonName
{
    // Keyboards have many middle dots; registers write one.
    private static readonly char[] Dots = ['•', '‧', '∙', '・', '･', '．', '.', '●'];

    /// <summary>The one form of a name, or null when it is none.</summary>
    public static string? Read(string? typed)
    {
        var text = typed?.Trim() ?? "";
        if (text.Length is 0 or > 100)
        {
            return null;
        }

        try
        {
            text = text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return null;
        }

        var name = HasHan().IsMatch(text) ? string.Concat(text.Select(character => Dots.Contains(character) ? '·' : character).Where(character => !char.IsWhiteSpace(character))) : text;
        return Name().IsMatch(name) ? name : null;
    }

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex HasHan();

    // Letters of any script, rare ideographs beyond the basic plane included; parts joined by one mark.
    [GeneratedRegex(@"^[\p{L}\p{M}\p{Cs}]+([ ·'’.-]{1,2}[\p{L}\p{M}\p{Cs}]+)*\.?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
