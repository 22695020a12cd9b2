using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Trust.Identity;
using Trust.Testing;

namespace Trust.Gateway.Tests.Privacy;

/// <summary>
/// People register, sign in, fail, consent and work in a console of the real program at Trace level with telemetry on. Afterwards nothing that names a person or opens
/// anything is in logs, traces, metrics, audit payloads, stored messages or addresses; and the same search finds one value of each kind that was planted in each place.
/// </summary>
public sealed partial class PrivacySearchTests : IAsyncDisposable
{
    // Where the specifications put a value into an address (and our own last step its ticket); nothing writes query strings down.
    private static readonly string[] AllowedParameters = ["code", "state", "request_uri", "user_code", "id_token_hint", "trust_ticket"];

    // Codes of six digits stand in longer numbers by chance: only a whole one counts.
    private static readonly string[] ShortKinds = ["SMS code", "TOTP code"];

    private readonly TemporaryFolder data = new();
    private readonly string site = $"http://localhost:{GatewayProcess.FreePort()}";
    private GatewayProcess program = null!;
    private Collector collector = null!;

    [Fact]
    [Requirement("SEC-05")]
    public async Task Nothing_personal_or_secret_leaves_the_rows_that_are_made_for_it()
    {
        collector = await Collector.StartAsync(GatewayProcess.FreePort());
        program = GatewayProcess.Start(
        [
            "--urls", site, $"--Trust:DataDirectory={data.Path}", "--Logging:LogLevel:Default=Trace", "--Logging:Console:LogLevel:Default=Trace",
            $"--Trust:Telemetry:OtlpEndpoint={collector.Address}", "--Trust:Rates:Secret=10000",
            "--OTEL_METRIC_EXPORT_INTERVAL=2000", "--OTEL_BSP_SCHEDULE_DELAY=500",
        ]);
        await program.WaitForAsync(new Uri($"{site}/health/ready"));
        var life = new PrivateLife(site, WaitingTextsAsync);
        await life.LiveAsync();
        await TelemetryAsync();
        Assert.All(AllowedParameters, name => Assert.Contains(life.Addresses, address => Regex.IsMatch(address, $@"[?&]{name}=[^&]{{8,}}")));

        var places = await PlacesAsync(life, program.Output);
        Assert.All(places, place => Assert.True(!place.MustHold || place.Text.Length > 100, $"{place.Name} is empty: nothing was looked at."));
        var secrets = life.Secrets.Distinct().ToList();
        var found = secrets.SelectMany(secret => places.Where(place => Holds(place, secret.Kind, secret.Value))
            .Select(place => $"{secret.Kind} in {place.Name}: {Around(place.Text, secret.Value)}")).Distinct().ToList();
        Assert.True(found.Count == 0, string.Join('\n', found.Take(20)));

        // One of each kind, that was nowhere before.
        var planted = secrets.GroupBy(secret => secret.Kind).Select(kind => (Kind: kind.Key, Value: Backwards(kind.First().Value))).ToList();
        Assert.All(planted, value => Assert.DoesNotContain(places, place => Holds(place, value.Kind, value.Value)));
        var output = await PlantAsync(life, [.. planted.Select(value => value.Value)]);
        var sown = await PlacesAsync(life, $"{program.Output}\n{output}");
        var missed = planted.SelectMany(value => sown.Where(place => !Holds(place, value.Kind, value.Value)).Select(place => $"A planted {value.Kind} is not found in {place.Name}.")).ToList();
        Assert.True(missed.Count == 0, string.Join('\n', missed));
    }

    public async ValueTask DisposeAsync()
    {
        if (program is not null)
        {
            await program.DisposeAsync();
        }

        if (collector is not null)
        {
            await collector.DisposeAsync();
        }

        data.Dispose();
    }

    private async Task TelemetryAsync()
    {
        for (var wait = 0; wait < 60 && (collector.TextOf("traces").Length == 0 || collector.TextOf("metrics").Length == 0); wait++)
        {
            await Task.Delay(1000);
        }

        // Two more rhythms of the exporters.
        await Task.Delay(5000);
    }

    /// <returns>What a second start of the program wrote.</returns>
    private async Task<string> PlantAsync(PrivateLife life, string[] values)
    {
        await life.AskForAsync(values);
        await program.KillAsync();
        var (_, output) = await GatewayProcess.RunAsync([$"planted {string.Join(' ', values)}"]);
        Planting.InTelemetry(collector.Address, values);
        Planting.InRows(Path.Combine(data.Path, "identity.db"), values);
        return output;
    }

