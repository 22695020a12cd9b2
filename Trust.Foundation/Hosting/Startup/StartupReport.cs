using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Trust.Hosting.Startup;

/// <summary>One reason why the platform does not start.</summary>
/// <param name="Setting">Configuration key or thing at fault, for example <c>Trust:PublicUrl</c>.</param>
/// <param name="Sentence">What is wrong and what would be right; never a secret value.</param>
public sealed record StartupFault(string Setting, string Sentence);

/// <summary>Collects every fault of a start, so that an operator sees all of them at once.</summary>
public sealed class StartupReport
{
    private readonly List<StartupFault> faults = [];
    private readonly HashSet<string> expected = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> sections = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Faults in the order in which they were found, each once.</summary>
    public IReadOnlyList<StartupFault> Faults => faults;

    /// <summary>Adds a fault unless the same one is known.</summary>
    /// <param name="setting">Configuration key or thing at fault.</param>
    /// <param name="sentence">What is wrong and what would be right.</param>
    public void Add(string setting, string sentence)
    {
        var fault = new StartupFault(setting, sentence);
        if (!faults.Contains(fault))
        {
            faults.Add(fault);
        }
    }

    internal void KnowSection(string section) => sections.Add(section);

    /// <summary>A section found inside a module's own one: somebody's options have to read it.</summary>
    internal void ExpectSection(string section) => expected.Add(section);

    // A misspelt section would be ignored without a word.
    internal void CheckSections(IConfiguration configuration, IEnumerable<string> modules)
    {
        var names = modules.Select(name => $"Trust:{name}").ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var unread in expected.Where(section => !sections.Any(known => Covers(known, section))))
        {
            Add(unread, "is not a known section.");
        }

        foreach (var child in configuration.GetSection("Trust").GetChildren())
        {
            if (names.Contains(child.Path))
            {
                CheckBelow(child);
            }
            else if (child.GetChildren().Any() && !sections.Any(known => Covers(known, child.Path)))
            {
                Add(child.Path, "is not a known section.");
            }
        }
    }

    // A module may read parts of its section only (Trust:Identity:Sms): then what it does not read is misspelt. One that runs elsewhere reads nothing here.
    private void CheckBelow(IConfigurationSection module)
    {
        if (sections.Contains(module.Path) || !sections.Any(known => Covers(known, module.Path)))
        {
            return;
        }

        foreach (var child in module.GetChildren().Where(child => !sections.Any(known => Covers(known, child.Path))))
        {
            Add(child.Path, "is not a known setting.");
        }
    }

    private static bool Covers(string known, string path) =>
        known.StartsWith(path, StringComparison.OrdinalIgnoreCase) && (known.Length == path.Length || known[path.Length] == ':');

    /// <summary>One line a fault, for a terminal.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Trust does not start: {faults.Count} fault(s).");
        foreach (var fault in faults)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  - {fault.Setting}: {fault.Sentence}");
        }

        return text.ToString();
    }
}

/// <summary>A check of the finished composition (keys, databases, rows) before the first request.</summary>
public interface IStartupCheck
{
    /// <summary>Adds what is wrong to the report; an exception counts as one more fault.</summary>
    /// <param name="report">Where faults go.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    Task CheckAsync(StartupReport report, CancellationToken cancellationToken);
}
