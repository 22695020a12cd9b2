using System.Buffers.Binary;
using System.Data;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Trust.Hosting.Data;

/// <summary>
/// The right of one process to do a module's background work: a locked file next to the SQLite file, or an advisory lock on
/// PostgreSQL. Both end with the process, however it ends. A lease keeps processes out of each other's way; what they write stays right without it,
/// by unique indexes and the receiver's inbox.
/// </summary>
internal abstract class ModuleLease : IAsyncDisposable
{
    /// <summary>Takes a lease, or null while another process has it.</summary>
    public static async Task<ModuleLease?> TryTakeAsync(TrustDatabase database, string module, string name, CancellationToken cancellationToken) =>
        database.Provider == DatabaseProvider.Sqlite
            ? FileLease.TryTake(database.LockPath(module, name))
            : await PostgresLease.TryTakeAsync(database.ConnectionString(module), $"trust:{module}:{name}", cancellationToken);

    public abstract Task<bool> IsHeldAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    private sealed class FileLease(FileStream file) : ModuleLease
    {
        public static FileLease? TryTake(string path)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                return new FileLease(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                return null;
            }
        }

        public override Task<bool> IsHeldAsync(CancellationToken cancellationToken) => Task.FromResult(true);

        public override ValueTask DisposeAsync() => file.DisposeAsync();
    }

    private sealed class PostgresLease(NpgsqlConnection connection) : ModuleLease
    {
        public static async Task<PostgresLease?> TryTakeAsync(string connectionString, string name, CancellationToken cancellationToken)
        {
            // A connection of its own: the lock belongs to the session, and a pooled session would outlive the lease.
            var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 10 }.ToString());
            try
            {
                await connection.OpenAsync(cancellationToken);
                await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(@key)", connection);
                command.Parameters.AddWithValue("key", BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
                if (await command.ExecuteScalarAsync(cancellationToken) is true)
                {
                    return new PostgresLease(connection);
                }
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }

            await connection.DisposeAsync();
            return null;
        }

        // The lock went with the session when the connection broke.
        public override async Task<bool> IsHeldAsync(CancellationToken cancellationToken)
        {
            try
            {
                await using var command = new NpgsqlCommand("SELECT 1", connection);
                await command.ExecuteScalarAsync(cancellationToken);
                return connection.State == ConnectionState.Open;
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
            {
                return false;
            }
        }

        // Closing alone frees the lock too, but only when the server has noticed.
        public override async ValueTask DisposeAsync()
        {
            try
            {
                await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
                await command.ExecuteNonQueryAsync();
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
            {
                // The session is gone, and the lock with it.
            }

            await connection.DisposeAsync();
        }
    }
}
