using Trust.Contracts;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Outbound;

/// <summary>
/// Address and shared key of an outside service that this installation calls: a registry, a message gateway. Development has both: the
/// sandbox at the installation's own origin, and a published key.
/// </summary>
public abstract class ConnectorOptions
{
    /// <summary>Key that every sandbox knows; public knowledge, refused outside development.</summary>
    public const string DevelopmentKey = "trust-development-connector-key-known-to-everybody";

    private const int MinimumKeyLength = 32;
    private const int LongestTimeout = 60;

    /// <summary>Address below which the service answers; https outside development. Development default: the sandbox.</summary>
    public Uri? Url { get; set; }

    /// <summary>Key shared with the service, at least 32 characters: requests and answers are signed with it. Development has a known default.</summary>
    public Secret? Key { get; set; }

    /// <summary>Seconds for a whole call, 1 to 60.</summary>
    public int TimeoutSeconds { get; set; } = 5;

    /// <summary>Adds everything that is wrong with the values, and puts in the defaults of development.</summary>
    /// <param name="section">Section that the values come from.</param>
    /// <param name="report">Where faults go.</param>
    /// <param name="environment">Development or not.</param>
    protected void Validate(string section, StartupReport report, TrustEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(environment);
        ValidateUrl($"{section}:Url", report, environment);
        ValidateKey($"{section}:Key", report, environment);
        if (TimeoutSeconds is < 1 or > LongestTimeout)
        {
            report.Add($"{section}:TimeoutSeconds", $"must be between 1 and {LongestTimeout}.");
        }
    }

    private void ValidateUrl(string setting, StartupReport report, TrustEnvironment environment)
    {
        if (Url is null)
        {
            if (!environment.IsDevelopment)
            {
                report.Add(setting, "is required: the https address of the service.");
            }

            return;
        }

        if (Url.Scheme != "https" && !(environment.IsDevelopment && Url.Scheme == "http"))
        {
            report.Add(setting, "must be an https address.");
        }

        if (Url.Query.Length > 0 || Url.Fragment.Length > 0 || Url.UserInfo.Length > 0)
        {
            report.Add(setting, "must be an address without query, fragment or user.");
        }
    }

    private void ValidateKey(string setting, StartupReport report, TrustEnvironment environment)
    {
        if (environment.IsDevelopment)
        {
            Key = Key is { IsEmpty: false } ? Key : new Secret(DevelopmentKey);
        }
        else if (Key is null || Key.IsEmpty)
        {
            report.Add(setting, "is required: the key shared with the service.");
        }
        else if (Key.Equals(new Secret(DevelopmentKey)))
        {
            report.Add(setting, "is a known default.");
        }
        else if (Key.Reveal().Length < MinimumKeyLength)
        {
            report.Add(setting, $"is shorter than {MinimumKeyLength} characters.");
        }
    }
}
