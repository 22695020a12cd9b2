using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Testing;

namespace Trust.Identity.Tests;

/// <summary>The program with a clock that tests move, its sandbox for registry and telephones, and visitors from any network.</summary>
public sealed partial class IdentityApp : IAsyncDisposable
{
    private const string SourceHeader = "Test-Source";

    private readonly TemporaryFolder data = new();
    private readonly WebApplicationFactory<Program> factory;
    private readonly string? database;

    private IdentityApp(string? database, ManualTime time, string[] settings)
    {
        this.database = database;
        Time = time;
        factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development").UseSetting("Trust:DataDirectory", data.Path).UseSetting("Trust:PublicUrl", "http://localhost").UseSetting("Trust:Rates:Secret", "1000000");
            if (database is not null)
            {
                host.UseSetting("Trust:Database:Provider", "Postgres").UseSetting("Trust:Database:ConnectionString", database);
            }

            foreach (var setting in settings.Select(setting => setting.Split('=', 2)))
            {
                host.UseSetting(setting[0], setting[1]);
            }

            host.ReachesItsSandbox().ConfigureTestServices(services =>
            {
                services.AddSingleton<TimeProvider>(Time).AddSingleton<IStartupFilter, Sources>();
                services.AddSingleton<IPasswordHasher<AccountRecord>>(Hasher);
            });
        });
    }

    public ManualTime Time { get; }

    public IServiceProvider Services => factory.Services;

    internal CountingHasher Hasher { get; } = new();

    public static Task<IdentityApp> StartAsync(params string[] settings) => Task.FromResult(new IdentityApp(null, new ManualTime(), settings));

    public static async Task<IdentityApp> StartOnPostgresAsync(params string[] settings) => new(await PostgresServer.CreateDatabaseAsync(), new ManualTime(), settings);

    /// <summary>A browser with cookies of its own, in a network of its own unless one is named.</summary>
    public Visitor Visit(string? source = null)
    {
        var cookies = new CookieContainer();
        var client = factory.CreateDefaultClient(new Uri("http://localhost"), new CookieContainerHandler(cookies));
        client.DefaultRequestHeaders.Add(SourceHeader, source ?? NewSource());
        return new Visitor(client, cookies);
    }

    public static string NewSource() => $"10.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}.{Random.Shared.Next(1, 255)}";

    /// <summary>A request as the page's code sees it, for tests below HTTP.</summary>
    public static HttpContext ContextFrom(string? source = null) => new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(source ?? NewSource()) } };

    public async Task<T> ScopeAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    internal Task<T> ReadAsync<T>(Func<IdentityDbContext, Task<T>> read) => ScopeAsync(services => read(services.GetRequiredService<IdentityDbContext>()));

    /// <summary>Texts that reached a telephone, newest first.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string mobile)
    {
        using var client = factory.CreateClient();
        var all = await client.GetFromJsonAsync<JsonElement>(new Uri("/sandbox/sms/outbox", UriKind.Relative));
        return [.. all.EnumerateArray().Where(text => text.GetProperty("to").GetString() == "+86" + mobile).Select(text => text.GetProperty("text").GetString()!)];
    }

    /// <summary>Waits for a text that is so.</summary>
    public Task<string> TextAsync(string mobile, string part) => WaitAsync(async () => (await TextsAsync(mobile)).FirstOrDefault(text => text.Contains(part, StringComparison.Ordinal)));

    /// <summary>Waits for the newest code; older ones are told by their number.</summary>
    public async Task<string> CodeAsync(string mobile, int number = 1)
    {
        var text = await WaitAsync(async () => (await TextsAsync(mobile)).Where(text => Code().IsMatch(text)).ToList() is { } codes && codes.Count >= number ? codes[0] : null);
        return Code().Match(text).Value;
    }

    /// <summary>Switches faults of the sandbox on, or all off.</summary>
    public async Task FaultsAsync(object? registry = null, object? sms = null)
    {
        using var client = factory.CreateClient();
        var faults = new Dictionary<string, object>();
        if (registry is not null)
        {
            faults["registry"] = registry;
        }

        if (sms is not null)
        {
            faults["sms"] = sms;
        }

        using var answer = await client.PutAsJsonAsync(new Uri("/sandbox/faults", UriKind.Relative), faults);
        answer.EnsureSuccessStatusCode();
    }

    public static async Task<T> WaitAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        for (var round = 0; round < 300; round++)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("It did not come.");
    }

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        data.Dispose();
        if (database is not null)
        {
            await PostgresServer.DropDatabaseAsync(database);
        }
    }

    [GeneratedRegex("(?<=验证码)[0-9]{6}")]
    private static partial Regex Code();

    // The server in memory has no network: a header says where a visitor comes from.
    private sealed class Sources : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.TryParse(context.Request.Headers[SourceHeader], out var source) ? source : IPAddress.Loopback;
                return go(context);
            });
            next(app);
        };
    }
}

/// <summary>The hasher of the program, with a count of its work.</summary>
internal sealed class CountingHasher : IPasswordHasher<AccountRecord>
{
    private readonly PasswordHasher<AccountRecord> real = Passwords.Hasher();
    private int verifications;

    public int Verifications => Volatile.Read(ref verifications);

    public string HashPassword(AccountRecord user, string password) => real.HashPassword(user, password);

    public PasswordVerificationResult VerifyHashedPassword(AccountRecord user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref verifications);
        return real.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
