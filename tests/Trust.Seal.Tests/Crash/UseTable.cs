using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Trust.Seal.Tests.Crash;

/// <summary>The table of uses, read past the program.</summary>
internal sealed class UseTable(string? postgres, string dataFolder)
{
    /// <summary>How many uses are in a state.</summary>
    public async Task<int> CountAsync(string state) => (await RowsAsync()).Count(row => row.State == state);

    /// <summary>Every use: key, state, and <c>digest of the signature:digest of the document</c> where there is an outcome.</summary>
    public async Task<List<(string Key, string State, string? Outcome)>> RowsAsync()
    {
        await using DbConnection connection = postgres is null
            ? new SqliteConnection($"Data Source={Directory.GetFiles(dataFolder, "seal.db", SearchOption.AllDirectories).Single()};Pooling=False")
            : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT \"Key\", \"State\", \"SignatureDigest\", \"OutputDigest\", \"SignatureValue\" FROM {(postgres is null ? "" : "seal.")}\"SealUses\"";
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, string, string?)> rows = [];
        while (await reader.ReadAsync())
        {
            Assert.Equal(reader.IsDBNull(2), reader.IsDBNull(4));
            rows.Add((reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : $"{Hex(reader, 2)}:{Hex(reader, 3)}"));
        }

        return rows;
    }

    private static string Hex(DbDataReader reader, int column) => Convert.ToHexStringLower((byte[])reader.GetValue(column));
}
