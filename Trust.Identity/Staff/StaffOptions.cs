using Trust.Contracts.Identity;
using Trust.Hosting.Startup;

namespace Trust.Identity.Staff;

/// <summary>Settings of the staff realm.</summary>
internal sealed class StaffOptions : ITrustOptions
{
    private const string Password = "staff:l1";
    private const string Passkey = "staff:l2";

    public static string Section => "Trust:Identity:Staff";

    public ActLevelSettings ActLevels { get; set; } = new();

    /// <summary>Minutes that a passkey of this session counts for acts that do not ask for a fresh one.</summary>
    public int PasskeyMinutes { get; set; } = 15;

    /// <summary>Minutes after a sign-in in which a first passkey may be added.</summary>
    public int EnrolMinutes { get; set; } = 10;

    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        // The tour of a development installation needs no security key.
        var usual = environment.IsDevelopment ? Password : Passkey;
        ActLevels.Act ??= usual;
        ActLevels.Confirm ??= usual;
        foreach (var (name, value) in new[] { (nameof(ActLevels.Act), ActLevels.Act), (nameof(ActLevels.Confirm), ActLevels.Confirm) })
        {
            if (value is not (Password or Passkey))
            {
                report.Add($"Trust:Identity:Staff:ActLevels:{name}", "must be staff:l1 or staff:l2.");
            }
        }

        if (PasskeyMinutes is < 1 or > 60)
        {
            report.Add("Trust:Identity:Staff:PasskeyMinutes", "must be between 1 and 60.");
        }

        if (EnrolMinutes is < 1 or > 60)
        {
            report.Add("Trust:Identity:Staff:EnrolMinutes", "must be between 1 and 60.");
        }
    }

    /// <summary>Whether acts of a kind need a passkey.</summary>
    public bool NeedsPasskey(ActKind kind) => (kind == ActKind.Confirm ? ActLevels.Confirm : ActLevels.Act) == Passkey;

    internal sealed class ActLevelSettings
    {
        /// <summary>Ordinary acts in a console: <c>staff:l1</c> or <c>staff:l2</c>.</summary>
        public string? Act { get; set; }

        /// <summary>Review, making, destroying and key changes, each confirmed for itself.</summary>
        public string? Confirm { get; set; }
    }
}
