using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Telemetry;

/// <summary>Logging of the platform: lines for people in development, JSON elsewhere.</summary>
internal static class TrustLogging
{
    // These write query strings, form values or headers, which may carry codes and numbers. Critical rather than none: the first of
    // them makes the activity of a request, and with it the trace id, only while it may log something.
    private static readonly string[] Silenced =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.HttpLogging",
        "Microsoft.EntityFrameworkCore.Database.Command",
        "System.Net.Http.HttpClient",
    ];

    // The framework's own lines below a warning may repeat what a request carried (bound parameters, routes, statements).
    private static readonly string[] WarningsOnly = ["Microsoft", "System", "Npgsql", "Yarp", "StackExchange"];

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

        logging.Services.PostConfigure<LoggerFilterOptions>(HoldBack);
    }

    // No configuration brings these lines back: a rule for a provider or for a longer name would win over ours, so those that
    // say more are taken out and ours are given once for each provider that has rules.
    private static void HoldBack(LoggerFilterOptions options)
    {
        var providers = options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList();
        foreach (var rule in options.Rules.Where(rule => IsHeldBack(rule.CategoryName)).ToList())
        {
            options.Rules.Remove(rule);
        }

        foreach (var provider in providers)
        {
            foreach (var category in WarningsOnly)
            {
                options.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.Warning, null));
            }

            foreach (var category in Silenced)
            {
                options.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.Critical, null));
            }
        }
    }

    private static bool IsHeldBack(string? category) =>
        category is not null && WarningsOnly.Any(prefix => category.Equals(prefix, StringComparison.OrdinalIgnoreCase) || category.StartsWith(prefix + ".", StringComparison.OrdinalIgnoreCase));
}
