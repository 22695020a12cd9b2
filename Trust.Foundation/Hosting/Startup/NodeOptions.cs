using System.Text.RegularExpressions;

namespace Trust.Hosting.Startup;

/// <summary>Whether the node serves a province or one of its cities.</summary>
public enum NodeLevel
{
    /// <summary>Authority for identity, items, payment and seals.</summary>
    Province,

    /// <summary>Trusts its province and refuses local registration.</summary>
    City,
}

/// <summary>This node and this process.</summary>
public sealed partial class NodeOptions : ITrustOptions
{
    /// <inheritdoc/>
    public static string Section => "Trust:Node";

    /// <summary>Province or city.</summary>
    public NodeLevel Level { get; set; } = NodeLevel.Province;

    /// <summary>Division code of the node (GB/T 2260), six digits. 990000 is the invented province 云川省.</summary>
    public string Region { get; set; } = "990000";

    /// <summary>Name of this process, which its node key and the configuration of its peers carry.</summary>
    public string Process { get; set; } = "front";

    /// <inheritdoc/>
    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (!DivisionCode().IsMatch(Region))
        {
            report.Add("Trust:Node:Region", "must be a division code of six digits.");
        }

        if (!ProcessName().IsMatch(Process))
        {
            report.Add("Trust:Node:Process", "must be 1 to 32 characters of a-z, 0-9 and '-'.");
        }
    }

    [GeneratedRegex("^[0-9]{6}$", RegexOptions.CultureInvariant)]
    private static partial Regex DivisionCode();

    [GeneratedRegex("^[a-z0-9-]{1,32}$", RegexOptions.CultureInvariant)]
    private static partial Regex ProcessName();
}