    // Nothing publishes an event to another module yet, so the outbox alone may be empty.
    private async Task<Place[]> PlacesAsync(PrivateLife life, string output) =>
    [
        new("logs", WithoutGreeting(output)), new("traces", collector.TextOf("traces"), IsWire: true), new("metrics", collector.TextOf("metrics"), IsWire: true),
        new("audit payloads", await RowsAsync("AuditRows", """ "Event" || ' ' || "Actor" || ' ' || "SubjectKey" || ' ' || "Result" || ' ' || CAST("Payload" AS TEXT) """)),
        new("waiting texts as stored", life.WaitingTexts + await TextsAsync()),
        new("outbox", await RowsAsync("Outbox", """ "Type" || ' ' || "AggregateKey" || ' ' || CAST("Payload" AS TEXT) """), MustHold: false),
        new("addresses", string.Join('\n', life.Addresses.Select(address => AllowedParameter().Replace(address, "$1")))),
    ];

    /// <summary>Messages that still wait for a gateway that is down, body and all.</summary>
    private async Task<string> WaitingTextsAsync()
    {
        var rows = await TextsAsync(""" WHERE "State" = 'waiting' AND length("Body") > 0""");
        Assert.True(rows.Length > 100, "No text waits: nothing would be looked at.");
        return rows;
    }

    private Task<string> TextsAsync(string where = "") =>
        RowsAsync("Sms", """ "Id" || ' ' || "State" || ' ' || "Attempts" || ' ' || COALESCE(CAST("Body" AS TEXT), '') || ' ' || COALESCE(hex("Body"), '') """, where);

    // The same table of every module that has one.
    private async Task<string> RowsAsync(string table, string columns, string where = "")
    {
        var text = new StringBuilder();
        foreach (var file in Directory.GetFiles(data.Path, "*.db"))
        {
            await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT count(*) FROM sqlite_master WHERE name = '{table}'";
            if (await command.ExecuteScalarAsync() is 0L)
            {
                continue;
            }

            command.CommandText = $"SELECT {columns} FROM \"{table}\"{where}";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                text.AppendLine(reader.IsDBNull(0) ? "" : reader.GetString(0));
            }
        }

        return text.ToString();
    }

    // A development start prints the demo accounts on purpose.
    private static string WithoutGreeting(string output)
    {
        var lines = output.Split('\n');
        var first = Array.FindIndex(lines, line => line.StartsWith("Trust is ready", StringComparison.Ordinal));
        var last = Array.FindLastIndex(lines, line => IdentityModule.DemoApplications.Any(application => line.StartsWith($"  {application.Id}  ", StringComparison.Ordinal)));
        Assert.True(first >= 0 && last > first, "The greeting is not as it was.");
        return string.Join('\n', lines.Where((_, index) => index < first || index > last));
    }

    private static string Backwards(string value) => new([.. value.Reverse()]);

    // On the wire letters stand beside a text: marks of the next field.
    private static bool Holds(Place place, string kind, string value) => ShortKinds.Contains(kind)
        ? Regex.IsMatch(place.Text, place.IsWire ? $@"(?<!\d){value}(?!\d)" : $@"(?<![\w.:-]){value}(?![\w.:-])")
        : Spellings(value).Any(spelling => place.Text.Contains(spelling, StringComparison.OrdinalIgnoreCase));

    // As text, as JSON, as address, and as bytes in hexadecimal.
    private static string[] Spellings(string value) =>
        [value, JsonSerializer.Serialize(value).Trim('"'), Uri.EscapeDataString(value), System.Net.WebUtility.UrlEncode(value), Convert.ToHexString(Encoding.UTF8.GetBytes(value))];

    private static string Around(string text, string value)
    {
        var at = Spellings(value).Select(spelling => text.IndexOf(spelling, StringComparison.OrdinalIgnoreCase)).Max();
        return text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)].ReplaceLineEndings(" ");
    }

    [GeneratedRegex(@"([?&](?:code|state|request_uri|user_code|id_token_hint|trust_ticket)=)[^&\s]*")]
    private static partial Regex AllowedParameter();

    private sealed record Place(string Name, string Text, bool MustHold = true, bool IsWire = false);
}
