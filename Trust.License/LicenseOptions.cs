using Trust.Hosting.Startup;

namespace Trust.License;

/// <summary>Settings of License.</summary>
internal sealed class LicenseOptions : ITrustOptions
{
    public static string Section => "Trust:License";

    /// <summary>Seconds after which a licence whose making was not ended is finished by any process.</summary>
    public int IssuingSeconds { get; set; } = 60;

    /// <summary>Whether a Development node issues its demo licences; nothing elsewhere.</summary>
    public bool DemoLicences { get; set; } = true;

    /// <summary>Minutes for which the published state list says what is in force.</summary>
    public int StateListMinutes { get; set; } = 5;

    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        if (StateListMinutes is < 2 or > 24 * 60)
        {
            report.Add("Trust:License:StateListMinutes", "must be between 2 and 1440: the list is written every minute.");
        }

        if (IssuingSeconds is < 1 or > 3600)
        {
            report.Add("Trust:License:IssuingSeconds", "must be between 1 and 3600.");
        }
    }
}
