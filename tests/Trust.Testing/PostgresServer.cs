using Npgsql;

namespace Trust.Testing;

/// <summary>Databases of their own for tests, on the server of <c>TRUST_TEST_POSTGRES</c>.</summary>
public static class PostgresServer
{
    /// <summary>Makes a database <c>t…</c>, empty or as a copy of another one that nobody is connected to.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> CreateDatabaseAsync(string? templateConnectionString = null)
    {
        var name = $"t{Guid.NewGuid():N}";
        var template = templateConnectionString is null ? "template1" : NameOf(templateConnectionString);
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new NpgsqlConnectionStringBuilder(Machine.Postgres) { Database = name, MaxPoolSize = 30 }.ToString();
    }

    public static async Task DropDatabaseAsync(string connectionString) => await ExecuteAsync($"DROP DATABASE {NameOf(connectionString)} WITH (FORCE)");

    private static string NameOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Machine.Postgres) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
