using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Trust.Hosting.Data;

/// <summary>
/// An aggregate. Its version is a concurrency token and rises by one with each saved change of its row, so that of two concurrent changes
/// one fails with <see cref="DbUpdateConcurrencyException"/>. A change of a child alone must touch the aggregate's row too.
/// </summary>
public interface IVersioned
{
    /// <summary>Version of the row, from 0.</summary>
    int Version { get; set; }
}

/// <summary>Makes the version of every aggregate its concurrency token.</summary>
internal sealed class VersionConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes().Where(entity => typeof(IVersioned).IsAssignableFrom(entity.ClrType)))
        {
            entity.FindProperty(nameof(IVersioned.Version))?.Builder.IsConcurrencyToken(true);
        }
    }
}

/// <summary>Raises the version of every changed aggregate.</summary>
internal sealed class VersionInterceptor : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Raise(eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Raise(eventData.Context);
        return ValueTask.FromResult(result);
    }

    // From the original value: a save that failed and is repeated must not raise twice.
    private static void Raise(DbContext? db)
    {
        foreach (var entry in db?.ChangeTracker.Entries<IVersioned>().Where(entry => entry.State == EntityState.Modified) ?? [])
        {
            var version = entry.Property(aggregate => aggregate.Version);
            version.CurrentValue = version.OriginalValue + 1;
        }
    }
}
