using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Http;
using Trust.Identity.Data;
using Trust.Identity.Sessions;

namespace Trust.Identity.Staff;

/// <summary>Decides whether a person of staff may do an act now, and keeps the evidence.</summary>
internal sealed class ConfirmAct(IdentityDbContext db, BrowserSessions sessions, Passkeys passkeys, StaffOptions options, IHttpContextAccessor http, TimeProvider time)
{
    private const int LongestName = 100;

    public static void Map(IEndpointRouteBuilder operations) =>
        operations.MapPost("/confirm-act", HandleAsync).Operation("identity.confirm-act", changes: true, ActorKind.Person);

    /// <summary>What a challenge for an act is bound to.</summary>
    public static string PurposeOf(string act, string reference) => $"act:{act}:{reference}";

    /// <summary>Whether the browser has to ask the authenticator before it sends the form.</summary>
    public bool NeedsAssertion(SessionRecord session, ActKind kind) => options.NeedsPasskey(kind) && (kind == ActKind.Confirm || !HasRecentPasskey(session));

    public async Task<Result<ConfirmedAct>> ConfirmAsync(Actor actor, ActCall call, CancellationToken cancellationToken)
    {
        if (actor is not { Kind: ActorKind.Person, Capacity.Kind: CapacityKind.Staff } || call.Act.Length > LongestName || call.Reference.Length > LongestName
            || await sessions.FindAsync(actor, cancellationToken) is not { } session)
        {
            return IdentityErrors.ActRefused;
        }

        var now = time.GetUtcMicroseconds();
        if (!NeedsAssertion(session, call.Kind))
        {
            return new ConfirmedAct(Factors.LevelOf(session.Realm, Factors.Parse(session.Factors)), Fresh: false, now);
        }

        var answer = await passkeys.CheckAsync(http.HttpContext!, call.Assertion, session.Sid, PurposeOf(call.Act, call.Reference), cancellationToken);
        var fits = answer is not null && answer.Account.Id == session.AccountId;
        if (fits)
        {
            // The cookie stays: another module's page cannot change it, and the person is the same.
            session.Factors = Factors.With(session.Factors, new Factor(answer!.Method, now));
            session.AuthTime = now;
        }

        db.Audit(actor, "identity.act-confirmed", session.Sid, fits ? AuditWriting.Ok : IdentityErrors.ActRefused.Code, new { call.Act, call.Reference, answer?.CredentialDigest });
        await db.SaveChangesAsync(cancellationToken);
        return fits ? new ConfirmedAct(2, Fresh: true, now) : IdentityErrors.ActRefused;
    }

    private bool HasRecentPasskey(SessionRecord session) =>
        Factors.Parse(session.Factors).Any(factor => factor.IsPasskey && time.GetUtcNow() - factor.Time < TimeSpan.FromMinutes(options.PasskeyMinutes));

    private static async Task<IResult> HandleAsync(ActCall call, Actor actor, IIdentity identity, CancellationToken cancellationToken) =>
        (await identity.ConfirmActAsync(actor, call, cancellationToken)).ToOperation();
}
