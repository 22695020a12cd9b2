using Trust.Hosting.Startup;

namespace Trust.Hosting.Actors;

/// <summary>How processes of a node reach each other.</summary>
public sealed class InternalOptions : ITrustOptions
{
    /// <inheritdoc/>
    public static string Section => "Trust:Internal";

    /// <summary>Listening addresses for other processes, separated by semicolons; loopback http, or https with mutual TLS.</summary>
    public string Urls { get; set; } = "";

    /// <summary>PEM file with the certificate of the node CA, for mutual TLS. Default: <c>node-ca.pem</c> in the key folder.</summary>
    public string? NodeCaFile { get; set; }

    /// <summary>PEM file with Identity's public evidence keys. Default: <c>peers/statements.pem</c> in the key folder.</summary>
    public string? StatementKeysFile { get; set; }

    /// <summary>Processes that may call this one, by name.</summary>
    public Dictionary<string, PeerOptions> Peers { get; set; } = [];

    /// <inheritdoc/>
    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(environment);
        foreach (var url in environment.InternalUrls.Where(url => url.Scheme == "http" && !url.IsLoopback))
        {
            report.Add("Trust:Internal:Urls", $"{url} must be loopback, or https with mutual TLS.");
        }

        foreach (var clash in environment.InternalUrls.Where(url => environment.PublicUrls.Any(other => other.Port == url.Port)))
        {
            report.Add("Trust:Internal:Urls", $"port {clash.Port} is also a public one.");
        }

        foreach (var (name, _) in Peers.Where(peer => peer.Value.Operations.Length == 0))
        {
            report.Add($"Trust:Internal:Peers:{name}:Operations", "is empty: the peer could call nothing.");
        }
    }
}

/// <summary>One process that may call this one.</summary>
public sealed class PeerOptions
{
    /// <summary>PEM file with its public node key. Default: <c>peers/{name}.pem</c> in the key folder.</summary>
    public string? PublicKeyFile { get; set; }

    /// <summary>Operations it may call: <c>identity.resolve-person</c>, <c>identity.*</c> or <c>*</c>.</summary>
    public string[] Operations { get; set; } = [];

    /// <summary>Modules that run in it: only their events are taken from it.</summary>
    public string[] Modules { get; set; } = [];
}
