using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Data;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Persons;

namespace Trust.Identity.Sessions;

/// <summary>Who stands behind a session cookie.</summary>
internal sealed class OpenSession(IdentityDbContext db, PersonStatements statements, IdentityOptions options, TimeProvider time)
{
    // A row is written once a minute at most, however often a page is looked at.
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    public static void Map(IEndpointRouteBuilder operations) =>
        operations.MapPost("/open-session", HandleAsync).Operation("identity.open-session", changes: false, ActorKind.Process);

    public async Task<Result<Actor?>> OpenAsync(OpenSessionCall call, CancellationToken cancellationToken)
    {
        var hash = BrowserSessions.HashOf(call.Cookie);
        var realm = call.Staff ? Realm.Staff : Realm.Citizen;
        var now = time.GetUtcMicroseconds();
        var found = await (
            from session in db.Sessions.AsNoTracking()
            join account in db.Accounts on session.AccountId equals account.Id
            join person in db.Persons on session.PersonId equals person.Id
            where session.SecretHash == hash && session.Realm == realm && session.EndedAt == null && account.DisabledAt == null
            select new { Session = session, Person = person }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || found.Session.ExpiresAt <= now || found.Session.LastSeenAt + options.Sessions.IdleOf(realm) <= now)
        {
            return default(Actor);
        }

        if (now - found.Session.LastSeenAt > SeenEvery)
        {
            await db.Sessions.Where(session => session.Id == found.Session.Id).ExecuteUpdateAsync(set => set.SetProperty(session => session.LastSeenAt, now), cancellationToken);
        }

        return await ActorOfAsync(found.Session, found.Person, cancellationToken);
    }

    /// <summary>The actor of a session, stated; the caller has made sure that the session lives.</summary>
    public async Task<Actor> ActorOfAsync(SessionRecord session, PersonRecord person, CancellationToken cancellationToken)
    {
        var actor = new Actor
        {
            Kind = ActorKind.Person,
            AccountId = session.AccountId,
            PersonId = session.PersonId,
            Capacity = new Capacity(CapacityKind.Natural, null),
            Level = SessionLevel.Of(session, person, time.GetUtcNow()),
            SessionId = session.Sid,
        };
        return statements.Sign(session.Realm == Realm.Staff ? await AsStaffAsync(actor, cancellationToken) : actor);
    }

    private async Task<Actor> AsStaffAsync(Actor actor, CancellationToken cancellationToken)
    {
        var organisation = await db.Staff.Where(staff => staff.AccountId == actor.AccountId).Select(staff => staff.OrganisationCode).SingleAsync(cancellationToken);
        var roles = await db.RoleGrants.Where(grant => grant.AccountId == actor.AccountId && grant.RevokedAt == null)
            .Select(grant => new ScopedRole(grant.Role, grant.Region, grant.OrganisationCode)).ToListAsync(cancellationToken);
        return actor with { Capacity = new Capacity(CapacityKind.Staff, organisation), Roles = roles };
    }

    private static async Task<IResult> HandleAsync(OpenSessionCall call, Actor actor, IIdentity identity, CancellationToken cancellationToken) =>
        (await identity.OpenSessionAsync(actor, call, cancellationToken)).ToOperation();
}
