using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Identity.Data;

namespace Trust.Identity.Persons;

/// <summary>Who the actor is; nobody for an anonymous one.</summary>
internal static class ResolvePerson
{
    public static void Map(IEndpointRouteBuilder operations) =>
        operations.MapPost("/resolve-person", HandleAsync).Operation("identity.resolve-person", changes: false, ActorKind.Anonymous, ActorKind.Person);

    public static async Task<Result<ResolvedPerson?>> ResolveAsync(IdentityDbContext db, Actor actor, TimeProvider time, CancellationToken cancellationToken)
    {
        if (actor.Kind != ActorKind.Person)
        {
            return default(ResolvedPerson);
        }

        var person = await db.Persons.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == actor.PersonId, cancellationToken);
        return person is null ? IdentityErrors.PersonUnknown : new ResolvedPerson(person.Id, person.Name, person.LevelAt(time.GetUtcNow()), person.IsDemo);
    }

    private static async Task<IResult> HandleAsync(EmptyCall call, Actor actor, IIdentity identity, CancellationToken cancellationToken) =>
        (await identity.ResolvePersonAsync(actor, cancellationToken)).ToOperation();
}
