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

    /// <summary>Largest file that is checked, in bytes; the reader has the same limit.</summary>
    public int LargestFile { get; set; } = 64 * 1024 * 1024;

    /// <summary>Checks of files that one process makes side by side; memory is bounded by it.</summary>
    public int ChecksAtOnce { get; set; } = 2;

    /// <summary>Minutes that a report stays at its address.</summary>
    public int ReportMinutes { get; set; } = 30;

    /// <summary>Wrong printed secrets that are taken for one number on one day, from everybody together.</summary>
    public int WrongSecretsADay { get; set; } = 20;

    /// <summary>Minutes for which the published state list says what is in force.</summary>
    public int StateListMinutes { get; set; } = 5;

    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        InRange(nameof(IssuingSeconds), IssuingSeconds, 1, 3600);
        InRange(nameof(LargestFile), LargestFile, 1024, 64 * 1024 * 1024);
        InRange(nameof(ChecksAtOnce), ChecksAtOnce, 1, 64);
        InRange(nameof(ReportMinutes), ReportMinutes, 1, 24 * 60);
        InRange(nameof(WrongSecretsADay), WrongSecretsADay, 1, 1000);

        // It is written every minute.
        InRange(nameof(StateListMinutes), StateListMinutes, 2, 24 * 60);

        void InRange(string name, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                report.Add($"Trust:License:{name}", $"must be between {least} and {most}.");
            }
        }
    }
}
