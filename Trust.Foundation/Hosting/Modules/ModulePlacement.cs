using Microsoft.Extensions.Configuration;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Modules;

/// <summary>
/// Says which modules run in this process (<c>Trust:Modules:Only</c>, default all) and where the others are
/// (<c>Trust:Modules:{Name}:Url</c>).
/// </summary>
public sealed class ModulePlacement
{
    private readonly Dictionary<string, Uri> remote;
    private readonly HashSet<string> local;

    private ModulePlacement(HashSet<string> local, Dictionary<string, Uri> remote)
    {
        this.local = local;
        this.remote = remote;
    }

    /// <summary>Modules in this process.</summary>
    public IReadOnlyCollection<string> Local => local;

    /// <summary>Internal addresses of modules in other processes.</summary>
    public IReadOnlyDictionary<string, Uri> Remote => remote;

    /// <summary>Whether the module runs in this process.</summary>
    /// <param name="module">Name of the module.</param>
    public bool IsLocal(string module) => local.Contains(module);

    /// <summary>Reads the placement.</summary>
    /// <param name="configuration">Whole configuration.</param>
    /// <param name="modules">Names of all modules of the program.</param>
    /// <param name="environment">Development or not.</param>
    /// <param name="report">Where faults go.</param>
    public static ModulePlacement Read(
        IConfiguration configuration, IReadOnlyCollection<string> modules, TrustEnvironment environment, StartupReport report)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(modules);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(report);
        report.KnowSection("Trust:Modules");
        var section = configuration.GetSection("Trust:Modules");
        var only = ReadOnly(section, modules, report);
        var remote = new Dictionary<string, Uri>(StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren().Where(child => !Is(child.Key, "Only")))
        {
            var url = child["Url"];
            if (!modules.Contains(child.Key, StringComparer.OrdinalIgnoreCase) || child.GetChildren().Any(setting => !Is(setting.Key, "Url")))
            {
                report.Add(child.Path, "is not a known setting.");
            }
            else if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !IsInternal(address))
            {
                report.Add($"{child.Path}:Url", "must be a loopback http address or an https address (mutual TLS with the node CA).");
            }
            else
            {
                remote[child.Key.ToLowerInvariant()] = address;
            }
        }

        var local = modules.Where(name => only.Count > 0 ? only.Contains(name) : !remote.ContainsKey(name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new ModulePlacement(local, remote);
    }

    private static HashSet<string> ReadOnly(IConfigurationSection section, IReadOnlyCollection<string> modules, StartupReport report)
    {
        var single = section["Only"];
        var names = string.IsNullOrEmpty(single)
            ? section.GetSection("Only").GetChildren().Select(child => child.Value ?? "")
            : single.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var only = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var unknown in only.Where(name => !modules.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            report.Add("Trust:Modules:Only", $"'{unknown}' is not a module. Known: {string.Join(", ", modules)}.");
        }

        return only;
    }

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static bool IsInternal(Uri address) =>
        address.AbsolutePath == "/" && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback));
}
