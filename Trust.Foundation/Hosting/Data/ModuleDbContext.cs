using Microsoft.EntityFrameworkCore;

namespace Trust.Hosting.Data;

/// <summary>
/// Base of a module's context. A module has one abstract context deriving from this one and two thin classes below it, one a database:
/// <code>
/// internal abstract class SealDbContext(DbContextOptions options) : ModuleDbContext(options, "seal");
/// internal sealed class SqliteSealDbContext(DbContextOptions&lt;SqliteSealDbContext&gt; options) : SealDbContext(options);
/// internal sealed class PostgresSealDbContext(DbContextOptions&lt;PostgresSealDbContext&gt; options) : SealDbContext(options);
/// </code>
/// Code names <c>SealDbContext</c> only. Everything in Trust.Hosting works on a plain <see cref="DbContext"/> whose model has the tables of
/// <see cref="TrustModel.AddTrustTables"/>.
/// </summary>
/// <param name="options">Options of the thin class.</param>
/// <param name="module">Name of the module, lower case: schema on PostgreSQL.</param>
public abstract class ModuleDbContext(DbContextOptions options, string module) : DbContext(options)
{
    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.UseTrustConventions(Database);
    }

    /// <summary>Adds schema and common tables. A module overrides it, calls this first and adds its own.</summary>
    /// <param name="modelBuilder">Builder of the model.</param>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.UseTrustSchema(Database, module);
        modelBuilder.AddTrustTables();
    }
}
