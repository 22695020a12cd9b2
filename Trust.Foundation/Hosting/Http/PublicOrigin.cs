using Trust.Hosting.Startup;

namespace Trust.Hosting.Http;

/// <summary>The one origin: issuer, links in messages, QR codes and CRL addresses are built from it, never from a request.</summary>
public sealed class PublicOrigin
{
    private readonly string origin;

    /// <summary>Fixes the origin.</summary>
    /// <param name="options">Root settings.</param>
    /// <param name="environment">Gives the first listening address as the default in Development.</param>
    public PublicOrigin(RootOptions options, TrustEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(environment);
        var url = options.PublicUrl ?? (environment.PublicUrls is [var first, ..] ? first : new Uri(TrustEnvironment.DefaultUrl));
        origin = url.GetLeftPart(UriPartial.Authority);
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        HostAndPort = url.IsDefaultPort ? host : $"{host}:{url.Port}";
        IsHttps = url.Scheme == "https";
    }

    /// <summary>Host as a browser sends it: with the port where it is not the default.</summary>
    public string HostAndPort { get; }

    /// <summary>Whether people arrive by https.</summary>
    public bool IsHttps { get; }

    /// <summary>Absolute address of a path.</summary>
    /// <param name="path">Begins with a slash.</param>
    public Uri At(string path) => new(origin + path);

    /// <summary>The origin without a slash at the end, as issuers write it.</summary>
    public override string ToString() => origin;
}
