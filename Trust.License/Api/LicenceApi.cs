using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.License;
using Trust.Hosting.Http;
using Trust.Hosting.Idempotency;
using Trust.License.Data;
using Trust.License.Issuing;
using Trust.License.Looking;
using Trust.License.Types;

namespace Trust.License.Api;

/// <summary>The public API of licences: types, issuing, the file. Bearer tokens only.</summary>
internal static class LicenceApi
{
    public const string Path = "/api/license/v1";
    public const string Scope = "api";

    private const long LargestForm = 256 * 1024;

    /// <summary>A type of the catalogue.</summary>
    internal sealed record TypeBody(string Code, string Name, string NameEn, int Version, IReadOnlyList<string> HolderCodeTypes, int? ValidYears, IReadOnlyList<LicenceField> Fields);

    /// <summary>The catalogue.</summary>
    internal sealed record TypesBody(IReadOnlyList<TypeBody> Items);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(Path).RequireAuthorization().NeedsScope(Scope).InZone(Zone.Both);
        api.MapGet("/types", ListTypes).InRateClass(RateClass.Api);
        api.MapPost("/licences", IssueAsync).InRateClass(RateClass.Heavy).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestForm));
        api.MapGet("/licences/{licenceId:guid}/file", FileAsync).InRateClass(RateClass.Heavy);
        api.MapPost("/licences/{licenceId:guid}/versions", AmendAsync).InRateClass(RateClass.Heavy).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestForm));
        StateApi.Map(api);
    }

    private static Ok<TypesBody> ListTypes(LicenceTypeCatalogue types) =>
        TypedResults.Ok(new TypesBody([.. types.All.Select(type => new TypeBody(type.Code, type.Name, type.NameEn, type.Version, type.HolderCodeTypes, type.ValidYears, type.Fields))]));

    private static async Task<IResult> IssueAsync(
        IssueForm form, [FromHeader(Name = IdempotencyEndpoints.HeaderName)] string? header, IssueLicence issue, Actor actor, HttpContext context, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryParse(header, out var key))
        {
            return Problems.From(IdempotencyErrors.KeyMissing);
        }

        context.Response.Headers.CacheControl = "no-store";
        return (await issue.IssueAsync(actor, form, key, cancellationToken)).ToHttp(made => TypedResults.Created($"{Path}/licences/{made.LicenceId}/file", made));
    }

    /// <summary>A new version: its form as for issuing, and why.</summary>
    internal sealed record AmendBody(IssueForm Form, string Cause, string Basis);

    private static async Task<IResult> AmendAsync(
        Guid licenceId, AmendBody body, [FromHeader(Name = IdempotencyEndpoints.HeaderName)] string? header, IssueLicence issue, Actor actor, HttpContext context, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryParse(header, out var key))
        {
            return Problems.From(IdempotencyErrors.KeyMissing);
        }

        context.Response.Headers.CacheControl = "no-store";
        var made = await issue.AmendAsync(actor, new Amendment(licenceId, body.Cause, body.Basis), body.Form, key, cancellationToken);
        return made.ToHttp(version => TypedResults.Created($"{Path}/licences/{version.LicenceId}/file", version));
    }

    private static async Task<IResult> FileAsync(Guid licenceId, string? form, LicenseDbContext db, HandOutFile handOut, Actor actor, HttpContext context, CancellationToken cancellationToken)
    {
        var licence = await db.Licences.AsNoTracking().SingleOrDefaultAsync(row => row.Id == licenceId, cancellationToken);
        if (licence is null || !await IssuingRules.ActsForAsync(db, actor, licence.IssuerCode, licence.Region, cancellationToken)
            || await db.Versions.AsNoTracking().Where(row => row.LicenceId == licenceId && row.Number == licence.CurrentVersion && row.Step == IssuingStep.Done)
                .Select(row => new { row.Id, row.Identifier }).SingleOrDefaultAsync(cancellationToken) is not { } version)
        {
            return Problems.From(LicenseErrors.NotFound);
        }

        context.Response.Headers.CacheControl = "no-store";
        var file = await handOut.ReadAsync(actor, version.Id, form, LicenceUseKind.ReadByOffice, actor.ClientId ?? licence.IssuerName, cancellationToken);
        return TypedResults.File(file.Content, file.ContentType, $"{version.Identifier}.{file.Extension}");
    }
}
