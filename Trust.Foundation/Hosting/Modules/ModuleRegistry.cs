using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;

namespace Trust.Hosting.Modules;

/// <summary>The modules of the program, where they run, and which public path belongs to which.</summary>
public sealed class ModuleRegistry
{
    private readonly ModulePlacement placement;
    private readonly List<(string Module, TemplateMatcher Matcher)> paths;

    /// <summary>Builds the registry.</summary>
    /// <param name="modules">All modules of the program.</param>
    /// <param name="placement">Where they run.</param>
    public ModuleRegistry(IReadOnlyList<ITrustModule> modules, ModulePlacement placement)
    {
        ArgumentNullException.ThrowIfNull(modules);
        this.placement = placement;
        All = modules;
        paths = [.. modules.SelectMany(module => module.PublicPaths.Select(path => (module.Name, new TemplateMatcher(TemplateParser.Parse(path.TrimStart('/')), []))))];
    }

    /// <summary>All modules of the program.</summary>
    public IReadOnlyList<ITrustModule> All { get; }

    /// <summary>Modules in this process.</summary>
    public IEnumerable<ITrustModule> Local => All.Where(module => placement.IsLocal(module.Name));

    /// <summary>Modules in other processes, with their internal addresses.</summary>
    public IEnumerable<(ITrustModule Module, Uri Address)> Remote =>
        All.Where(module => placement.Remote.ContainsKey(module.Name) && !placement.IsLocal(module.Name)).Select(module => (module, placement.Remote[module.Name]));

    /// <summary>Whether the module runs in this process.</summary>
    /// <param name="module">Name of the module.</param>
    public bool IsLocal(string module) => placement.IsLocal(module);

    /// <summary>Whether the module runs here or has an address.</summary>
    /// <param name="module">Name of the module.</param>
    public bool Knows(string module) => IsLocal(module) || placement.Remote.ContainsKey(module);

    /// <summary>Module whose public paths hold this one, or null.</summary>
    /// <param name="path">Path of a request.</param>
    public string? OwnerOf(PathString path) =>
        paths.FirstOrDefault(candidate => candidate.Matcher.TryMatch(path, [])).Module;
}
