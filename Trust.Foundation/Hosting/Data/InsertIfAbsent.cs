using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Trust.Hosting.Data;

/// <summary>
/// <c>INSERT … ON CONFLICT DO NOTHING</c> from the model, the one statement with which both databases decide a race between processes. On
/// PostgreSQL it waits for an uncommitted row with the same key and answers by that row's fate.
/// </summary>
public static class InsertIfAbsent
{
    /// <summary>Inserts a row unless its key, or another unique value of it, exists; the row is not tracked.</summary>
    /// <typeparam name="TEntity">Type of the row.</typeparam>
    /// <param name="db">Context of the module.</param>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether the row was inserted.</returns>
    public static async Task<bool> InsertIfAbsentAsync<TEntity>(this DbContext db, TEntity row, CancellationToken cancellationToken)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(db);
        var entity = db.Model.FindEntityType(typeof(TEntity))
            ?? throw new InvalidOperationException($"{typeof(TEntity).Name} is no part of the model: call AddTrustTables.");
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var names = db.GetService<ISqlGenerationHelper>();
        var properties = entity.GetProperties().ToArray();
        var columns = string.Join(", ", properties.Select(property => names.DelimitIdentifier(property.GetColumnName(table)!)));
        var places = string.Join(", ", properties.Select((_, index) => $"@p{index}"));
        await using var maker = db.Database.GetDbConnection().CreateCommand();
        var values = properties.Select((property, index) => (object)property.GetRelationalTypeMapping().CreateParameter(
            maker, $"@p{index}", property.PropertyInfo!.GetValue(row), property.IsNullable)).ToArray();
        var sql = $"INSERT INTO {names.DelimitIdentifier(table.Name, table.Schema)} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING";
        return await db.Database.ExecuteSqlRawAsync(sql, values, cancellationToken) == 1;
    }
}
