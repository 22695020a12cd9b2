using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Trust.Hosting.Actors;
using Trust.Hosting.Audit;
using Trust.Hosting.Messaging;
using Trust.Hosting.Modules;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Data;

/// <summary>Registers a module's database with everything that works on it.</summary>
public static class ModuleDatabaseRegistration
{
    /// <summary>
    /// Registers the context (scoped), its factory, replay memory, audit sealer, outbox dispatcher and housekeeping of a module, on the database
    /// that the configuration names.
    /// </summary>
    /// <typeparam name="TContext">The module's abstract context.</typeparam>
    /// <typeparam name="TSqlite">Its thin class for SQLite.</typeparam>
    /// <typeparam name="TPostgres">Its thin class for PostgreSQL.</typeparam>
    /// <param name="module">The module.</param>
    public static void AddModuleDatabase<TContext, TSqlite, TPostgres>(this ModuleBuilder module)
        where TContext : DbContext
        where TSqlite : TContext
        where TPostgres : TContext
    {
        ArgumentNullException.ThrowIfNull(module);
        var database = new TrustDatabase(module.AddOptions<DatabaseOptions>(), module.AddOptions<RootOptions>().DataDirectory);
        module.AddOptions<AuditOptions>();
        module.AddOptions<OutboxOptions>();
        module.Services.AddModuleDatabase<TContext, TSqlite, TPostgres>(module.Name, database);
    }

    /// <summary>The same without the platform's options: for tools and tests.</summary>
    /// <typeparam name="TContext">The module's abstract context.</typeparam>
    /// <typeparam name="TSqlite">Its thin class for SQLite.</typeparam>
    /// <typeparam name="TPostgres">Its thin class for PostgreSQL.</typeparam>
    /// <param name="services">Services of the process.</param>
    /// <param name="module">Name of the module, lower case.</param>
    /// <param name="database">Database choice.</param>
    public static IServiceCollection AddModuleDatabase<TContext, TSqlite, TPostgres>(this IServiceCollection services, string module, TrustDatabase database)
        where TContext : DbContext
        where TSqlite : TContext
        where TPostgres : TContext
    {
        ArgumentNullException.ThrowIfNull(database);
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            services.AddContext<TContext, TSqlite>(module, database);
        }
        else
        {
            services.AddContext<TContext, TPostgres>(module, database);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(database);
        services.TryAddSingleton<AuditOptions>();
        services.TryAddSingleton<OutboxOptions>();
        services.TryAddSingleton<AuditVerifier>();
        services.TryAddSingleton<EventReceiver>();
        services.TryAddSingleton<EventTransports>();
        services.AddKeyedSingleton<SharedReplayMemory>(module, (_, _) => RememberAsync<TContext>);
        return services.AddWorker<AuditSealer>(module).AddWorker<OutboxDispatcher>(module).AddWorker<Housekeeping>(module);
    }

    private static void AddContext<TContext, TThin>(this IServiceCollection services, string module, TrustDatabase database)
        where TContext : DbContext
        where TThin : TContext
    {
        services.AddDbContextFactory<TThin>(builder => database.Configure(builder, module));
        services.AddScoped<TContext>(scope => scope.GetRequiredService<TThin>());
        services.AddSingleton<IDbContextFactory<TContext>, ThinFactory<TContext, TThin>>();
        var descriptor = new ModuleDatabase(module, typeof(TContext), provider => provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext());
        services.AddSingleton(descriptor);
        services.AddKeyedSingleton(module, descriptor);
    }

    // Keyed by the module, so that tests and commands can run one round by hand.
    private static IServiceCollection AddWorker<TWorker>(this IServiceCollection services, string module)
        where TWorker : BackgroundService
    {
        services.AddKeyedSingleton(module, (provider, _) =>
            ActivatorUtilities.CreateInstance<TWorker>(provider, provider.GetRequiredKeyedService<ModuleDatabase>(module)));
        return services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<TWorker>(module));
    }

    private static Task<bool> RememberAsync<TContext>(IServiceProvider services, string tokenId, DateTimeOffset expires, CancellationToken cancellationToken)
        where TContext : DbContext =>
        services.GetRequiredService<TContext>().TryRememberAsync(tokenId, expires, cancellationToken);

    private sealed class ThinFactory<TContext, TThin>(IDbContextFactory<TThin> thin) : IDbContextFactory<TContext>
        where TContext : DbContext
        where TThin : TContext
    {
        public TContext CreateDbContext() => thin.CreateDbContext();
    }
}
