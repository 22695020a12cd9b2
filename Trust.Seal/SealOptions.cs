using Trust.Hosting.Startup;

namespace Trust.Seal;

/// <summary>Settings of Seal.</summary>
internal sealed class SealOptions : ITrustOptions
{
    public static string Section => "Trust:Seal";

    /// <summary>Largest document that is sealed or checked, in bytes; the reader has the same limit.</summary>
    public int LargestFile { get; set; } = 64 * 1024 * 1024;

    /// <summary>Checks of files that one process makes side by side; memory is bounded by it.</summary>
    public int ChecksAtOnce { get; set; } = 2;

    /// <summary>Seconds after which a use of a seal without an outcome is voided.</summary>
    public int IntentSeconds { get; set; } = 60;

    /// <summary>Minutes after which a revocation list is made anew without a change.</summary>
    public int RevocationListMinutes { get; set; } = 30;

    /// <summary>Hours for which a revocation list holds.</summary>
    public int RevocationListHours { get; set; } = 24;

    /// <summary>Minutes that a report stays at its address.</summary>
    public int ReportMinutes { get; set; } = 30;

    /// <summary>Time server (SNTP) as <c>host</c> or <c>host:port</c>; a clock that differs by more than a second signs nothing. None: the machine's clock is relied on.</summary>
    public string? TimeServer { get; set; }

    /// <summary>Policy of our time stamps: an OID of the installation's own.</summary>
    public string TimeStampPolicy { get; set; } = "1.2.156.10197.6.9.1";

    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        InRange(nameof(LargestFile), LargestFile, 1024, 256 * 1024 * 1024);
        InRange(nameof(ChecksAtOnce), ChecksAtOnce, 1, 64);
        InRange(nameof(IntentSeconds), IntentSeconds, 1, 3600);
        InRange(nameof(RevocationListMinutes), RevocationListMinutes, 1, 24 * 60);
        InRange(nameof(RevocationListHours), RevocationListHours, 1, 24 * 7);
        InRange(nameof(ReportMinutes), ReportMinutes, 1, 24 * 60);
        if (RevocationListHours * 60 <= RevocationListMinutes)
        {
            report.Add("Trust:Seal:RevocationListHours", "must be longer than RevocationListMinutes.");
        }

        if (TimeServer is { } server && !Pki.TimeServer.TryRead(server, out _, out _))
        {
            report.Add("Trust:Seal:TimeServer", "must be a host, or host:port.");
        }

        if (!TimeStampPolicy.Split('.').All(part => part.Length is > 0 and <= 10 && part.All(char.IsAsciiDigit)) || TimeStampPolicy.Split('.').Length < 3)
        {
            report.Add("Trust:Seal:TimeStampPolicy", "must be an object identifier.");
        }

        void InRange(string name, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                report.Add($"Trust:Seal:{name}", $"must be between {least} and {most}.");
            }
        }
    }
}
