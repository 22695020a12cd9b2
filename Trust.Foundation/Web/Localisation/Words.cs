using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Resources;
using Microsoft.Extensions.Localization;

namespace Trust.Web;

/// <summary>
/// The words of the pages. The Chinese sentence is the key; <c>Words.en.resx</c> of each assembly holds the English one.
/// In zh-CN, or where no English exists, the key itself is shown. Pages inject it as <c>L</c>, code as <c>words</c>:
/// a test finds each key by these names.
/// </summary>
public sealed class Words : IStringLocalizer
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private readonly FrozenDictionary<string, string> english;
    private readonly ConcurrentDictionary<string, byte> missing = new(StringComparer.Ordinal);

    /// <summary>Reads the English words of each assembly that has any.</summary>
    /// <param name="sources">Where words come from, in order; the first that knows a key wins.</param>
    public Words(IEnumerable<WordsSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in sources.SelectMany(source => Read(source)))
            all.TryAdd(key, value);
        english = all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Whether the words of this request are English.</summary>
    public static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>Keys that were asked for in English and not found since the start.</summary>
    public IReadOnlyCollection<string> Missing => missing.Keys.ToArray();

    /// <inheritdoc/>
    public LocalizedString this[string name] => new(name, Find(name, out var found), !found);

    /// <inheritdoc/>
    public LocalizedString this[string name, params object[] arguments] =>
        new(name, string.Format(CultureInfo.CurrentCulture, Find(name, out var found), arguments), !found);

    /// <summary>The words as text; null stays null.</summary>
    /// <param name="name">The Chinese sentence.</param>
    public string? Say(string? name) => string.IsNullOrEmpty(name) ? name : Find(name, out _);

    /// <inheritdoc/>
    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
        english.Select(pair => new LocalizedString(pair.Key, IsEnglish ? pair.Value : pair.Key));

    private string Find(string name, out bool found)
    {
        ArgumentNullException.ThrowIfNull(name);
        found = true;
        if (!IsEnglish)
            return name;
        if (english.TryGetValue(name, out var value))
            return value;
        found = false;
        // Bounded: some callers pass data (a city's name) that has no English.
        if (missing.Count < 500)
            missing.TryAdd(name, 0);
        return name;
    }

    private static IEnumerable<KeyValuePair<string, string>> Read(WordsSource source)
    {
        var manager = new ResourceManager(source.BaseName, source.Assembly);
        ResourceSet? set;
        try
        {
            set = manager.GetResourceSet(English, createIfNotExists: true, tryParents: false);
        }
        catch (MissingManifestResourceException)
        {
            set = null;
        }

        if (set is null)
            yield break;
        foreach (System.Collections.DictionaryEntry entry in set)
            yield return new((string)entry.Key, (string)entry.Value!);
    }
}

/// <summary>One table of words: the resource <c>BaseName.en</c> in the English satellite of an assembly.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="BaseName">Name of the resource without language, such as <c>Trust.Portal.Words</c>.</param>
public sealed record WordsSource(Assembly Assembly, string BaseName);

/// <summary>Gives the same words to whoever asks for a localizer: annotations, view localizers.</summary>
internal sealed class WordsFactory(Words words) : IStringLocalizerFactory
{
    public IStringLocalizer Create(Type resourceSource) => words;

    public IStringLocalizer Create(string baseName, string location) => words;
}
