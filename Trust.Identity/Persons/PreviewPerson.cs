using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Hosting.Startup;
using Trust.Identity.Data;

namespace Trust.Identity.Persons;

/// <summary>Development only: an actor for a demo person, so that pages can be seen as that person before sign-in.</summary>
internal static class PreviewPerson
{
    // One fixed session, so that nothing can mistake a preview for a sign-in.
    private const string Session = "preview";

    public static void Map(IEndpointRouteBuilder operations) =>
        operations.MapPost("/preview-person", HandleAsync).Operation("identity.preview-person", changes: false, ActorKind.Process).DevelopmentOnly();

    public static async Task<Result<Actor>> PreviewAsync(
        IdentityDbContext db, PersonStatements statements, TrustEnvironment environment, Actor actor, string displayName, CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment || actor.Kind != ActorKind.Process)
        {
            return IdentityErrors.PreviewRefused;
        }

        var person = await db.Persons.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.IsDemo && candidate.Name == displayName, cancellationToken);
        return person is null
            ? IdentityErrors.PreviewRefused
            : statements.Sign(new Actor
            {
                Kind = ActorKind.Person,
                AccountId = person.Id,
                PersonId = person.Id,
                Capacity = new Capacity(CapacityKind.Natural, null),
                Level = 0,
                SessionId = Session,
            });
    }

    private static async Task<IResult> HandleAsync(PreviewPersonCall call, Actor actor, IIdentity identity, CancellationToken cancellationToken) =>
        (await identity.PreviewPersonAsync(actor, call.DisplayName, cancellationToken)).ToOperation();
}
