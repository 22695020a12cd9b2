using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.License;
using Trust.Hosting.Http;
using Trust.Hosting.Idempotency;
using Trust.License.Data;
using Trust.License.Issuing;
using Trust.License.States;

namespace Trust.License.Api;

/// <summary>State of licences for offices and their applications: change it, and ask what it was on a day as known on another.</summary>
internal static class StateApi
{
    /// <summary>Answer to "what was its state on that day, as known then".</summary>
    internal sealed record StateBody(
        Guid LicenceId, DateOnly On, DateOnly Known, string State, string Code, int Version, string Identifier, DateTimeOffset? EffectiveAt, DateTimeOffset? RecordedAt, string? Authority,
        string? Basis, string? Reason, string? Document);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/licences/{licenceId:guid}/states", ChangeAsync).RequireIdempotencyKey(64 * 1024).InRateClass(RateClass.Api).DisableAntiforgery();
        api.MapGet("/licences/{licenceId:guid}/state", ReadAsync).InRateClass(RateClass.Api);
    }

    private static async Task<IResult> ChangeAsync(
        Guid licenceId, StateForm form, IdempotentRequest request, LicenseDbContext db, ChangeState change, Actor actor, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var decider = await change.DeciderAsync(actor, cancellationToken);
        if (!decider.Succeeded)
        {
            return Problems.From(decider.Error);
        }

        var done = await db.ExecuteIdempotentAsync(request, stop => change.AskAsync(actor, decider.Value, licenceId, form, stop), cancellationToken);
        if (done.Succeeded)
        {
            await change.PublishAsync(cancellationToken);
        }

        return done.ToHttp(answer => answer.Waits ? TypedResults.Accepted((string?)null, answer) : TypedResults.Ok(answer));
    }

    private static async Task<IResult> ReadAsync(
        Guid licenceId, string? on, string? known, LicenseDbContext db, StateHistory history, Actor actor, TimeProvider time, HttpContext context, CancellationToken cancellationToken)
    {
        var today = ProvinceDay.Of(time.GetUtcNow());
        if (!TryDay(on, today, out var day) || !TryDay(known, today, out var knowledge) || knowledge > today)
        {
            return Problems.From(LicenseErrors.DataInvalid with { Detail = "on and known are days, 2026-05-01; nothing is known of the future." });
        }

        context.Response.Headers.CacheControl = "no-store";
        var licence = await db.Licences.AsNoTracking().SingleOrDefaultAsync(row => row.Id == licenceId, cancellationToken);
        if (licence is null || !await IssuingRules.ActsForAsync(db, actor, licence.IssuerCode, licence.Region, cancellationToken)
            || await history.ReadAsync(licenceId, day, knowledge, cancellationToken) is not { } state)
        {
            return Problems.From(LicenseErrors.NotFound);
        }

        var change = state.Change;
        return TypedResults.Ok(new StateBody(
            licenceId, day, knowledge, state.State, state.Code, state.Version, state.Identifier, change?.EffectiveAt, change?.RecordedAt, change?.AuthorityName, change?.Basis, change?.Reason, change?.Document));
    }

    private static bool TryDay(string? text, DateOnly today, out DateOnly day)
    {
        day = today;
        return text is null || DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }
}
