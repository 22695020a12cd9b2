using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Telemetry;

/// <summary>Logging of the platform: lines for people in development, JSON elsewhere.</summary>
internal static class TrustLogging
{
    // These write query strings, form values, arguments or headers, which may carry codes and numbers; no configuration brings them back.
    // Up to a failure of the process itself: the first of them makes the activity of a request, and with it the trace id, only
    // while it may log something.
    private static readonly string[] Silenced =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.HttpLogging",
        "Microsoft.AspNetCore.HttpOverrides",
        "Microsoft.AspNetCore.Http.RequestDelegateFactory",
        "Microsoft.AspNetCore.Http.RequestDelegateGenerator",
        "Microsoft.AspNetCore.Http.Result",
        "Microsoft.AspNetCore.Localization",
        "Microsoft.AspNetCore.Mvc.Infrastructure",
        "Microsoft.AspNetCore.Mvc.ModelBinding",
        "Microsoft.AspNetCore.Mvc.RazorPages",
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
        "Microsoft.AspNetCore.Server.Kestrel.Core",
        "Microsoft.AspNetCore.Server.Kestrel.Http2",
        "Microsoft.EntityFrameworkCore.Database.Command",
        "Microsoft.IdentityModel",
        "OpenIddict",
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
            // A rule of its own would lose against one for a provider, a longer name or a pattern: every rule asks instead.
            var rules = options.Rules.Select(rule => new LoggerFilterRule(rule.ProviderName, rule.CategoryName, rule.LogLevel, Unless(rule.Filter))).ToList();
            options.Rules.Clear();
            options.Rules.Add(new LoggerFilterRule(null, null, options.MinLevel, Unless(null)));
            rules.ForEach(options.Rules.Add);
        });

        // Otherwise a value that does not bind is thrown in Development, and the exception repeats it in the log.
        logging.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
    }

    private static Func<string?, string?, LogLevel, bool> Unless(Func<string?, string?, LogLevel, bool>? filter) =>
        (provider, category, level) => !(level < LogLevel.Critical && IsSilenced(category)) && (filter is null || filter(provider, category, level));

    private static bool IsSilenced(string? category) => Silenced.Any(name => category?.StartsWith(name, StringComparison.OrdinalIgnoreCase) == true);
}
