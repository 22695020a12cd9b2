using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Data;

namespace Trust.TestNode.Data;

/// <summary>An aggregate that a sender raises by one at each change, and tells about it.</summary>
internal sealed class Counter : IVersioned
{
    public required string Name { get; init; }

    public int Value { get; set; }

    public DateTimeOffset? RaisedAt { get; set; }

    public int Version { get; set; }
}

/// <summary>One event as a receiver applied it. Nothing forbids a second row for a value: a second application would be seen.</summary>
internal sealed class AppliedRaise
{
    public long Id { get; init; }

    public required string Counter { get; init; }

    public required int Value { get; init; }
}

internal abstract class NodeDbContext(DbContextOptions options, string module) : ModuleDbContext(options, module)
{
    public DbSet<Counter> Counters => Set<Counter>();

    public DbSet<AppliedRaise> Applied => Set<AppliedRaise>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Counter>().ToTable("Counters").HasKey(counter => counter.Name);
        modelBuilder.Entity<AppliedRaise>().ToTable("Applied").HasIndex(raise => raise.Counter);
    }
}
