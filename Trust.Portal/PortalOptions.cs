using Trust.Hosting.Startup;

namespace Trust.Portal;

/// <summary>Settings of the portal.</summary>
internal sealed class PortalOptions : ITrustOptions
{
    public static string Section => "Trust:Portal";

    /// <summary>Development only: shows pages as this demo person, until one can sign in.</summary>
    public string? PreviewPerson { get; set; }

    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        if (PreviewPerson is not null && !environment.IsDevelopment)
        {
            report.Add("Trust:Portal:PreviewPerson", "exists only in Development: it shows pages as somebody who did not sign in.");
        }
    }
}
