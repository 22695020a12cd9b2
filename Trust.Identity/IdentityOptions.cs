using Trust.Hosting.Startup;
using Trust.Identity.Accounts;
using Trust.Identity.Codes;
using Trust.Identity.Registration;

namespace Trust.Identity;

/// <summary>Settings of Identity; those of its connectors and of staff acts stand beside them.</summary>
internal sealed class IdentityOptions : ITrustOptions
{
    public static string Section => "Trust:Identity";

    public static bool HasInnerSections => true;

    public SessionSettings Sessions { get; set; } = new();

    public TokenSettings Tokens { get; set; } = new();

    public SmsCodeSettings Codes { get; set; } = new();

    public RegistrationSettings Registration { get; set; } = new();

    /// <summary>Address of the province's node, where people of a city node register.</summary>
    public Uri? ProvinceUrl { get; set; }

    /// <summary>Days after which a telephone number alone no longer signs in: operators give numbers to other people.</summary>
    public int MobileProofDays { get; set; } = 90;

    /// <summary>Years after which the registry is asked again about a person.</summary>
    public int LevelYears { get; set; } = 2;

    /// <summary>Days that a consent holds.</summary>
    public int ConsentDays { get; set; } = 365;

    /// <summary>Development only: applications of the token benchmark.</summary>
    public bool BenchmarkClients { get; set; }

    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        InRange(report, "Sessions:IdleMinutes", Sessions.IdleMinutes, 10, 1440);
        InRange(report, "Sessions:LifetimeHours", Sessions.LifetimeHours, 1, 24 * 7);
        InRange(report, "Sessions:StaffIdleMinutes", Sessions.StaffIdleMinutes, 5, 480);
        InRange(report, "Sessions:StaffLifetimeHours", Sessions.StaffLifetimeHours, 1, 24);
        InRange(report, "Tokens:AccessMinutes", Tokens.AccessMinutes, 1, 5);
        InRange(report, "Tokens:OutsideMinutes", Tokens.OutsideMinutes, 1, 60);
        InRange(report, "Tokens:RefreshDays", Tokens.RefreshDays, 1, 180);
        foreach (var (name, value, least, most) in Codes.Ranges())
        {
            InRange(report, $"Codes:{name}", value, least, most);
        }

        foreach (var (name, value, least, most) in Registration.Ranges())
        {
            InRange(report, $"Registration:{name}", value, least, most);
        }

        InRange(report, "MobileProofDays", MobileProofDays, 1, 3650);
        InRange(report, "LevelYears", LevelYears, 1, 20);
        InRange(report, "ConsentDays", ConsentDays, 1, 3650);
        if (BenchmarkClients && !environment.IsDevelopment)
        {
            report.Add("Trust:Identity:BenchmarkClients", "exists only in Development.");
        }
    }

    private static void InRange(StartupReport report, string name, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            report.Add($"Trust:Identity:{name}", $"must be between {least} and {most}.");
        }
    }

    internal sealed class SessionSettings
    {
        /// <summary>Minutes without a request after which a citizen's session ends.</summary>
        public int IdleMinutes { get; set; } = 30;

        public int LifetimeHours { get; set; } = 12;

        public int StaffIdleMinutes { get; set; } = 30;

        public int StaffLifetimeHours { get; set; } = 10;

        public TimeSpan IdleOf(Realm realm) => TimeSpan.FromMinutes(realm == Realm.Staff ? StaffIdleMinutes : IdleMinutes);

        public TimeSpan LifetimeOf(Realm realm) => TimeSpan.FromHours(realm == Realm.Staff ? StaffLifetimeHours : LifetimeHours);
    }

    internal sealed class TokenSettings
    {
        /// <summary>Life of access tokens for our own APIs.</summary>
        public int AccessMinutes { get; set; } = 5;

        /// <summary>Life of access tokens for outside resource servers.</summary>
        public int OutsideMinutes { get; set; } = 10;

        public int RefreshDays { get; set; } = 30;
    }
}
