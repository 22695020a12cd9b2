using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Trust.Contracts;

namespace Trust.Hosting.Data;

/// <summary>
/// Makes a context for <c>dotnet ef</c>, which <c>migrate.sh</c> calls. A module has one a database beside its thin classes:
/// <code>
/// internal sealed class SqliteSealDesign() : ModuleDesignTimeFactory&lt;SqliteSealDbContext&gt;("seal", DatabaseProvider.Sqlite, options => new(options));
/// </code>
/// Nothing is connected: only the model is read.
/// </summary>
/// <typeparam name="TContext">The thin class.</typeparam>
/// <param name="module">Name of the module.</param>
/// <param name="provider">Its database.</param>
/// <param name="make">Constructor of the thin class.</param>
public abstract class ModuleDesignTimeFactory<TContext>(string module, DatabaseProvider provider, Func<DbContextOptions<TContext>, TContext> make)
    : IDesignTimeDbContextFactory<TContext>
    where TContext : DbContext
{
    /// <summary>Makes the context.</summary>
    /// <param name="args">Not used.</param>
    public TContext CreateDbContext(string[] args)
    {
        var options = new DatabaseOptions { Provider = provider, ConnectionString = new Secret("Host=localhost") };
        var builder = new DbContextOptionsBuilder<TContext>();
        new TrustDatabase(options, Path.Combine(Path.GetTempPath(), "trust-design")).Configure(builder, module);
        return make(builder.Options);
    }
}
