using StackExchange.Redis;
using Trust.Contracts;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Http;

/// <summary>Redis for shared rate counters; optional, and losing it costs no decision.</summary>
public sealed class RedisOptions : ITrustOptions
{
    /// <inheritdoc/>
    public static string Section => "Trust:Redis";

    /// <summary>Connection text of StackExchange.Redis, for example <c>redis.example:6379,password=…</c>.</summary>
    public Secret? Configuration { get; set; }

    /// <inheritdoc/>
    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (Configuration is not { IsEmpty: false } text)
        {
            return;
        }

        try
        {
            if (ConfigurationOptions.Parse(text.Reveal()).EndPoints.Count == 0)
            {
                report.Add("Trust:Redis:Configuration", "names no server.");
            }
        }
        catch (ArgumentException)
        {
            report.Add("Trust:Redis:Configuration", "is not a connection text.");
        }
    }
}
