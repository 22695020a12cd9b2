using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Trust.Gateway.Tests.Privacy;

/// <summary>Puts values where a careless line of code would: into the telemetry that is sent, and into rows of the database file.</summary>
internal static class Planting
{
    private const string Name = "Planted";

    /// <summary>Sends a span and a measurement over the wire, with the exporter that the program has.</summary>
    public static void InTelemetry(string collector, IReadOnlyList<string> values)
    {
        using var source = new ActivitySource(Name);
        using var meter = new Meter(Name);
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(Name).AddOtlpExporter(exporter => exporter.Endpoint = new Uri(collector)).Build();
        using var metrics = Sdk.CreateMeterProviderBuilder().AddMeter(Name).AddOtlpExporter(exporter => exporter.Endpoint = new Uri(collector)).Build();
        var counter = meter.CreateCounter<int>(Name);
        using (var span = source.StartActivity(Name))
        {
            Assert.NotNull(span);
            foreach (var (value, index) in values.Select((value, index) => (value, index)))
            {
                span.SetTag($"{Name}.{index}", value);
                counter.Add(1, KeyValuePair.Create<string, object?>(Name, value));
            }
        }

        Assert.True(tracing.ForceFlush(10_000) && metrics.ForceFlush(10_000), "What was planted was not taken.");
    }

    /// <summary>Writes an audit row, an event and a text message that say them.</summary>
    public static void InRows(string database, IReadOnlyList<string> values)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        foreach (var value in values)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(new { value });
            Insert(
                """INSERT INTO "AuditRows" ("Id", "Time", "Event", "Actor", "SubjectKey", "Result", "PayloadDigest", "Payload", "Salt") VALUES ($id, 0, 'planted', 'planted', 'planted', 'ok', x'00', $body, x'00')""", json);
            Insert(
                """INSERT INTO "Outbox" ("Id", "Type", "AggregateKey", "Destination", "Payload", "CreatedAt", "Attempts", "NextAttempt") VALUES ($id, 'planted', 'planted', 'nobody', $body, 0, 0, 0)""", json);
            Insert("""INSERT INTO "Sms" ("Id", "Body", "CreatedAt", "NextAt", "ExpiresAt", "Attempts", "State") VALUES ($id, $body, 0, 0, 0, 0, 'waiting')""", json);
        }

        void Insert(string sql, byte[] body)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Parameters.AddWithValue("$id", Guid.NewGuid().ToString().ToUpperInvariant());
            command.Parameters.AddWithValue("$body", body);
            Assert.Equal(1, command.ExecuteNonQuery());
        }
    }
}
