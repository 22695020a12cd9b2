using System.Globalization;
using System.Text;
using Trust.Gateway.Routing;
using Trust.Gateway.Sandbox;
using Trust.Hosting.Composition;
using Trust.Hosting.Http;
using Trust.Hosting.Modules;
using Trust.Identity;
using Trust.License;
using Trust.Portal;
using Trust.Seal;
using Trust.Web;

namespace Trust.Gateway.Commands;

/// <summary>One program: it serves, or runs one command and ends.</summary>
internal static class TrustProgram
{
    private static readonly string[] Commands = ["migrate", "check", "audit verify", "keys generate", "keys-dev generate", "verify"];

    // Order of calls: a module may call those after it, never those before it.
    private static IReadOnlyList<ITrustModule> Modules() => [new PortalModule(), new LicenseModule(), new SealModule(), new IdentityModule()];

    public static async Task<int> RunAsync(string[] args)
    {
        var command = Array.Find(Commands, name => args.Take(name.Split(' ').Length).SequenceEqual(name.Split(' ')));
        if (command is null && args is [var word, ..] && !word.StartsWith('-') && !word.StartsWith('/'))
        {
            await Console.Error.WriteLineAsync($"'{word}' is not a command. Commands: {string.Join(", ", Commands)}.");
            return 64;
        }

        var rest = command is null ? args : args[command.Split(' ').Length..];
        return command switch
        {
            "keys-dev generate" => KeysDev.Generate(rest),
            "keys generate" => KeysGenerate.Run(rest),
            "verify" => Verify.Run(rest),
            _ => await RunHostAsync(command, rest),
        };
    }

    private static async Task<int> RunHostAsync(string? command, string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var composition = builder.AddTrust(Modules());
        builder.AddPages(composition);
        builder.AddSandbox(composition);
        builder.AddRemoteRoutes(composition);
        if (composition.Report.Faults.Any(fault => fault.Setting.StartsWith("Trust:Modules", StringComparison.Ordinal)))
        {
            // A composition with holes cannot be built, so its other faults cannot be found yet.
            await Console.Error.WriteAsync(composition.Report.ToString());
            return TrustLifecycle.ConfigurationExitCode;
        }

        await using var app = builder.Build();
        app.UseTrust(frame => frame.UseTrustErrorPages().UseTrustWeb());
        app.MapPages(composition);
        app.MapSandbox(composition);
        app.MapRemoteRoutes(composition);
        return command switch
        {
            "migrate" => await MigrateAsync(app, composition),
            "check" => await CheckAsync(app, composition),
            "audit verify" => await AuditVerify.RunAsync(app, composition),
            _ => await ServeAsync(app, composition),
        };
    }

    private static async Task<int> ServeAsync(WebApplication app, TrustComposition composition)
    {
        var report = await app.PrepareAsync(composition);
        if (report.Faults.Count > 0)
        {
            await Console.Error.WriteAsync(report.ToString());
            return TrustLifecycle.ConfigurationExitCode;
        }

        await app.StartAsync();
        await Console.Out.WriteAsync(Greeting(app, composition));
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static async Task<int> MigrateAsync(WebApplication app, TrustComposition composition)
    {
        if (composition.Report.Faults.Count > 0)
        {
            await Console.Error.WriteAsync(composition.Report.ToString());
            return TrustLifecycle.ConfigurationExitCode;
        }

        await app.MigrateAsync(composition);
        await Console.Out.WriteLineAsync($"Migrated: {string.Join(", ", composition.Modules.Local.Select(module => module.Name))}.");
        return 0;
    }

    private static async Task<int> CheckAsync(WebApplication app, TrustComposition composition)
    {
        var report = await app.CheckAsync(composition);
        if (report.Faults.Count > 0)
        {
            await Console.Error.WriteAsync(report.ToString());
            return TrustLifecycle.ConfigurationExitCode;
        }

        await Console.Out.WriteLineAsync("Trust can start: no faults.");
        return 0;
    }

    private static string Greeting(WebApplication app, TrustComposition composition)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Trust is ready: {app.Services.GetRequiredService<PublicOrigin>()}");
        if (composition.Environment.IsDevelopment)
        {
            text.Append(DevelopmentGreeting.Of(composition));
        }

        return text.ToString();
    }
}
