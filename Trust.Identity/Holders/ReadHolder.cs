using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Hosting.Keys;
using Trust.Identity.Data;
using Trust.Identity.Persons;

namespace Trust.Identity.Holders;

/// <summary>The code under which a person's own licences are found: of a proved identity only, never of a number that an account merely claims.</summary>
internal sealed class ReadHolder(IdentityDbContext db, FieldCipher cipher, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder operations) =>
        operations.MapPost("/read-holder", HandleAsync).Operation("identity.read-holder", changes: false, ActorKind.Person);

    public async Task<Result<HolderIdentity?>> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        // Staff act for their office, never as holders. A statement is up to a minute old, so the person's row is asked as well as the session's level.
        if (actor is not { Kind: ActorKind.Person, PersonId: { } id, Capacity.Kind: not CapacityKind.Staff, Level: >= PersonRecord.ProvedLevel }
            || await db.Persons.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { IdNumber: not null, IdNumberHash: not null } person
            || !person.IsProvedAt(time.GetUtcNow()))
        {
            return default(HolderIdentity);
        }

        var number = CitizenIdNumber.Parse(cipher.Decrypt(PersonRecord.IdNumberColumn, person.Id, person.IdNumber));
        return new HolderIdentity(person.Name, HolderCodes.CitizenNumber, number.Reveal());
    }

    private static async Task<IResult> HandleAsync(EmptyCall call, Actor actor, IIdentity identity, CancellationToken cancellationToken) =>
        (await identity.ReadHolderAsync(actor, cancellationToken)).ToOperation();
}
