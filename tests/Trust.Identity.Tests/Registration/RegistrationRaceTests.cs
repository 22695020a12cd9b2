using System.Net;
using Npgsql;
using Trust.Testing;

namespace Trust.Identity.Tests.Registration;

/// <summary>Real processes of the program over one PostgreSQL database: who is first is decided there, and a kill loses nothing.</summary>
public sealed class RegistrationRaceTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly List<(GatewayProcess Process, Uri Address)> nodes = [];
    private string database = null!;

    public async Task InitializeAsync() => database = Machine.Postgres is null ? "" : await PostgresServer.CreateDatabaseAsync();

    public async Task DisposeAsync()
    {
        foreach (var (process, _) in nodes)
        {
            await process.DisposeAsync();
        }

        if (database.Length > 0)
        {
            await PostgresServer.DropDatabaseAsync(database);
        }
    }

    public void Dispose() => data.Dispose();

    [PostgresFact]
    [Requirement("IDN-37")]
    public async Task Hundred_registrations_of_one_number_from_two_processes_make_one_account()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        var person = Applicant.Known("夏之桃", "990404", "19820926", 20, "98");
        var done = await Task.WhenAll(Enumerable.Range(0, 100).Select(index => RegisterAsync(index % 2 == 0 ? first : second, person with { Mobile = Applicant.NewMobile() })));
        Assert.All(done, answer => Assert.Equal("/account/register/done", answer));
        Assert.Equal(1, await CountAsync("SELECT count(*) FROM identity.\"Accounts\" WHERE NOT \"IsDemo\""));
        Assert.Equal(1, await CountAsync("SELECT count(*) FROM identity.\"Persons\" WHERE NOT \"IsDemo\""));
        Assert.Equal(99, await CountAsync("SELECT count(*) FROM identity.\"AuditRows\" WHERE \"Event\" = 'identity.registered' AND \"Result\" = 'identity.number-taken'"));
    }

    [PostgresFact]
    [Requirement("IDN-15")]
    public async Task Kill_of_the_process_at_any_moment_loses_no_registration()
    {
        var node = await StartAsync();
        foreach (var (delay, sequence) in new[] { (0, 1), (20, 2), (60, 3), (150, 4) })
        {
            // Some die before the question, some while it is in the air, some while the answer is written.
            var person = Applicant.Known("方无名", "990403", "19770707", sequence);
            await FaultsAsync(node, delay > 0 ? "{\"registry\":{\"slowSeconds\":1}}" : "{}");
            Assert.Equal("/account/register/done", await RegisterAsync(node, person));
            await Task.Delay(delay);
            await node.Process.KillAsync();
            node = await StartAsync();
            await IdentityApp.WaitAsync(async () =>
                await CountAsync($"SELECT count(*) FROM identity.\"Persons\" WHERE NOT \"IsDemo\" AND \"Registry\" = 'Refused' AND \"RegistryFaults\" = 'not-found'") == sequence ? "done" : null);
        }

        Assert.Equal(4, await CountAsync("SELECT count(*) FROM identity.\"Accounts\" WHERE NOT \"IsDemo\""));
        Assert.Equal(4, await CountAsync("SELECT count(*) FROM identity.\"AuditRows\" WHERE \"Event\" = 'identity.registry-refused'"));
    }

    [PostgresFact]
    [Requirement("IDN-15")]
    public async Task Kill_before_the_question_while_it_is_in_the_air_or_while_the_answer_is_written_only_delays_the_level()
    {
        var people = new[]
        {
            (Applicant.Known("唐以宁", "990101", "19941130", 204), """{"registry":{"down":true}}"""),
            (Applicant.Known("韩松年", "990101", "19680523", 117), """{"registry":{"slowSeconds":8}}"""),
            (Applicant.Known("彭玉珍", "990103", "19591212", 62, "15"), """{"registry":{"slowSeconds":2}}"""),
        };
        foreach (var (person, fault) in people)
        {
            var node = await StartAsync(registrySeconds: 10);
            await FaultsAsync(node, fault);
            Assert.Equal("/account/register/done", await RegisterAsync(node, person));
            await using (var writing = fault.Contains(":2", StringComparison.Ordinal) ? await LockAsync() : null)
            {
                await IdentityApp.WaitAsync(async () => await CountAsync(Asked(person)) == 1 ? "asked" : null);
                if (writing is not null)
                {
                    await IdentityApp.WaitAsync(async () => await CountAsync("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'identity.\"Verifications\"'::regclass") > 0 ? "waits" : null);
                }

                await SeeAsync(node, person, "正在核对");
                Assert.Equal(1, await CountAsync($"SELECT count(*) FROM identity.\"Persons\" WHERE \"Name\" = '{person.Name}' AND \"Level\" = 0 AND \"Registry\" = 'Pending'"));
                await node.Process.KillAsync();
            }

            // The registry is well; the new process asks when the lease of the dead one has run out.
            node = await StartAsync(registrySeconds: 10);
            await IdentityApp.WaitAsync(async () => await CountAsync($"SELECT count(*) FROM identity.\"Persons\" WHERE \"Name\" = '{person.Name}' AND \"Level\" = 1 AND \"Registry\" = 'Confirmed'") == 1 ? "raised" : null);
            await SeeAsync(node, person, "核对通过");
            Assert.Equal(1, await CountAsync(
                $"SELECT count(*) FROM identity.\"Verifications\" v JOIN identity.\"Persons\" p ON p.\"Id\" = v.\"PersonId\" WHERE p.\"Name\" = '{person.Name}' AND v.\"Source\" = 'population-registry'"));
            await node.Process.KillAsync();
        }

        Assert.Equal(3, await CountAsync("SELECT count(*) FROM identity.\"Accounts\" WHERE NOT \"IsDemo\""));
        Assert.Equal(3, await CountAsync("SELECT count(*) FROM identity.\"AuditRows\" WHERE \"Event\" = 'identity.level-raised'"));
    }

    private static string Asked(Applicant person) => $"SELECT count(*) FROM identity.\"Persons\" WHERE \"Name\" = '{person.Name}' AND \"RegistryAttempts\" >= 1";

    // Signs in and looks at the state of the registration.
    private static async Task SeeAsync((GatewayProcess Process, Uri Address) node, Applicant person, string state)
    {
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false };
        using var visitor = new Visitor(new HttpClient(handler) { BaseAddress = node.Address, Timeout = TimeSpan.FromMinutes(1) }, cookies);
        Assert.Equal("/account/registration", (await visitor.SignInAsync(person.Mobile, query: "?return=/account/registration")).Location);
        Assert.Contains(state, (await visitor.GetAsync("/account/registration")).Body, StringComparison.Ordinal);
    }

    // Holds back whoever writes evidence, so that the answer of the registry is in the middle of being written.
    private async Task<NpgsqlConnection> LockAsync()
    {
        var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE identity.\"Verifications\" IN SHARE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task<(GatewayProcess Process, Uri Address)> StartAsync(int registrySeconds = 2)
    {
        var address = new Uri($"http://localhost:{GatewayProcess.FreePort()}");
        var process = GatewayProcess.Start(
        [
            "--urls", address.OriginalString, $"--Trust:DataDirectory={data.Path}", "--Trust:Database:Provider=Postgres", $"--Trust:Database:ConnectionString={database}",
            "--Trust:Rates:Secret=100000", "--Trust:Rates:Api=100000", "--Trust:Rates:Page=100000", "--Trust:Identity:Codes:PerSourceAndHour=10000",
            $"--Trust:Identity:Registry:TimeoutSeconds={registrySeconds}",
        ]);
        nodes.Add((process, address));
        await process.WaitForAsync(new Uri(address, "/health/ready"));
        return (process, address);
    }

    private async Task<string?> RegisterAsync((GatewayProcess Process, Uri Address) node, Applicant applicant)
    {
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false };
        using var visitor = new Visitor(new HttpClient(handler) { BaseAddress = node.Address, Timeout = TimeSpan.FromMinutes(5) }, cookies);
        var begun = await visitor.PostAsync("/account/register", applicant.Fields());
        Assert.Equal("/account/register/code", begun.Location);
        var code = await IdentityApp.WaitAsync(() => CodeAsync(applicant.Mobile));
        return (await visitor.PostAsync("/account/register/code", ("Code", code))).Location;
    }

    // Any process may have sent the text, and each has a sandbox of its own.
    private async Task<string?> CodeAsync(string mobile)
    {
        foreach (var (_, address) in nodes.Where(node => !node.Process.HasExited))
        {
            using var client = new HttpClient { BaseAddress = address };
            if (await IdentityApp.NewestCodeAsync(client, mobile) is { } code)
            {
                return code;
            }
        }

        return null;
    }

    private static async Task FaultsAsync((GatewayProcess Process, Uri Address) node, string faults)
    {
        using var client = new HttpClient { BaseAddress = node.Address };
        using var body = new StringContent(faults, System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PutAsync(new Uri("/sandbox/faults", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
