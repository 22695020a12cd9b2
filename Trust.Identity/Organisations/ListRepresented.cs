using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Identity.Data;

namespace Trust.Identity.Organisations;

/// <summary>Organisations that a person represents by law; of a proved identity only.</summary>
internal static class ListRepresented
{
    public static void Map(IEndpointRouteBuilder operations) =>
        operations.MapPost("/list-represented", HandleAsync).Operation("identity.list-represented", changes: false, ActorKind.Person);

    public static async Task<Result<RepresentedOrganisation[]>> ListAsync(IdentityDbContext db, Actor actor, TimeProvider time, CancellationToken cancellationToken)
    {
        // Staff act for their office, never for a company of their own; and who only claims to be somebody represents nothing of theirs.
        if (actor is not { Kind: ActorKind.Person, PersonId: { } personId, Capacity.Kind: not CapacityKind.Staff }
            || await db.Persons.AsNoTracking().SingleOrDefaultAsync(row => row.Id == personId, cancellationToken) is not { } person || !person.IsProvedAt(time.GetUtcNow()))
        {
            return Array.Empty<RepresentedOrganisation>();
        }

        return await (
            from row in db.Representations
            join organisation in db.Organisations on row.OrganisationId equals organisation.Id
            where row.PersonId == personId && row.EndedAt == null
            orderby organisation.Name
            select new RepresentedOrganisation(organisation.Id, organisation.CreditCode, organisation.Name, organisation.Region, row.Role)).ToArrayAsync(cancellationToken);
    }

    private static async Task<IResult> HandleAsync(EmptyCall call, Actor actor, IIdentity identity, CancellationToken cancellationToken) =>
        (await identity.ListRepresentedAsync(actor, cancellationToken)).ToOperation();
}
