using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Trust.License.Data;
using Trust.Testing;

namespace Trust.License.Tests;

/// <summary>The program in this process, and the demo machine, which issues for the market office of 澜江市.</summary>
public sealed class LicenseApp : IAsyncDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly WebApplicationFactory<Program> factory;
    private readonly string? database;

    private LicenseApp(string? database)
    {
        this.database = database;
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
        });
    }

    public IServiceProvider Services => factory.Services;

    public static LicenseApp Start() => new(null);

    public static async Task<LicenseApp> StartOnPostgresAsync() => new(await PostgresServer.CreateDatabaseAsync());

    public HttpClient Client() => factory.CreateDefaultClient(new Uri("http://localhost"));

    /// <summary>A client that keeps cookies and follows no redirect, as pages need it.</summary>
    public HttpClient Browser() => factory.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("http://localhost"), AllowAutoRedirect = false });

    /// <summary>A client with the token of the demo machine.</summary>
    public async Task<HttpClient> MachineAsync()
    {
        var http = Client();
        await SampleLicence.SignInAsync(http);
        return http;
    }

    internal async Task<T> LookAsync<T>(Func<LicenseDbContext, Task<T>> look)
    {
        await using var scope = Services.CreateAsyncScope();
        return await look(scope.ServiceProvider.GetRequiredService<LicenseDbContext>());
    }

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();

        // With its connections: a server has only so many.
        if (database is not null)
        {
            await PostgresServer.DropDatabaseAsync(database);
        }

        data.Dispose();
    }
}
