using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Trust.Architecture.Tests;

public sealed class MigrationTests
{
    public static TheoryData<string> Contexts() => [.. Factories().Select(factory => factory.AssemblyQualifiedName!)];

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Model_and_migrations_agree(string factory)
    {
        using var db = Create(factory);
        Assert.False(db.Database.HasPendingModelChanges(), $"Run ./migrate.sh for {db.GetType().Name}.");
    }

    [Theory]
    [MemberData(nameof(Contexts))]
    public void A_module_has_one_migration(string factory)
    {
        using var db = Create(factory);
        Assert.Single(db.Database.GetMigrations());
    }

    [Fact]
    public void Every_module_context_has_one_class_a_database()
    {
        var contexts = Factories().Select(factory => ContextOf(factory).Name).ToList();
        Assert.NotEmpty(contexts);
        Assert.Equal(
            contexts.Where(name => name.StartsWith("Sqlite", StringComparison.Ordinal)).Select(name => name["Sqlite".Length..]).Order(),
            contexts.Where(name => name.StartsWith("Postgres", StringComparison.Ordinal)).Select(name => name["Postgres".Length..]).Order());
    }

    private static IEnumerable<Type> Factories() => ProductAssemblies.All.SelectMany(assembly => assembly.GetTypes())
        .Where(type => !type.IsAbstract && type.GetInterfaces().Any(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IDesignTimeDbContextFactory<>)));

    private static Type ContextOf(Type factory) =>
        factory.GetInterfaces().First(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IDesignTimeDbContextFactory<>)).GetGenericArguments()[0];

    private static DbContext Create(string factory)
    {
        var instance = Activator.CreateInstance(Type.GetType(factory, throwOnError: true)!)!;
        return (DbContext)instance.GetType().GetMethod("CreateDbContext")!.Invoke(instance, [Array.Empty<string>()])!;
    }
}
