using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Data;
using Trust.Hosting.Modules;
using Trust.Identity.Persons;

namespace Trust.Identity.Data;

/// <summary>What the host does with Identity's database.</summary>
internal sealed class IdentityStore(IdentityDbContext db, [FromKeyedServices("identity")] ModuleDatabase database, IServiceProvider services, TimeProvider time)
    : IModuleStore
{
    public Task MigrateAsync(bool development, CancellationToken cancellationToken) => database.MigrateAsync(services, development, cancellationToken);

    public Task<bool> IsCurrentAsync(CancellationToken cancellationToken) => database.IsCurrentAsync(services, cancellationToken);

    public Task<bool> HasDemoRowsAsync(CancellationToken cancellationToken) => db.Persons.AnyAsync(person => person.IsDemo, cancellationToken);

    public Task AddDemoRowsAsync(CancellationToken cancellationToken) => DemoPeople.AddAsync(db, time, cancellationToken);
}
