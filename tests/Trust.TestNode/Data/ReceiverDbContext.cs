using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Data;

namespace Trust.TestNode.Data;

internal abstract class ReceiverDbContext(DbContextOptions options) : NodeDbContext(options, "receiver");

internal sealed class SqliteReceiverDbContext(DbContextOptions<SqliteReceiverDbContext> options) : ReceiverDbContext(options);

internal sealed class PostgresReceiverDbContext(DbContextOptions<PostgresReceiverDbContext> options) : ReceiverDbContext(options);

internal sealed class SqliteReceiverDesign()
    : ModuleDesignTimeFactory<SqliteReceiverDbContext>("receiver", DatabaseProvider.Sqlite, options => new(options));

internal sealed class PostgresReceiverDesign()
    : ModuleDesignTimeFactory<PostgresReceiverDbContext>("receiver", DatabaseProvider.Postgres, options => new(options));
