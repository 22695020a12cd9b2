using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Trust.Identity;
using Trust.Seal.Data;
using Trust.Testing;

namespace Trust.Seal.Tests;

/// <summary>The program in this process with its demo seals, officials at their desks, and a machine that seals.</summary>
public sealed class SealApp : IAsyncDisposable
{
    public const string Maker = "YC1001";
    public const string Reviewer = "YC1002";
    public const string Auditor = "YC1005";
    public const string Administrator = "YC1003";

    /// <summary>The demo machine's grants: 公章 of the province, and 电子证照专用章 of the market office.</summary>
    public const string ProvinceSeal = "9900000000018";

    private readonly TemporaryFolder data = new();
    private readonly WebApplicationFactory<Program> factory;
    private readonly ConcurrentDictionary<string, Lazy<Task<Desk>>> desks = new();

    private SealApp(string? database, TimeProvider time, string[] settings)
    {
        factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development").UseSetting("Trust:DataDirectory", data.Path).UseSetting("Trust:PublicUrl", "http://localhost");
            foreach (var limit in new[] { "Page", "Secret", "Heavy", "Api" })
            {
                host.UseSetting($"Trust:Rates:{limit}", "1000000");
            }

            if (database is not null)
            {
                host.UseSetting("Trust:Database:Provider", "Postgres").UseSetting("Trust:Database:ConnectionString", database);
            }

            foreach (var setting in settings.Select(setting => setting.Split('=', 2)))
            {
                host.UseSetting(setting[0], setting[1]);
            }

            host.ConfigureTestServices(services => services.AddSingleton(time));
        });
        Time = time;
    }

    public TimeProvider Time { get; }

    public IServiceProvider Services => factory.Services;

    public string DataFolder => data.Path;

    public static SealApp Start(params string[] settings) => new(null, TimeProvider.System, settings);

    public static SealApp Start(TimeProvider time, params string[] settings) => new(null, time, settings);

    public static async Task<SealApp> StartOnPostgresAsync(TimeProvider time, params string[] settings) => new(await PostgresServer.CreateDatabaseAsync(), time, settings);

    public HttpClient Client() => factory.CreateDefaultClient(new Uri("http://localhost"));

    /// <summary>A client with the token of the demo machine.</summary>
    public async Task<HttpClient> MachineAsync()
    {
        var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("scope", "api")]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("demo-machine:demo-machine-secret")));
        using var answer = await client.SendAsync(request);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A visitor who keeps cookies.</summary>
    public Task<Desk> VisitAsync() => Task.FromResult(new Desk(factory.CreateDefaultClient(new Uri("http://localhost"), new CookieContainerHandler(new System.Net.CookieContainer()))));

    /// <summary>An official signed in with password and one-time code; once, because a code counts once.</summary>
    public Task<Desk> SignInAsync(string staffNumber) => desks.GetOrAdd(staffNumber, number => new Lazy<Task<Desk>>(() => OpenDeskAsync(number))).Value;

    private async Task<Desk> OpenDeskAsync(string staffNumber)
    {
        var cookies = new System.Net.CookieContainer();
        var desk = new Desk(factory.CreateDefaultClient(new Uri("http://localhost"), new CookieContainerHandler(cookies)));
        var secret = IdentityModule.DemoStaff.Single(staff => staff.StaffNumber == staffNumber).TotpSecret;
        var code = new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp(Time.GetUtcNow().UtcDateTime);
        await desk.GetAsync("/account/staff/login");
        var answer = await desk.PostAsync("/account/staff/login", ("Input.StaffNumber", staffNumber), ("Input.Password", IdentityModule.DemoPassword), ("Input.Code", code));
        Assert.Equal("/account/staff/home", answer.Location);
        return desk;
    }

    internal async Task<T> LookAsync<T>(Func<SealDbContext, Task<T>> look)
    {
        await using var scope = Services.CreateAsyncScope();
        return await look(scope.ServiceProvider.GetRequiredService<SealDbContext>());
    }

    public async Task<T> ScopeAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        data.Dispose();
    }
}
