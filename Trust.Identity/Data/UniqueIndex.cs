using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Trust.Identity.Data;

/// <summary>Tells which unique index refused a row: uniqueness is decided there, never by looking before.</summary>
internal static class UniqueIndex
{
    private const int SqliteUnique = 2067;

    /// <summary>Whether the failure is that of a unique index over this column.</summary>
    public static bool Refused(DbUpdateException failure, string table, string column) => failure.InnerException switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: { } name } => name.StartsWith($"IX_{table}_", StringComparison.Ordinal) && name.Contains(column, StringComparison.Ordinal),
        SqliteException { SqliteExtendedErrorCode: SqliteUnique } sqlite => sqlite.Message.Contains($"{table}.{column}", StringComparison.Ordinal),
        _ => false,
    };
}
