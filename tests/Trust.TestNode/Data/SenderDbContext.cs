using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Data;

namespace Trust.TestNode.Data;

internal abstract class SenderDbContext(DbContextOptions options) : NodeDbContext(options, "sender");

internal sealed class SqliteSenderDbContext(DbContextOptions<SqliteSenderDbContext> options) : SenderDbContext(options);

internal sealed class PostgresSenderDbContext(DbContextOptions<PostgresSenderDbContext> options) : SenderDbContext(options);

internal sealed class SqliteSenderDesign()
    : ModuleDesignTimeFactory<SqliteSenderDbContext>("sender", DatabaseProvider.Sqlite, options => new(options));

internal sealed class PostgresSenderDesign()
    : ModuleDesignTimeFactory<PostgresSenderDbContext>("sender", DatabaseProvider.Postgres, options => new(options));
