using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Data;
using Trust.Hosting.Modules;

namespace Trust.Seal.Data;

/// <summary>What the host does with Seal's database.</summary>
internal sealed class SealStore(SealDbContext db, [FromKeyedServices("seal")] ModuleDatabase database, DemoSeals demo, IServiceProvider services) : IModuleStore
{
    public Task MigrateAsync(bool development, CancellationToken cancellationToken) => database.MigrateAsync(services, development, cancellationToken);

    public Task<bool> IsCurrentAsync(CancellationToken cancellationToken) => database.IsCurrentAsync(services, cancellationToken);

    public Task<bool> HasDemoRowsAsync(CancellationToken cancellationToken) => db.Seals.AnyAsync(seal => seal.IsDemo, cancellationToken);

    public Task AddDemoRowsAsync(CancellationToken cancellationToken) => demo.AddAsync(cancellationToken);
}
