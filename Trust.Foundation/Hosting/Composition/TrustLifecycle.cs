using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Keys;
using Trust.Hosting.Modules;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Composition;

/// <summary>What happens between composition and the first request.</summary>
public static class TrustLifecycle
{
    /// <summary>Exit code of a program that does not start because of its configuration (EX_CONFIG of sysexits).</summary>
    public const int ConfigurationExitCode = 78;

    /// <summary>Brings databases up to date in Development, then runs every startup check. Nothing listens yet.</summary>
    /// <param name="app">The program.</param>
    /// <param name="composition">What it is made of.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The report with every fault.</returns>
    public static async Task<StartupReport> PrepareAsync(this WebApplication app, TrustComposition composition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(composition);
        var report = composition.Report;
        if (composition.Environment.IsDevelopment && report.Faults.Count == 0)
        {
            await GuardAsync("databases", report, () => app.MigrateAsync(composition, cancellationToken));
            await GuardAsync("demo rows", report, () => AddDemoRowsAsync(app, composition, cancellationToken));
        }

        await app.CheckAsync(composition, cancellationToken);
        return report;
    }

    /// <summary>Runs every startup check and changes nothing.</summary>
    /// <param name="app">The program.</param>
    /// <param name="composition">What it is made of.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<StartupReport> CheckAsync(this WebApplication app, TrustComposition composition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(composition);
        foreach (var check in app.Services.GetServices<IStartupCheck>())
        {
            await GuardAsync(check.GetType().Name, composition.Report, () => check.CheckAsync(composition.Report, cancellationToken));
        }

        return composition.Report;
    }

    /// <summary>Applies the migrations of every local module.</summary>
    /// <param name="app">The program.</param>
    /// <param name="composition">What it is made of.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task MigrateAsync(this WebApplication app, TrustComposition composition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(composition);
        PrivateFolder.Create(composition.Root.DataDirectory);
        await using var scope = app.Services.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<KeyRingDbContext>() is { } keyRing)
        {
            await keyRing.Database.MigrateAsync(cancellationToken);
        }

        foreach (var store in Stores(composition.Modules, scope.ServiceProvider))
        {
            await store.MigrateAsync(composition.Environment.IsDevelopment, cancellationToken);
        }
    }

    private static async Task AddDemoRowsAsync(WebApplication app, TrustComposition composition, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        foreach (var store in Stores(composition.Modules, scope.ServiceProvider))
        {
            await store.AddDemoRowsAsync(cancellationToken);
        }
    }

    private static IEnumerable<IModuleStore> Stores(ModuleRegistry modules, IServiceProvider services) =>
        modules.Local.Select(module => module.Store(services)).OfType<IModuleStore>();

    private static async Task GuardAsync(string what, StartupReport report, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The text of a strange exception may repeat a connection string; ours never holds a secret.
            var cause = exception.GetBaseException();
            report.Add(what, cause is KeyMissingException ? cause.Message : $"failed with {cause.GetType().Name}.");
        }
    }
}
