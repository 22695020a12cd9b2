using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using Trust.Gateway.Tests.Sandbox;
using Trust.Testing;

namespace Trust.Gateway.Tests;

/// <summary>The whole program at Trace: what requests carry is not in its log, whoever of all its libraries writes.</summary>
public sealed class LogPrivacyTests : IDisposable
{
    private const string Number = "990101199003074514";

    private readonly TemporaryFolder data = new();

    [Theory]
    [InlineData("Development")]
    [InlineData("Trace everywhere")]
    public async Task Query_forms_cookies_and_authorisation_are_not_in_the_log(string shape)
    {
        using var log = new WrittenLog();
        using var app = Start(log, trace: shape != "Development");
        foreach (var path in new[] { "/", "/about", "/nowhere", "/preferences", "/health/ready", "/internal/identity/v1/resolve-person", "/api/identity/v1/nowhere", "/_content/Trust.Web/css/tokens.css" })
        {
            using var get = await DevelopmentApp.SendAsync(app, $"{path}?number={Number}&{Number}=x&culture={Number}&page={Number}", Carry);
            using var post = await DevelopmentApp.SendAsync(app, path, request =>
            {
                request.Method = HttpMethod.Post;
                request.Content = new FormUrlEncodedContent(new[] { "number", "culture", "language", "page", "returnUrl", "__RequestVerificationToken", Number }.Select(name => KeyValuePair.Create(name, Number)));
                Carry(request);
            });
            using var json = await DevelopmentApp.SendAsync(app, path, request =>
            {
                request.Method = HttpMethod.Post;
                request.Content = new StringContent($$"""{"number":"{{Number}}",{{Number}}}""", System.Text.Encoding.UTF8, "application/json");
                Carry(request);
            });
        }

        await UseSandboxAsync(app);
        Assert.Null(log.LineWith(Number));

        // The same search finds what is written on purpose.
        log.CreateLogger("Planted").Log(LogLevel.Information, new EventId(1), Number, null, (state, _) => state);
        Assert.NotNull(log.LineWith(Number));
    }

    [Fact]
    public async Task Program_at_Trace_writes_none_of_it_to_its_console()
    {
        var port = GatewayProcess.FreePort();
        await using var program = GatewayProcess.Start(
        [
            $"--urls=http://localhost:{port}", $"--Trust:DataDirectory={data.Path}", "--Logging:LogLevel:Default=Trace", "--Logging:Console:LogLevel:Default=Trace",
            "--Logging:Console:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace", "--Logging:LogLevel:Microsoft.AspNetCore.*=Trace",
        ]);
        await program.WaitForAsync(new Uri($"http://localhost:{port}/health/ready"));
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        foreach (var path in new[] { "/", "/about", "/preferences", "/nowhere" })
        {
            using var get = new HttpRequestMessage(HttpMethod.Get, $"{path}?number={Number}");
            Carry(get);
            using var answer = await client.SendAsync(get);
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("number", Number), KeyValuePair.Create("language", Number)]);
            using var posted = await client.PostAsync(new Uri(path, UriKind.Relative), form);
        }

        await Task.Delay(300);
        Assert.DoesNotContain(Number, program.Output, StringComparison.Ordinal);
        Assert.Contains("Microsoft.AspNetCore", program.Output, StringComparison.Ordinal);
    }

    public void Dispose() => data.Dispose();

    private WebApplicationFactory<Program> Start(WrittenLog log, bool trace) => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseEnvironment("Development").UseSetting("Trust:DataDirectory", data.Path).UseSetting("Trust:PublicUrl", "http://localhost");
        if (trace)
        {
            host.UseSetting("Logging:LogLevel:Default", "Trace").UseSetting("Logging:LogLevel:Microsoft.AspNetCore.*", "Trace").UseSetting("Logging:LogLevel:Microsoft.EntityFrameworkCore.*", "Trace");
        }

        host.ConfigureLogging(logging => logging.AddProvider(log));
    });

    // What the outside services of a development installation are told, and what its page then shows.
    private static async Task UseSandboxAsync(WebApplicationFactory<Program> app)
    {
        var question = SignedCall.Encode($$"""{"reference":"{{Guid.NewGuid()}}","idNumber":"{{Number}}","name":"{{Number}}","ethnicity":"01","sex":"1"}""");
        using var check = await DevelopmentApp.SendAsync(app, SignedCall.Registry, request => SignedCall.Sign(request, SignedCall.Registry, question));
        using var message = await DevelopmentApp.SendAsync(app, SignedCall.Sms, request => SignedCall.Sign(request, SignedCall.Sms, SignedCall.Message($"{Guid.NewGuid()}", text: Number)));
        using var page = await DevelopmentApp.SendAsync(app, "/sandbox");
        using var outbox = await DevelopmentApp.SendAsync(app, "/sandbox/sms/outbox");
        Assert.All(new[] { check, message, page, outbox }, answer => Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode));
        Assert.Contains(Number, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static void Carry(HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Number);
        request.Headers.Add("Cookie", $"session={Number}; .AspNetCore.Culture={Number}; Trust.Preferences={Number}");
        request.Headers.Add("DPoP", Number);
        request.Headers.Add("Trust-Actor", Number);
        request.Headers.Add("Accept-Language", Number);
        request.Headers.Add("X-Requested-With", Number);
    }

    /// <summary>Everything that any library wrote, with its state and scopes.</summary>
    private sealed class WrittenLog : ILoggerProvider, ISupportExternalScope
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = new();
        private IExternalScopeProvider? scopes;

        public string? LineWith(string value) => lines.FirstOrDefault(line => line.Replace("-", "", StringComparison.Ordinal).Contains(value, StringComparison.Ordinal));

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Logger(WrittenLog log, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => log.scopes?.Push(state);

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                log.lines.Enqueue($"{category}: {formatter(state, exception)} {exception}");
                Keep(state, (log, category));
                log.scopes?.ForEachScope(Keep, (log, category));
            }

            private static void Keep(object? state, (WrittenLog Log, string Category) at)
            {
                at.Log.lines.Enqueue($"{at.Category}: {state}");
                if (state is IEnumerable<KeyValuePair<string, object?>> members)
                {
                    at.Log.lines.Enqueue($"{at.Category}: {string.Join(' ', members.Select(member => $"{member.Key}={member.Value}"))}");
                }
            }
        }
    }
}
