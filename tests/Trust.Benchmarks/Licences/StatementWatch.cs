using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Trust.Benchmarks.Licences;

/// <summary>Listens to what EF Core tells every listener: time spent in the database, and while it records, the statements with their values.</summary>
internal sealed class StatementWatch : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string Seal = "Seal";

    private readonly List<IDisposable> _subscriptions = [];
    private readonly ConcurrentDictionary<string, NpgsqlParameter[]> _statements = new();
    private volatile bool _records;
    private long _ticks;
    private long _sealTicks;

    internal StatementWatch() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>Statements, reading of their rows, and commits, over all callers so far.</summary>
    internal TimeSpan Spent => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    /// <summary>Of these, those of Seal.</summary>
    internal TimeSpan SpentBySeal => TimeSpan.FromTicks(Interlocked.Read(ref _sealTicks));

    /// <summary>Every statement that an act sends, explained by the server with the same values.</summary>
    internal async Task<List<(string Sql, string Plan)>> ExplainAsync(string database, Func<Task> act)
    {
        _statements.Clear();
        _records = true;
        await act();
        _records = false;
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        List<(string, string)> plans = [];
        foreach (var (sql, values) in _statements)
        {
            plans.Add((sql, await PlanAsync(connection, sql, values)));
        }

        return plans;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
        {
            _subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        switch (value.Value)
        {
            case CommandExecutedEventData command:
                Keep(command.Command);
                Add(command.Context?.GetType().Name, command.Duration);
                break;
            case DataReaderDisposingEventData reading:
                Add(reading.Context?.GetType().Name, reading.Duration);
                break;
            case TransactionEndEventData end:
                Add(end.Context?.GetType().Name, end.Duration);
                break;
        }
    }

    public void OnCompleted()
    {
        // Goes on to the end of the run.
    }

    public void OnError(Exception error)
    {
        // Nobody sends one.
    }

    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());

    private static async Task<string> PlanAsync(NpgsqlConnection connection, string sql, NpgsqlParameter[] values)
    {
        await using var command = new NpgsqlCommand($"EXPLAIN {sql}", connection);
        command.Parameters.AddRange(values);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> lines = [];
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    }

    private void Keep(DbCommand command)
    {
        if (_records && command is NpgsqlCommand statement && !statement.CommandText.Contains(';', StringComparison.Ordinal))
        {
            _statements.TryAdd(statement.CommandText, [.. statement.Parameters.Select(parameter => parameter.Clone())]);
        }
    }

    private void Add(string? context, TimeSpan time)
    {
        Interlocked.Add(ref _ticks, time.Ticks);
        if (context?.Contains(Seal, StringComparison.Ordinal) == true)
        {
            Interlocked.Add(ref _sealTicks, time.Ticks);
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Spent.TotalSeconds:F1} s");
}
