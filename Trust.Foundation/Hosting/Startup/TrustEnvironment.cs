using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Trust.Hosting.Startup;

/// <summary>
/// Decides what is development. Whatever is meant for development exists only where the environment is exactly
/// <c>Development</c> and every listening address is loopback; any other name, an empty one included, is production.
/// </summary>
public sealed class TrustEnvironment
{
    /// <summary>Address used when nothing is configured.</summary>
    public const string DefaultUrl = "http://localhost:5080";

    private TrustEnvironment(string name, IReadOnlyList<Uri> publicUrls, IReadOnlyList<Uri> endpointUrls, IReadOnlyList<Uri> internalUrls, bool remoteAllowed)
    {
        Name = name;
        EndpointUrls = endpointUrls;
        PublicUrls = publicUrls;
        InternalUrls = internalUrls;
        NamedDevelopment = string.Equals(name, "Development", StringComparison.Ordinal);
        LoopbackOnly = publicUrls.Concat(internalUrls).All(IsLoopback);
        RemoteDevelopmentAllowed = remoteAllowed;
    }

    /// <summary>Environment name as given.</summary>
    public string Name { get; }

    /// <summary>Addresses for people and clients.</summary>
    public IReadOnlyList<Uri> PublicUrls { get; }

    /// <summary>Those of <see cref="PublicUrls"/> that <c>Kestrel:Endpoints</c> binds by itself.</summary>
    internal IReadOnlyList<Uri> EndpointUrls { get; }

    /// <summary>Addresses for other processes of the node (<c>Trust:Internal:Urls</c>).</summary>
    public IReadOnlyList<Uri> InternalUrls { get; }

    /// <summary>Whether the name is exactly <c>Development</c>.</summary>
    public bool NamedDevelopment { get; }

    /// <summary>Whether every listening address is loopback.</summary>
    public bool LoopbackOnly { get; }

    /// <summary><c>Trust:AllowRemoteDevelopment</c>: development on other addresses, with a banner on every page.</summary>
    public bool RemoteDevelopmentAllowed { get; }

    /// <summary>Whether development features exist.</summary>
    public bool IsDevelopment => NamedDevelopment && (LoopbackOnly || RemoteDevelopmentAllowed);

    /// <summary>Reads environment and addresses; malformed ones go to the report.</summary>
    /// <param name="configuration">Whole configuration, environment variables and arguments included.</param>
    /// <param name="host">The host's environment name.</param>
    /// <param name="report">Where faults go.</param>
    public static TrustEnvironment Read(IConfiguration configuration, IHostEnvironment host, StartupReport report)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(report);
        var internalUrls = ReadUrls(configuration["Trust:Internal:Urls"], "Trust:Internal:Urls", report);
        var endpointUrls = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .SelectMany(endpoint => ReadUrls(endpoint["Url"], $"Kestrel:Endpoints:{endpoint.Key}:Url", report)).ToList();
        var publicUrls = ReadPublicUrls(configuration, endpointUrls, internalUrls.Count > 0, report);
        var allow = string.Equals(configuration["Trust:AllowRemoteDevelopment"], "true", StringComparison.OrdinalIgnoreCase);
        var environment = new TrustEnvironment(host.EnvironmentName, publicUrls, endpointUrls, internalUrls, allow);
        if (environment is { NamedDevelopment: true, IsDevelopment: false })
        {
            report.Add("urls", "Development listens on loopback addresses only, because demo accounts and keys are public knowledge. Use localhost, or set Trust:AllowRemoteDevelopment.");
        }

        return environment;
    }

    // A process that serves only modules for others (Trust:Modules:Only) needs no address for people.
    private static List<Uri> ReadPublicUrls(IConfiguration configuration, List<Uri> endpointUrls, bool hasInternal, StartupReport report)
    {
        var urls = ReadUrls(configuration["urls"], "urls", report);
        // As Kestrel does: ports count only where no address is given.
        foreach (var scheme in urls.Count > 0 ? [] : new[] { "http", "https" })
        {
            foreach (var port in (configuration[$"{scheme}_ports"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
            {
                urls.AddRange(ReadUrls($"{scheme}://*:{port}", $"{scheme}_ports", report));
            }
        }

        urls.AddRange(endpointUrls);
        var onlyModules = configuration.GetSection("Trust:Modules:Only").GetChildren().Any() || configuration["Trust:Modules:Only"] is { Length: > 0 };
        return urls.Count > 0 || (hasInternal && onlyModules) ? urls : [new Uri(DefaultUrl)];
    }

    private static List<Uri> ReadUrls(string? text, string setting, StartupReport report)
    {
        var urls = new List<Uri>();
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // '*' and '+' mean every address: kept apart from any host name, and never loopback.
            var readable = part.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
            if (Uri.TryCreate(readable, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && IsPlain(part, url))
            {
                urls.Add(url);
            }
            else
            {
                report.Add(setting, "holds something that is not a plain http or https address: scheme, host and port.");
            }
        }

        return urls;
    }

    // Kestrel reads addresses by rules of its own: to Uri "loopback" and "x@localhost" are this machine, Kestrel listens to
    // everyone under such names. What the two could understand differently is refused.
    private static bool IsPlain(string part, Uri url)
    {
        try
        {
            var binding = BindingAddress.Parse(part);
            return url is { UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" } && binding.PathBase.Length == 0 && binding.Port == url.Port && IsSameHost(binding.Host, url.Host);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsSameHost(string bound, string read) =>
        bound is "*" or "+"
        || string.Equals(bound, read, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(bound, out var one) && IPAddress.TryParse(read, out var other) && one.Equals(other));

    private static bool IsLoopback(Uri url) =>
        url.IsLoopback || (IPAddress.TryParse(url.Host, out var address) && IPAddress.IsLoopback(address));
}
