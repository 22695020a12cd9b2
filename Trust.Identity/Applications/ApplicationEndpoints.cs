using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Hosting.Idempotency;
using Trust.Identity.Api;
using Trust.Identity.Data;
using Trust.Identity.Staff;

namespace Trust.Identity.Applications;

/// <summary>Registered applications through the API, within the reach of the official.</summary>
internal static class ApplicationEndpoints
{
    private const long BodyLimit = 64 * 1024;

    private static readonly TrustError[] Repeats = [IdempotencyErrors.KeyMissing, IdempotencyErrors.KeyReused, IdempotencyErrors.InProgress, HostErrors.LevelNeeded];

    // What a repeated request is answered from: never the secret.
    private sealed record Reference(string ClientId);

    public static void Map(RouteGroupBuilder applications)
    {
        applications.MapGet("", ListAsync).WithName("listApplications").WithSummary("Applications within your reach, newest first.")
            .Produces<ApiPage<ApplicationBody>>().Refuses(Paging.Invalid);
        applications.MapGet("/{clientId}", ReadAsync).WithName("readApplication").WithSummary("One application.").Produces<ApplicationBody>().Refuses(ApplicationErrors.NotFound);
        var changes = applications.MapGroup("").NeedsRole(ApplicationRules.Role);
        changes.MapPost("", RegisterAsync).RequireIdempotencyKey(BodyLimit).WithName("registerApplication").WithSummary("Registers an application for your office.")
            .Produces<SecretBody>(StatusCodes.Status201Created)
            .Refuses([.. Repeats, IdentityApi.Malformed, HostErrors.TooLarge, ApplicationErrors.Name, ApplicationErrors.Redirect, ApplicationErrors.Scope, ApplicationErrors.Purpose, ApplicationErrors.Algorithm, ApplicationErrors.Level, ApplicationErrors.Keys, ApplicationErrors.OutOfReach]);
        changes.MapPost("/{clientId}/secret", RotateAsync).RequireIdempotencyKey(BodyLimit).WithName("rotateSecret").WithSummary("Makes a new secret; the old one stops at once. Needs a passkey of the last five minutes.")
            .Produces<SecretBody>().Refuses([.. Repeats, ApplicationErrors.NotFound, ApplicationErrors.Disabled, ApplicationErrors.NoSecret]);
        changes.MapPost("/{clientId}/disable", DisableAsync).RequireIdempotencyKey(BodyLimit).WithName("disableApplication").WithSummary("Disables an application and ends everything granted to it.")
            .Produces<ApplicationBody>().Refuses([.. Repeats, ApplicationErrors.NotFound]);
        changes.MapPost("/{clientId}/enable", EnableAsync).RequireIdempotencyKey(BodyLimit).WithName("enableApplication").WithSummary("Lets a disabled application work again; grants stay ended.")
            .Produces<ApplicationBody>().Refuses([.. Repeats, ApplicationErrors.NotFound]);
    }

    private static async Task<IResult> ListAsync(IdentityDbContext db, Actor actor, CancellationToken cancellationToken, string? after = null, int limit = Paging.Usual)
    {
        var found = ApplicationRules.Visible(db, actor, toChange: false).AsNoTracking();
        if (limit is < 1 or > Paging.Most)
        {
            return Problems.From(Paging.Invalid);
        }

        if (after is not null)
        {
            if (await found.SingleOrDefaultAsync(row => row.ClientId == after, cancellationToken) is not { } last)
            {
                return Problems.From(Paging.Invalid);
            }

#pragma warning disable CA1309 // The database compares; it knows no other comparison.
            found = found.Where(row => row.RegisteredAt < last.RegisteredAt || (row.RegisteredAt == last.RegisteredAt && string.Compare(row.ClientId, after) > 0));
#pragma warning restore CA1309
        }

        var rows = await found.OrderByDescending(row => row.RegisteredAt).ThenBy(row => row.ClientId).Take(limit + 1).ToListAsync(cancellationToken);
        var items = rows.Take(limit).Select(ApplicationBody.Of).ToList();
        return TypedResults.Ok(new ApiPage<ApplicationBody>(items, rows.Count > limit ? items[^1].ClientId : null));
    }

    private static async Task<IResult> ReadAsync(string clientId, IdentityDbContext db, Actor actor, CancellationToken cancellationToken) =>
        await ApplicationRules.Visible(db, actor, toChange: false).AsNoTracking().SingleOrDefaultAsync(row => row.ClientId == clientId, cancellationToken) is { } found
            ? TypedResults.Ok(ApplicationBody.Of(found))
            : Problems.From(ApplicationErrors.NotFound);

    private static async Task<IResult> RegisterAsync(
        RegisterBody body, HttpContext context, IdempotentRequest request, RegisterApplication register, ApiActs acts, IdentityDbContext db, Actor actor, CancellationToken cancellationToken)
    {
        if (await acts.RefuseAsync(context, actor, ActKind.Act, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var answer = await OnceAsync(db, request, () => register.RegisterAsync(actor, body.ToForm(), cancellationToken), cancellationToken);
        return answer.ToHttp(made => TypedResults.Created($"{IdentityApi.Path}/applications/{made.ClientId}", made));
    }

    private static async Task<IResult> RotateAsync(
        string clientId, HttpContext context, IdempotentRequest request, ChangeApplication change, ApiActs acts, IdentityDbContext db, Actor actor, CancellationToken cancellationToken)
    {
        if (await acts.RefuseAsync(context, actor, ActKind.Confirm, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return (await OnceAsync(db, request, () => change.RotateSecretAsync(actor, clientId, cancellationToken), cancellationToken)).ToHttp(TypedResults.Ok);
    }

    private static Task<IResult> DisableAsync(
        string clientId, HttpContext context, IdempotentRequest request, ChangeApplication change, ApiActs acts, IdentityDbContext db, Actor actor, CancellationToken cancellationToken) =>
        SetDisabledAsync(clientId, true, context, request, change, acts, db, actor, cancellationToken);

    private static Task<IResult> EnableAsync(
        string clientId, HttpContext context, IdempotentRequest request, ChangeApplication change, ApiActs acts, IdentityDbContext db, Actor actor, CancellationToken cancellationToken) =>
        SetDisabledAsync(clientId, false, context, request, change, acts, db, actor, cancellationToken);

    private static async Task<IResult> SetDisabledAsync(
        string clientId, bool disabled, HttpContext context, IdempotentRequest request, ChangeApplication change, ApiActs acts, IdentityDbContext db, Actor actor, CancellationToken cancellationToken)
    {
        if (await acts.RefuseAsync(context, actor, ActKind.Act, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var changed = await db.ExecuteIdempotentAsync(request, stop => change.SetDisabledAsync(actor, clientId, disabled, stop), cancellationToken);
        return changed.Succeeded ? await ReadAsync(clientId, db, actor, cancellationToken) : Problems.From(changed.Error);
    }

    // The secret leaves in the first answer only: what is kept for repetitions lies in the database in clear.
    private static async Task<Result<SecretBody>> OnceAsync(
        IdentityDbContext db, IdempotentRequest request, Func<Task<Result<RegisteredApplication>>> make, CancellationToken cancellationToken)
    {
        RegisteredApplication? made = null;
        var kept = await db.ExecuteIdempotentAsync(
            request,
            async _ => (await make()).Then<Reference>(done =>
            {
                made = done;
                return new Reference(done.ClientId);
            }),
            cancellationToken);
        return kept.Then<SecretBody>(reference => new SecretBody(reference.ClientId, made?.Secret, AlreadyAnswered: made is null));
    }
}
