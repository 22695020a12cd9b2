using Trust.Hosting.Outbound;
using Trust.Hosting.Startup;

namespace Trust.Identity.Sms;

/// <summary>Where the message gateway answers.</summary>
internal sealed class SmsOptions : ConnectorOptions, ITrustOptions
{
    public static string Section => "Trust:Identity:Sms";

    public void Validate(StartupReport report, TrustEnvironment environment) => Validate(Section, report, environment);
}
