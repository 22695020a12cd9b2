using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Contracts.Seal;
using Trust.Hosting.Http;
using Trust.Seal.Data;
using Trust.Seal.LifeCycle;

namespace Trust.Seal.Grants;

/// <summary>Seals that the caller may use now.</summary>
internal static class ListUsable
{
    public static void Map(IEndpointRouteBuilder operations) =>
        operations.MapPost("/list-usable", HandleAsync).Operation("seal.list-usable", changes: false, ActorKind.Person, ActorKind.Client, ActorKind.Process);

    public static async Task<Result<UsableSeal[]>> ListAsync(SealDbContext db, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (GrantRules.GranteeOf(actor) is not { } who)
        {
            return Array.Empty<UsableSeal>();
        }

        var grants = db.Grants.Where(GrantRules.HoldsAt(now)).Where(grant => grant.Kind == who.Kind && grant.Grantee == who.Grantee && grant.Uses < grant.MostUses);
        return await (
            from grant in grants
            join seal in db.Seals on grant.SealId equals seal.Id
            where seal.State == SealState.Active && seal.ValidTo >= now
            orderby seal.OwnerName, seal.Name, grant.Id
            select new UsableSeal(seal.Id, grant.Id, seal.Number, seal.Name, seal.OwnerCode, seal.OwnerName, grant.Purpose, seal.DiameterMm, seal.DiameterMm)).ToArrayAsync(cancellationToken);
    }

    private static async Task<IResult> HandleAsync(EmptyCall call, Actor actor, ISeal seals, CancellationToken cancellationToken) =>
        (await seals.ListUsableAsync(actor, cancellationToken)).ToOperation();
}
