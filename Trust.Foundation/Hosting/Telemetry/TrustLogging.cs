using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Telemetry;

/// <summary>Logging of the platform: lines for people in development, JSON elsewhere.</summary>
internal static class TrustLogging
{
    // These write query strings, form values or headers, which may carry codes and numbers; no configuration brings them back.
    private static readonly string[] Silenced =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.HttpLogging",
        "Microsoft.AspNetCore.HttpOverrides",
        "Microsoft.AspNetCore.Server.Kestrel.Http2",
        "Microsoft.AspNetCore.Mvc.ModelBinding",
        "Microsoft.EntityFrameworkCore.Database.Command",
        "System.Net.Http.HttpClient",
        "Yarp.ReverseProxy.Forwarder",
    ];

    public static void AddTrustLogging(this ILoggingBuilder logging, TrustEnvironment environment)
    {
        logging.ClearProviders();
        if (environment.IsDevelopment)
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
                console.IncludeScopes = true;
            });
        }
        else
        {
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "O";
                console.IncludeScopes = true;
            });
        }

        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Yarp", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        logging.Services.PostConfigure<LoggerFilterOptions>(options =>
        {
            foreach (var category in Silenced)
            {
                options.Rules.Add(new LoggerFilterRule(null, category, LogLevel.None, null));
            }
        });
    }
}
