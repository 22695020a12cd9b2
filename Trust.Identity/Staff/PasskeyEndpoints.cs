using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Sessions;

namespace Trust.Identity.Staff;

/// <summary>What the pages' script asks before it asks the authenticator. Same origin, antiforgery, and for a session's cookie where one is needed.</summary>
internal static class PasskeyEndpoints
{
    private const int LongestName = 100;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/account/staff/passkey/sign-in", SignInAsync).AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Secret).DisableAntiforgery();
        endpoints.MapPost("/account/staff/passkey/enrol", EnrolAsync).RequireAuthorization().InZone(Zone.Both).InRateClass(RateClass.Secret).DisableAntiforgery();
        endpoints.MapPost("/account/staff/passkey/act", ActAsync).RequireAuthorization().InZone(Zone.Both).InRateClass(RateClass.Secret).DisableAntiforgery();
    }

    private static async Task<IResult> SignInAsync(HttpContext context, IAntiforgery antiforgery, Passkeys passkeys, CancellationToken cancellationToken) =>
        await antiforgery.IsRequestValidAsync(context) ? Answer(await passkeys.AskStrangerAsync(context, cancellationToken)) : TypedResults.BadRequest();

    private static async Task<IResult> EnrolAsync(
        HttpContext context, IAntiforgery antiforgery, Passkeys passkeys, PasskeyEnrolment enrolment, IdentityDbContext db, Actor actor, CancellationToken cancellationToken)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        if (!await enrolment.MayEnrolAsync(actor, cancellationToken))
        {
            return TypedResults.Forbid();
        }

        var account = await db.Accounts.SingleAsync(row => row.Id == actor.AccountId, cancellationToken);
        var name = await db.Persons.Where(person => person.Id == account.PersonId).Select(person => person.Name).SingleAsync(cancellationToken);
        return Answer(await passkeys.AskToEnrolAsync(context, account, name, actor.SessionId!, cancellationToken));
    }

    private static async Task<IResult> ActAsync(
        HttpContext context, IAntiforgery antiforgery, Passkeys passkeys, ConfirmAct acts, BrowserSessions sessions, IdentityDbContext db, Actor actor, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        string act = form["act"].ToString(), reference = form["reference"].ToString();
        if (!await antiforgery.IsRequestValidAsync(context) || act.Length is 0 or > LongestName || reference.Length > LongestName
            || !Enum.TryParse<ActKind>(form["kind"], ignoreCase: false, out var kind) || !Enum.IsDefined(kind))
        {
            return TypedResults.BadRequest();
        }

        if (actor.Capacity?.Kind != CapacityKind.Staff || await sessions.FindAsync(actor, cancellationToken) is not { Realm: Realm.Staff } session)
        {
            return TypedResults.Forbid();
        }

        if (!acts.NeedsAssertion(session, kind))
        {
            return TypedResults.NoContent();
        }

        var account = await db.Accounts.SingleAsync(row => row.Id == actor.AccountId, cancellationToken);
        return Answer(await passkeys.AskAsync(context, account, session.Sid, ConfirmAct.PurposeOf(act, reference), cancellationToken));
    }

    private static Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<JsonObject> Answer(PasskeyQuestion question) =>
        TypedResults.Json(new JsonObject { ["id"] = question.Id.ToString("N"), ["options"] = JsonNode.Parse(question.OptionsJson) });
}
