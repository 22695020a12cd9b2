using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.License.Data;

namespace Trust.License.Issuing;

/// <summary>What an official may issue: types with the authorities that the official acts for.</summary>
internal static class IssuingPlaces
{
    public static async Task<IReadOnlyList<EntitlementRecord>> OfAsync(LicenseDbContext db, Actor actor, CancellationToken cancellationToken)
    {
        List<EntitlementRecord> reached = [];
        foreach (var row in await db.Entitlements.AsNoTracking().OrderBy(row => row.TypeCode).ThenBy(row => row.IssuerCode).ToListAsync(cancellationToken))
        {
            if (await IssuingRules.ActsForAsync(db, actor, row.IssuerCode, row.Region, cancellationToken))
            {
                reached.Add(row);
            }
        }

        return reached;
    }
}
