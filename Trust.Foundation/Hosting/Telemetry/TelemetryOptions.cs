using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Telemetry;

/// <summary>Where traces and metrics go.</summary>
public sealed class TelemetryOptions : ITrustOptions
{
    /// <inheritdoc/>
    public static string Section => "Trust:Telemetry";

    /// <summary>OTLP collector (gRPC); nothing leaves without it.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <inheritdoc/>
    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (OtlpEndpoint is { Scheme: not ("http" or "https") })
        {
            report.Add("Trust:Telemetry:OtlpEndpoint", "must be an http or https address.");
        }
    }
}

internal static class TelemetryServices
{
    public static void AddTrustTelemetry(this IServiceCollection services, TelemetryOptions options, NodeOptions node)
    {
        if (options.OtlpEndpoint is not { } endpoint)
        {
            return;
        }

        // Query strings are redacted by the instrumentation's default; they may carry codes.
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("trust", serviceInstanceId: node.Process))
            .WithTracing(tracing => tracing
                .AddSource("Trust.*")
                .AddAspNetCoreInstrumentation(instrumentation => instrumentation.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
                .AddHttpClientInstrumentation()
                .AddOtlpExporter(exporter => exporter.Endpoint = endpoint))
            .WithMetrics(metrics => metrics
                .AddMeter("Trust.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
                .AddOtlpExporter(exporter => exporter.Endpoint = endpoint));
    }
}
