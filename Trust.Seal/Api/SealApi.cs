using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Hosting.Http;
using Trust.Hosting.Idempotency;
using Trust.Seal.Data;
using Trust.Seal.Grants;
using Trust.Seal.LifeCycle;

namespace Trust.Seal.Api;

/// <summary>The public API of sealing: seals one may use, sealing a document, what became of a use. Bearer tokens only.</summary>
internal static class SealApi
{
    public const string Path = "/api/seal/v1";
    public const string Scope = "api";

    /// <summary>A use of a seal, as its caller sees it.</summary>
    internal sealed record UseBody(Guid UseId, string State, DateTimeOffset IntendedAt, DateTimeOffset? EndedAt, string? SignatureDigest);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(Path).RequireAuthorization().NeedsScope(Scope).InZone(Zone.Both);
        api.MapGet("/seals", ListAsync).InRateClass(RateClass.Api);
        api.MapPost("/seals/{sealId:guid}/signatures", SealAsync).InRateClass(RateClass.Heavy).DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(Upload.BodyLimit(endpoints.ServiceProvider.GetRequiredService<SealOptions>().LargestFile)));
        api.MapGet("/uses/{useId:guid}", ReadUseAsync).InRateClass(RateClass.Api);
    }

    private static async Task<IResult> ListAsync(ISeal seals, Actor actor, CancellationToken cancellationToken) =>
        (await seals.ListUsableAsync(actor, cancellationToken)).ToHttp(found => TypedResults.Ok(new { Items = found }));

    private static async Task<IResult> SealAsync(
        Guid sealId, HttpContext context, [FromHeader(Name = IdempotencyEndpoints.HeaderName)] string? header, ISeal seals, SealOptions options, Actor actor, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryParse(header, out var key))
        {
            return Problems.From(IdempotencyErrors.KeyMissing);
        }

        var upload = await Upload.ReadAsync(context, options.LargestFile, cancellationToken);
        if (!upload.Succeeded)
        {
            return Problems.From(upload.Error);
        }

        if (await ReadCallAsync(sealId, upload.Value, cancellationToken) is not { } call)
        {
            return Problems.From(SealErrors.FormInvalid with { Detail = "Needed: grantId, purpose, and place=page,x,y (several) or ridingSeam=true." });
        }

        var sealedDocument = await seals.SealDocumentAsync(actor, call, key, cancellationToken);
        return sealedDocument.ToHttp(made =>
        {
            context.Response.Headers.Location = $"{Path}/uses/{made.UseId}";
            context.Response.Headers["Trust-Signature-Digest"] = made.SignatureDigest;
            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.File(made.Document.ToArray(), Signing.DocumentFormat.TypeOf(made.Document.Span), call.FileName);
        });
    }

    private static async Task<SealDocumentCall?> ReadCallAsync(Guid sealId, Upload upload, CancellationToken cancellationToken)
    {
        List<StampPlace> places = [];
        foreach (var text in upload.Texts("place"))
        {
            if (text.Split(',') is not [var page, var x, var y] || !int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || !double.TryParse(x, NumberStyles.Float, CultureInfo.InvariantCulture, out var left) || !double.TryParse(y, NumberStyles.Float, CultureInfo.InvariantCulture, out var top))
            {
                return null;
            }

            places.Add(new StampPlace(number, left, top));
        }

        return Guid.TryParse(upload.Text("grantId"), out var grant) && upload.Text("purpose") is { } purpose
            ? new SealDocumentCall(sealId, grant, purpose, upload.FileName, await upload.ReadFileAsync(cancellationToken), places, upload.Text("ridingSeam") == "true")
            : null;
    }

    private static async Task<IResult> ReadUseAsync(Guid useId, SealDbContext db, Actor actor, CancellationToken cancellationToken)
    {
        var who = GrantRules.GranteeOf(actor);
        var caller = who is { } known ? $"{known.Kind}:{known.Grantee}" : null;
        return await db.Uses.AsNoTracking().SingleOrDefaultAsync(row => row.Id == useId && row.Caller == caller, cancellationToken) is { } use
            ? TypedResults.Ok(new UseBody(
                use.Id, SealLifeCycle.Kebab(use.State.ToString()), use.IntendedAt, use.EndedAt, use.SignatureDigest is { } digest ? Convert.ToHexStringLower(digest) : null))
            : Problems.From(SealErrors.NotFound with { Detail = "There is no such use of yours." });
    }
}
