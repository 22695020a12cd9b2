using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Trust.Contracts;
using Trust.Hosting.Modules;
using Trust.Hosting.Outbound;
using Trust.Hosting.Startup;
using Trust.Identity.Registry;
using Trust.Identity.Sms;
using Trust.Testing;

namespace Trust.Identity.Tests;

/// <summary>A request as the outside service got it.</summary>
public sealed record ReceivedRequest(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Nonce => ConnectorSignature.Parse(Headers[ConnectorSignature.HeaderName])!.Nonce;
}

/// <summary>An outside service on loopback that answers whatever a test wants, and the connectors that call it.</summary>
public sealed class OutsideService : IAsyncLifetime
{
    public static readonly Secret Key = new("a-key-shared-with-the-outside-service-0001");

    private readonly WebApplication app;
    private readonly ConcurrentQueue<string> log = new();
    private ServiceProvider? connectors;

    public OutsideService()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(HandleAsync);
    }

    /// <summary>What the service does with a request.</summary>
    public Func<HttpContext, ReceivedRequest, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public ConcurrentQueue<ReceivedRequest> Received { get; } = new();

    public ManualTime Time { get; } = new();

    public IServiceProvider Connectors => connectors!;

    public string Log => string.Join('\n', log);

    public Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await app.StartAsync();
        Address = new Uri($"{app.Urls.Single()}/v1");
        connectors = Connect(Address);
    }

    /// <summary>The registration of the product, against some address.</summary>
    public ServiceProvider Connect(Uri address, int timeoutSeconds = 30)
    {
        var settings = new[] { RegistryOptions.Section, SmsOptions.Section }.SelectMany(section => new[]
        {
            KeyValuePair.Create($"{section}:Url", (string?)address.ToString()), KeyValuePair.Create($"{section}:Key", (string?)Key.Reveal()), KeyValuePair.Create($"{section}:TimeoutSeconds", (string?)$"{timeoutSeconds}"),
        });
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var report = new StartupReport();
        var environment = TrustEnvironment.Read(configuration, new HostingEnvironment { EnvironmentName = "Development" }, report);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new WrittenLines(log))).AddSingleton<TimeProvider>(Time);
        var module = new ModuleBuilder("identity", services, configuration, environment, report);
        module.AddRegistry();
        module.AddSms();
        Assert.Empty(report.Faults);
        return services.BuildServiceProvider();
    }

    /// <summary>Writes a signed answer.</summary>
    public Task SignAsync(HttpContext context, ReceivedRequest request, string json) => WriteAsync(context, Encode(json), Sign(request, json));

    public string Sign(ReceivedRequest request, string json) => ConnectorSignature.OfAnswer(Key, request.Nonce, Encode(json), Time.GetUtcNow()).ToString();

    public static byte[] Encode(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    public static async Task WriteAsync(HttpContext context, byte[] body, params string[] signatures)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers[ConnectorSignature.HeaderName] = signatures;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    public async Task DisposeAsync()
    {
        if (connectors is not null)
        {
            await connectors.DisposeAsync();
        }

        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
        var request = new ReceivedRequest(context.Request.Path + context.Request.QueryString, headers, body.ToArray());
        Received.Enqueue(request);
        try
        {
            await Answer(context, request);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The caller has gone.
        }
    }

    /// <summary>Everything logged, with state and exception.</summary>
    private sealed class WrittenLines(ConcurrentQueue<string> lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Logger(lines, categoryName);

        public void Dispose()
        {
        }

        private sealed class Logger(ConcurrentQueue<string> lines, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{category}: {formatter(state, exception)} {exception}");
        }
    }
}
