using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Trust.Contracts;
using Trust.Hosting.Actors;
using Trust.Identity.Accounts;
using Trust.Identity.Consents;
using Trust.Identity.Data;
using Trust.Identity.Persons;
using Trust.Identity.Sessions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Oidc;

/// <summary>Decides what a pending request still needs: sign-in, a factor, a consent; or that it is done.</summary>
internal sealed class AuthorizeFlow(IdentityDbContext db, PendingRequests pending, BrowserSessions sessions, ConsentStore consents, OidcKeys keys, TimeProvider time)
{
    public const string UnmetAuthentication = "unmet_authentication_requirements";

    /// <summary>Next address: one of our pages, or the authorization endpoint with the ticket.</summary>
    public async Task<string> NextAsync(HttpContext context, PendingRequest request, CancellationToken cancellationToken)
    {
        var silent = request.Parameters.HasPromptValue(PromptValues.None);
        var demand = LevelDemand.Of(request.Application, request.Parameters);
        if (!demand.IsKnown)
        {
            return await RefuseAsync(request, UnmetAuthentication, cancellationToken);
        }

        if (await SessionAsync(context.GetActor(), request, cancellationToken) is not { } session)
        {
            return silent ? await RefuseAsync(request, Errors.LoginRequired, cancellationToken) : LoginAddress(request);
        }

        if (IsSomebodyElse(request, session))
        {
            // Asked to sign in, somebody else did: the application has to hear that (OpenID Connect Core section 3.1.2.2).
            return silent || session.AuthTime >= request.Record.CreatedAt ? await RefuseAsync(request, Errors.LoginRequired, cancellationToken) : LoginAddress(request);
        }

        var person = await db.Persons.AsNoTracking().SingleAsync(row => row.Id == session.PersonId, cancellationToken);
        if (NeedsMore(request, demand, session, person))
        {
            return silent ? await RefuseAsync(request, demand.Required > Level(session, person) ? UnmetAuthentication : Errors.InteractionRequired, cancellationToken) : StepUpAddress(request);
        }

        var decision = await consents.DecideAsync(session.AccountId, request, cancellationToken);
        if (decision.MustAsk)
        {
            return silent ? await RefuseAsync(request, Errors.ConsentRequired, cancellationToken) : ConsentAddress(request);
        }

        return await pending.AnswerAsync(request.Record, session.Sid, string.Join(' ', decision.Granted), null, cancellationToken);
    }

    /// <summary>Ends the request with an error for the application.</summary>
    public Task<string> RefuseAsync(PendingRequest request, string error, CancellationToken cancellationToken) =>
        pending.AnswerAsync(request.Record, null, null, error, cancellationToken);

    private int Level(SessionRecord session, PersonRecord person) => SessionLevel.Of(session, person, time.GetUtcNow());

    /// <summary>The session, when it is of the request's realm and fresh enough for <c>prompt</c> and <c>max_age</c>.</summary>
    private async Task<SessionRecord?> SessionAsync(Actor actor, PendingRequest request, CancellationToken cancellationToken)
    {
        if (actor.Kind != ActorKind.Person || (actor.Capacity?.Kind == CapacityKind.Staff) != (request.Record.Realm == Realm.Staff)
            || await sessions.FindAsync(actor, cancellationToken) is not { } session)
        {
            return null;
        }

        // Whoever signed in after the request began has done what it asked for.
        var since = request.Record.CreatedAt;
        var again = request.Parameters.HasPromptValue(PromptValues.Login) || request.Parameters.HasPromptValue(PromptValues.SelectAccount);
        if (!again && request.Parameters.MaxAge is { } age)
        {
            since -= TimeSpan.FromSeconds(Math.Clamp(age, 0, int.MaxValue));
            again = true;
        }

        return again && session.AuthTime < since ? null : session;
    }

    private bool IsSomebodyElse(PendingRequest request, SessionRecord session) => (string?)request.Parameters.GetParameter(PendingRequests.SubjectParameter) is { } hinted
        && hinted != PairwiseSubject.Of(Authorize.Sector(request.Parameters.RedirectUri!), session.AccountId, keys.SubjectSalt);

    private bool NeedsMore(PendingRequest request, LevelDemand demand, SessionRecord session, PersonRecord person)
    {
        var level = Level(session, person);
        if (level < demand.Required)
        {
            return true;
        }

        // A wish is worth a question only where the answer can change something, and once.
        return !request.Record.LevelDeclined && demand.Wished.Count > 0 && !demand.Wished.Contains(level)
            && demand.Wished.Any(wish => wish > level && wish <= person.LevelAt(time.GetUtcNow()));
    }

    private static string LoginAddress(PendingRequest request) =>
        $"{(request.Record.Realm == Realm.Staff ? "/account/staff/login" : "/account/login")}?request={request.Record.Id:N}";

    private static string StepUpAddress(PendingRequest request) =>
        $"{(request.Record.Realm == Realm.Staff ? "/account/staff/step-up" : "/account/step-up")}?request={request.Record.Id:N}";

    private static string ConsentAddress(PendingRequest request) =>
        $"{(request.Record.Realm == Realm.Staff ? "/account/staff/consent" : "/account/consent")}?request={request.Record.Id:N}";
}
