using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Data;
using Trust.Hosting.Modules;
using Trust.Identity.Accounts;
using Trust.Identity.Oidc;

namespace Trust.Identity.Data;

/// <summary>What the host does with Identity's database.</summary>
internal sealed class IdentityStore(IdentityDbContext db, [FromKeyedServices("identity")] ModuleDatabase database, DemoAccounts accounts, DemoClients clients, IServiceProvider services)
    : IModuleStore
{
    public Task MigrateAsync(bool development, CancellationToken cancellationToken) => database.MigrateAsync(services, development, cancellationToken);

    public Task<bool> IsCurrentAsync(CancellationToken cancellationToken) => database.IsCurrentAsync(services, cancellationToken);

    public async Task<bool> HasDemoRowsAsync(CancellationToken cancellationToken) =>
        await db.Persons.AnyAsync(person => person.IsDemo, cancellationToken) || await db.Applications.AnyAsync(application => application.IsDemo, cancellationToken);

    public async Task AddDemoRowsAsync(CancellationToken cancellationToken)
    {
        await accounts.AddAsync(cancellationToken);
        await clients.AddAsync(cancellationToken);
    }
}
