using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trust.Crypto.Keys;
using Trust.Hosting.Composition;
using Trust.Hosting.Http;
using Trust.Hosting.Modules;
using Trust.Testing;

namespace Trust.Hosting.Tests.Http;

/// <summary>A program of the platform with one small module, listening on a real socket of 127.0.0.1.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly WebApplication app;

    private TestApp(TimeProvider? time, ILoggerProvider? logs, (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration.AddInMemory(
        [
            ("urls", "http://127.0.0.1:0"), ("Trust:PublicUrl", "http://localhost"), ("Trust:DataDirectory", data.Path),
            ("Trust:Keys:Directory", Path.Combine(GatewayProcess.RepositoryRoot, "keys-dev")), .. settings,
        ]);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        var composition = builder.AddTrust([new SmallModule()]);
        Assert.Empty(composition.Report.Faults);
        if (logs is not null)
        {
            builder.Logging.AddProvider(logs);
        }

        // The address that a test wants to come from.
        builder.Services.AddSingleton<IStartupFilter, SourceOfTest>();
        app = builder.Build();
        app.UseTrust(_ => { });
    }

    public IServiceProvider Services => app.Services;

    public int Port { get; private set; }

    public static async Task<TestApp> StartAsync(TimeProvider? time = null, ILoggerProvider? logs = null, params (string Key, string Value)[] settings)
    {
        var started = new TestApp(time, logs, settings);
        await started.app.StartAsync();
        started.Port = new Uri(started.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        return started;
    }

    public async Task<HttpResponseMessage> SendAsync(string path, Action<HttpRequestMessage>? change = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Port}{path}");
        request.Headers.Host = "localhost";
        change?.Invoke(request);
        return await client.SendAsync(request);
    }

    /// <summary>Status of a request that tries a secret, from an address.</summary>
    public async Task<HttpStatusCode> TryAsync(string source = "203.0.113.9")
    {
        using var answer = await SendAsync("/small/secret", request => request.Headers.Add(SourceOfTest.Header, source));
        return answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        data.Dispose();
    }

    private sealed class SourceOfTest : IStartupFilter
    {
        public const string Header = "Test-Source";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                if (context.Request.Headers[Header] is [{ } source])
                {
                    context.Connection.RemoteIpAddress = IPAddress.Parse(source);
                }

                return following(context);
            });
            next(app);
        };
    }

    private sealed record Body(string? Name, Trust.Contracts.Codes.CitizenIdNumber? Number);

    private sealed class SmallModule : ITrustModule
    {
        public string Name => "small";

        public IReadOnlyList<string> PublicPaths => ["/small/{**rest}"];

        public IReadOnlyList<string> Calls => [];

        public IReadOnlyList<(KeyPurpose Purpose, KeyAlgorithm Algorithm)> Keys => [];

        public void AddFrame(ModuleBuilder module)
        {
        }

        public void AddServices(ModuleBuilder module) => module.Services.AddLogging();

        public void AddRemote(ModuleBuilder module)
        {
        }

        public void MapEndpoints(IEndpointRouteBuilder endpoints)
        {
            var small = endpoints.MapGroup("/small").AllowAnonymous().InZone(Zone.Both);
            small.MapGet("/secret", () => "tried").InRateClass(RateClass.Secret);
            small.MapGet("/free", () => "free").InRateClass(RateClass.Unlimited);
            small.MapGet("/number", (int number) => $"{number}").InRateClass(RateClass.Api);
            small.MapPost("/form", ([FromForm] int number) => $"{number}").DisableAntiforgery().InRateClass(RateClass.Api);
            small.MapPost("/json", (Body body) => body.Number?.ToString() ?? "none").InRateClass(RateClass.Api);
            small.MapGet("/failure", () => Fail()).InRateClass(RateClass.Api);
        }

        public void MapOperations(RouteGroupBuilder operations)
        {
        }

        public IModuleStore? Store(IServiceProvider services) => null;

        private static string Fail() => throw new InvalidOperationException("The module failed.");
    }
}

internal static class InMemoryConfiguration
{
    public static void AddInMemory(this Microsoft.Extensions.Configuration.IConfigurationBuilder configuration, IEnumerable<(string Key, string Value)> settings) =>
        Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(
            configuration, settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
}
