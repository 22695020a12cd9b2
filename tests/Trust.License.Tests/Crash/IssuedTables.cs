using Npgsql;

namespace Trust.License.Tests.Crash;

/// <summary>A version as the database holds it.</summary>
internal sealed record VersionRow(Guid Id, Guid LicenceId, string Key, string Identifier, string Step, string? Content, string? Ofd, long? LogIndex, string State, int CurrentVersion);

/// <summary>License's tables, read past the program.</summary>
internal sealed class IssuedTables(string database)
{
    private const string Versions =
        """
        SELECT v."Id", v."LicenceId", v."Key", v."Identifier", v."Step", encode(v."ContentDigest", 'hex'), encode(v."OfdDigest", 'hex'), v."LogIndex", l."State", l."CurrentVersion"
        FROM license."LicenceVersions" v JOIN license."Licences" l ON l."Id" = v."LicenceId"
        """;

    public Task<List<VersionRow>> VersionsAsync() => ReadAsync(Versions, row => new VersionRow(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4), Text(row, 5), Text(row, 6), row.IsDBNull(7) ? null : row.GetInt64(7), row.GetString(8), row.GetInt32(9)));

    /// <summary>Place, act and kind of every entry, in order.</summary>
    public Task<List<(long Index, Guid Act, string Kind, byte[] Content)>> EntriesAsync() => ReadAsync(
        "SELECT \"Index\", \"ActId\", \"Kind\", \"Content\" FROM license.\"LogEntries\" ORDER BY \"Index\"", row => (row.GetInt64(0), row.GetGuid(1), row.GetString(2), row.GetFieldValue<byte[]>(3)));

    /// <summary>Licences that have no version at all.</summary>
    public async Task<long> EmptyLicencesAsync() => await CountAsync("SELECT count(*) FROM license.\"Licences\" l WHERE NOT EXISTS (SELECT 1 FROM license.\"LicenceVersions\" v WHERE v.\"LicenceId\" = l.\"Id\")");

    public Task<long> OpenAsync() => CountAsync("SELECT count(*) FROM license.\"LicenceVersions\" WHERE \"Step\" IN ('Begun', 'Logged')");

    public Task<long> OpenIntentsAsync() => CountAsync("SELECT count(*) FROM seal.\"SealUses\" WHERE \"State\" = 'Intended'");

    private async Task<long> CountAsync(string sql) => (await ReadAsync(sql, row => row.GetInt64(0))).Single();

    private async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
