using System.Net;

namespace Trust.Hosting.Startup;

/// <summary>Which network this process serves.</summary>
public enum ServedZone
{
    /// <summary>Both networks, for a single installation and for development.</summary>
    Both,

    /// <summary>The public network (互联网).</summary>
    Internet,

    /// <summary>The government extranet (政务外网).</summary>
    Extranet,
}

/// <summary>Settings directly under <c>Trust</c>.</summary>
public sealed class RootOptions : ITrustOptions
{
    /// <inheritdoc/>
    public static string Section => "Trust";

    /// <inheritdoc/>
    public static bool HasInnerSections => true;

    /// <summary>The one origin from which issuer, links and QR codes are built. Development default: the first listening address.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Folder for databases, key ring and exports.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>Zone served by this process.</summary>
    public ServedZone Zone { get; set; } = ServedZone.Both;

    /// <summary>Addresses or networks (CIDR) whose forwarded headers count.</summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>Lets a development installation listen on other than loopback addresses.</summary>
    public bool AllowRemoteDevelopment { get; set; }

    /// <inheritdoc/>
    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(environment);
        ValidatePublicUrl(report, environment);
        if (string.IsNullOrWhiteSpace(DataDirectory))
        {
            report.Add("Trust:DataDirectory", "is empty.");
        }

        if (AllowRemoteDevelopment && !environment.NamedDevelopment)
        {
            report.Add("Trust:AllowRemoteDevelopment", "is set outside Development.");
        }

        foreach (var proxy in TrustedProxies.Where(proxy => !IPNetwork.TryParse(proxy, out _) && !IPAddress.TryParse(proxy, out _)))
        {
            report.Add("Trust:TrustedProxies", $"'{proxy}' is neither an address nor a network such as 10.0.0.0/8.");
        }
    }

    private void ValidatePublicUrl(StartupReport report, TrustEnvironment environment)
    {
        if (PublicUrl is null)
        {
            if (!environment.IsDevelopment)
            {
                report.Add("Trust:PublicUrl", "is required: the https address under which people reach the platform.");
            }
            else if (environment.PublicUrls.Count == 0 || environment.PublicUrls[0].Host is "0.0.0.0" or "[::]")
            {
                report.Add("Trust:PublicUrl", "is required in a process that has no public address of its own.");
            }

            return;
        }

        if (PublicUrl.Scheme != "https" && !(environment.IsDevelopment && PublicUrl.Scheme == "http"))
        {
            report.Add("Trust:PublicUrl", "must be an https address.");
        }

        if (environment is { IsDevelopment: true, RemoteDevelopmentAllowed: false } && !PublicUrl.IsLoopback)
        {
            report.Add("Trust:PublicUrl", "names another machine: a development installation is for this one only (Trust:AllowRemoteDevelopment).");
        }

        if (PublicUrl.AbsolutePath != "/" || PublicUrl.Query.Length > 0 || PublicUrl.Fragment.Length > 0 || PublicUrl.UserInfo.Length > 0)
        {
            report.Add("Trust:PublicUrl", "must be an origin only, without path, query or user.");
        }
    }
}
