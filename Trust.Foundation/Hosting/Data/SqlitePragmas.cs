using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Trust.Hosting.Data;

/// <summary>
/// Settings of every SQLite connection: a writer waits 5 s for another, a commit is on disk when it returns (the default of WAL,
/// <c>synchronous=NORMAL</c>, may lose the last commits with the power).
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
