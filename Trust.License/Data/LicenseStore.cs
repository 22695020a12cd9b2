using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Data;
using Trust.Hosting.Modules;

namespace Trust.License.Data;

/// <summary>What the host does with License's database.</summary>
internal sealed class LicenseStore(LicenseDbContext db, [FromKeyedServices("license")] ModuleDatabase database, IServiceProvider services) : IModuleStore
{
    public Task MigrateAsync(bool development, CancellationToken cancellationToken) => database.MigrateAsync(services, development, cancellationToken);

    public Task<bool> IsCurrentAsync(CancellationToken cancellationToken) => database.IsCurrentAsync(services, cancellationToken);

    public Task<bool> HasDemoRowsAsync(CancellationToken cancellationToken) => db.Entitlements.AnyAsync(row => row.IsDemo, cancellationToken);

    public async Task AddDemoRowsAsync(CancellationToken cancellationToken)
    {
        foreach (var row in DemoLicences.Entitlements)
        {
            await db.InsertIfAbsentAsync(row, cancellationToken);
        }

        await db.InsertIfAbsentAsync(new IssuingClientRecord { ClientId = "demo-machine", IssuerCode = DemoLicences.Office }, cancellationToken);
    }
}
