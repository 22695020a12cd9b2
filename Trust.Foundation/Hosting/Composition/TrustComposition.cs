using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StackExchange.Redis;
using Trust.Hosting.Actors;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Health;
using Trust.Hosting.Http;
using Trust.Hosting.Keys;
using Trust.Hosting.Messaging;
using Trust.Hosting.Modules;
using Trust.Hosting.Outbound;
using Trust.Hosting.Startup;
using Trust.Hosting.Telemetry;

namespace Trust.Hosting.Composition;

/// <summary>What a program got from <see cref="TrustHost.AddTrust"/>: where modules run, and the faults found so far.</summary>
/// <param name="Environment">Development or not.</param>
/// <param name="Modules">Modules and their places.</param>
/// <param name="Report">Faults so far.</param>
/// <param name="Root">Root settings.</param>
/// <param name="Node">Node and process.</param>
public sealed record TrustComposition(TrustEnvironment Environment, ModuleRegistry Modules, StartupReport Report, RootOptions Root, NodeOptions Node);

/// <summary>Composes a program of modules: services first, then the request pipeline.</summary>
public static class TrustHost
{
    /// <summary>Registers the platform and its modules. Faults are collected, not thrown.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="modules">All modules of the program.</param>
    public static TrustComposition AddTrust(this WebApplicationBuilder builder, IReadOnlyList<ITrustModule> modules)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(modules);
        var report = new StartupReport();
        var environment = TrustEnvironment.Read(builder.Configuration, builder.Environment, report);
        var host = new ModuleBuilder("hosting", builder.Services, builder.Configuration, environment, report);
        var root = host.AddOptions<RootOptions>();
        var node = host.AddOptions<NodeOptions>();
        var placement = ModulePlacement.Read(builder.Configuration, [.. modules.Select(module => module.Name)], environment, report);
        var registry = new ModuleRegistry(modules, placement);
        builder.Services.AddSingleton(report).AddSingleton(environment).AddSingleton(registry);
        AddPlatform(host, root, node);
        AddModules(host, registry);
        builder.WebHost.UseTrustListeners(environment);
        builder.Logging.AddTrustLogging(environment);
        report.CheckSections(builder.Configuration, [.. modules.Select(module => module.Name)]);
        var composition = new TrustComposition(environment, registry, report, root, node);
        builder.Services.AddSingleton(composition);
        return composition;
    }

    /// <summary>Builds the request pipeline and maps the modules. Pages and proxied paths are the program's to map.</summary>
    /// <param name="app">The program.</param>
    /// <param name="frame">Adds what pages need before a request is looked at: error pages, language.</param>
    public static void UseTrust(this WebApplication app, Action<IApplicationBuilder> frame)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(frame);
        app.UseErrorAnswers();
        frame(app);
        app.UseMiddleware<RequestGuard>();
        app.UseRouting();
        app.UseMiddleware<InternalCalls>();
        app.UseMiddleware<EndpointGuard>();
        app.UseMiddleware<RateLimits>();
        app.UseMiddleware<FrontActors>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<ActorRules>();
        app.MapHealth();
        foreach (var module in app.Services.GetRequiredService<ModuleRegistry>().Local)
        {
            module.MapEndpoints(app);
            var operations = app.MapGroup($"/internal/{module.Name}/v1").AllowAnonymous().InZone(Zone.Node).InRateClass(RateClass.Unlimited);
            module.MapOperations(operations);
            if (app.Services.GetKeyedService<ModuleDatabase>(module.Name) is null)
            {
                continue;
            }

            operations.MapEvents(module.Name, CameFromItsModule).Operation($"{module.Name}.receive-events", changes: true, Contracts.ActorKind.Process);
        }
    }

    // A peer speaks for the modules it runs, and nobody from outside for one that runs here.
    private static bool CameFromItsModule(HttpContext context, string source) =>
        context.Features.Get<AcceptedCall>() is { } call
        && context.RequestServices.GetRequiredService<PeerDirectory>().Runs(call.Peer, source)
        && !context.RequestServices.GetRequiredService<ModuleRegistry>().IsLocal(source);

    private static void AddPlatform(ModuleBuilder host, RootOptions root, NodeOptions node)
    {
        var services = host.Services;
        services.TryAddSingleton(TimeProvider.System);

        // Only Trust:TrustedProxies decides whose forwarded headers count, whatever an environment variable of the framework says.
        services.PostConfigure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.None);
        services.AddHttpContextAccessor();
        services.AddSingleton<PublicOrigin>().AddSingleton<ListenerKinds>().AddSingleton<ReplayMemory>().AddSingleton<Readiness>();
        services.AddScoped(provider => provider.GetRequiredService<IHttpContextAccessor>().HttpContext?.GetActor() ?? Contracts.Actor.Anonymous);
        AddKeys(host, root);
        AddCalls(host, node);
        AddRates(host);
        host.AddOptions<OutboundOptions>();
        services.AddSingleton(provider => new PartnerHttp(provider.GetRequiredService<OutboundOptions>()));
        services.AddTrustTelemetry(host.AddOptions<TelemetryOptions>(), node);
        services.AddSingleton<IStartupCheck, DevelopmentKeysCheck>();
        services.AddSingleton<IStartupCheck, NeededKeysCheck>();
        services.AddSingleton<IStartupCheck, KeyRingCheck>();
        services.AddSingleton<IStartupCheck, StoresCheck>();
        services.AddAuthentication(ActorAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ActorAuthentication>(ActorAuthentication.SchemeName, null);

        // An endpoint that names no policy is refused, not open.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
    }

    private static void AddKeys(ModuleBuilder host, RootOptions root)
    {
        var keys = host.AddOptions<KeyOptions>();
        host.Services.AddSingleton(_ => new KeyFolder(
            keys.Directory ?? Path.Combine(root.DataDirectory, "keys"), keys.MasterKey ?? new Contracts.Secret("")));
        host.Services.AddKeyRing(host.AddOptions<DatabaseOptions>(), root);
        host.Services.AddSingleton<AuditKeySource>(provider => module =>
            provider.GetRequiredService<KeyFolder>().OpenSigningKey(Crypto.Keys.KeyPurpose.Audit, Crypto.Keys.KeyAlgorithm.Sm2, module));
        host.Services.AddSingleton<AuditHeadCheck>(provider => (keyId, data, signature) =>
            AuditKeys.Check(provider.GetRequiredService<KeyFolder>(), provider.GetRequiredService<ModuleRegistry>(), keyId, data, signature));
    }

    private static void AddCalls(ModuleBuilder host, NodeOptions node)
    {
        host.AddOptions<InternalOptions>();
        host.Services.AddSingleton(provider => PeerFiles.Read(
            provider.GetRequiredService<InternalOptions>(), provider.GetRequiredService<KeyFolder>(), provider.GetRequiredService<ModuleRegistry>(), host.Environment));
        host.Services.AddSingleton(provider => new CallSigner(
            node.Process,
            () => provider.GetRequiredService<KeyFolder>().OpenSigningKey(Crypto.Keys.KeyPurpose.Node, Crypto.Keys.KeyAlgorithm.EcdsaP256, node.Process),
            provider.GetRequiredService<TimeProvider>()));
    }

    private static void AddRates(ModuleBuilder host)
    {
        host.AddOptions<RateOptions>();
        var redis = host.AddOptions<RedisOptions>();
        host.Services.AddSingleton<LocalRateCounter>();
        if (redis.Configuration is not { IsEmpty: false } configuration)
        {
            host.Services.AddSingleton<IRateCounter>(provider => provider.GetRequiredService<LocalRateCounter>());
            return;
        }

        host.Services.AddSingleton<IConnectionMultiplexer>(_ =>
        {
            var options = ConfigurationOptions.Parse(configuration.Reveal());
            options.AbortOnConnectFail = false;
            return ConnectionMultiplexer.Connect(options);
        });
        host.Services.AddSingleton<IRateCounter, RedisRateCounter>();
    }

    private static void AddModules(ModuleBuilder host, ModuleRegistry registry)
    {
        foreach (var module in registry.All)
        {
            module.AddFrame(Of(module, host));
        }

        foreach (var module in registry.Local)
        {
            module.AddServices(Of(module, host));
            foreach (var called in module.Calls.Where(called => !registry.IsLocal(called) && registry.Remote.All(remote => remote.Module.Name != called)))
            {
                host.Report.Add($"Trust:Modules:{called}:Url", $"is needed: {module.Name} runs here and calls {called}, which does not.");
            }
        }

        foreach (var (module, address) in registry.Remote)
        {
            host.Services.AddModuleHttpClient(module.Name, address, module.Patience);
            module.AddRemote(Of(module, host));
        }
    }

    private static ModuleBuilder Of(ITrustModule module, ModuleBuilder host) =>
        new(module.Name, host.Services, host.Configuration, host.Environment, host.Report);
}
