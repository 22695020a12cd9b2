using Trust.Contracts;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Keys;

/// <summary>Where keys are and what opens them.</summary>
public sealed class KeyOptions : ITrustOptions
{
    /// <summary>Master key of development installations; public knowledge, refused elsewhere.</summary>
    public const string DevelopmentMasterKey = "trust-development-master-key-known-to-everybody";

    // Words that documentation, images and scripts use; refused outside development.
    private static readonly string[] KnownDefaults = [DevelopmentMasterKey, "changeit", "change-me", "changeme", "password", "secret", "trust", "master-key", "0123456789abcdef0123456789abcdef"];

    private const int MinimumLength = 32;

    /// <inheritdoc/>
    public static string Section => "Trust:Keys";

    /// <summary>Key folder. Development default: the published development keys.</summary>
    public string? Directory { get; set; }

    /// <summary>Master key that opens the key files: at least 32 characters. Development has a known default.</summary>
    public Secret? MasterKey { get; set; }

    /// <summary>File that holds the master key on its first line, instead of <see cref="MasterKey"/>.</summary>
    public string? MasterKeyFile { get; set; }

    /// <inheritdoc/>
    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(environment);
        if (MasterKeyFile is not null)
        {
            ReadFile(report);
        }

        if (environment.IsDevelopment)
        {
            Directory ??= Path.Combine(AppContext.BaseDirectory, "keys-dev");
            MasterKey ??= new Secret(DevelopmentMasterKey);
            return;
        }

        if (string.IsNullOrWhiteSpace(Directory))
        {
            report.Add("Trust:Keys:Directory", "is required: the folder with this process's key files.");
        }

        if (MasterKey is null || MasterKey.IsEmpty)
        {
            report.Add("Trust:Keys:MasterKey", "is required (or Trust:Keys:MasterKeyFile): nothing opens the keys without it.");
        }
        else if (KnownDefaults.Any(known => MasterKey.Equals(new Secret(known))))
        {
            report.Add("Trust:Keys:MasterKey", "is a known default.");
        }
        else if (MasterKey.Reveal().Length < MinimumLength)
        {
            report.Add("Trust:Keys:MasterKey", $"is shorter than {MinimumLength} characters.");
        }
    }

    private void ReadFile(StartupReport report)
    {
        try
        {
            MasterKey = new Secret(File.ReadLines(MasterKeyFile!).FirstOrDefault()?.Trim() ?? "");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            report.Add("Trust:Keys:MasterKeyFile", $"cannot be read ({exception.GetType().Name}).");
        }
    }
}
