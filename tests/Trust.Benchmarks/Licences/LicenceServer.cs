extern alias gateway;

using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Npgsql;
using Trust.Testing;

namespace Trust.Benchmarks.Licences;

/// <summary>The whole program in this process, in Development, on a PostgreSQL database of its own, and the demo machine that issues.</summary>
internal sealed class LicenceServer : IAsyncDisposable
{
    private static readonly string[] Limits = ["Page", "Secret", "Heavy", "Api"];
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _data = new();
    private readonly WebApplicationFactory<gateway::Program> _factory;
    private readonly string _server;
    private DateTimeOffset _until;

    private LicenceServer(string server, string name)
    {
        (_server, Database) = (server, new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 30 }.ToString());
        _factory = new WebApplicationFactory<gateway::Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development").UseSetting("Trust:DataDirectory", _data.Path).UseSetting("Trust:PublicUrl", "http://localhost");
            host.UseSetting("Trust:Database:Provider", "Postgres").UseSetting("Trust:Database:ConnectionString", Database).UseSetting("Trust:License:DemoLicences", "false");
            host.UseSetting("Logging:LogLevel:Default", "Error");

            // Says at each request that this server cannot limit a body: true, and nothing else would be read.
            host.UseSetting("Logging:LogLevel:Microsoft.AspNetCore.Routing.EndpointRoutingMiddleware", "Error");
            foreach (var limit in Limits)
            {
                host.UseSetting($"Trust:Rates:{limit}", "1000000");
            }

            host.ConfigureTestServices(Sealing.AddTo);
        });
        Http = _factory.CreateDefaultClient(new Uri("http://localhost"));
    }

    internal string Database { get; }

    internal SealClock Sealing { get; } = new();

    internal StatementWatch Statements { get; } = new();

    internal HttpClient Http { get; }

    internal IServiceProvider Services => _factory.Services;

    internal static async Task<LicenceServer> StartAsync(string server)
    {
        var name = $"t{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        return new LicenceServer(server, name);
    }

    /// <summary>Issues a licence of its own holder or of a given one, through the API.</summary>
    internal async Task<(Guid LicenceId, string Address)> IssueAsync(string? holder = null)
    {
        var form = SampleLicence.Form();
        form["holderCode"] = holder ?? form["holderCode"];
        form["number"] = $"JY1990102{Random.Shared.Next(10_000_000):0000000}";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/license/v1/licences") { Content = JsonContent.Create(form) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var answer = await Http.SendAsync(request);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return answer.IsSuccessStatusCode
            ? (body.GetProperty("licenceId").GetGuid(), body.GetProperty("address").GetString()!)
            : throw new InvalidOperationException($"{answer.StatusCode} {body}");
    }

    internal Task<byte[]> FileAsync(Guid licence) => Http.GetByteArrayAsync(new Uri($"/api/license/v1/licences/{licence}/file", UriKind.Relative));

    /// <summary>Looks at a licence by the address in its QR code; its page or the one for a code that is not known.</summary>
    internal async Task LookAsync(string reference, bool isKnown = true)
    {
        using var answer = await Http.GetAsync(new Uri($"/v/{reference}", UriKind.Relative));
        await answer.Content.ReadAsByteArrayAsync();
        if (answer.IsSuccessStatusCode != isKnown)
        {
            throw new InvalidOperationException($"/v/: {answer.StatusCode}");
        }
    }

    internal async Task VerifyAsync(byte[] file)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "licence.ofd" } };
        using var answer = await Http.PostAsync(new Uri("/api/license/v1/verifications", UriKind.Relative), form);
        var report = await answer.Content.ReadAsStringAsync();
        if (!report.Contains("TOTAL_PASSED", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(report);
        }
    }

    /// <summary>A fresh token where the last one is about to end.</summary>
    internal async Task SignInAsync()
    {
        if (_until < TimeProvider.System.GetUtcNow())
        {
            await SampleLicence.SignInAsync(Http);
            _until = TimeProvider.System.GetUtcNow() + TokenLife;
        }
    }

    internal async Task<string> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync())?.ToString() ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        Statements.Dispose();
        Http.Dispose();
        await _factory.DisposeAsync();
        await ExecuteAsync(_server, $"DROP DATABASE {new NpgsqlConnectionStringBuilder(Database).Database} WITH (FORCE)");
        _data.Dispose();
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
