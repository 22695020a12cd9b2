using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Http;
using Trust.Seal.Data;

namespace Trust.Seal.LifeCycle;

/// <summary>The drawn picture of a seal, for pages of the console. A PNG of our own making; never a file from outside.</summary>
internal static class PictureEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/admin/seal/{id:guid}/picture.png", ReadAsync).RequireAuthorization().NeedsRole(SealRules.Readers).InZone(Zone.Both).InRateClass(RateClass.Page);

    private static async Task<IResult> ReadAsync(Guid id, HttpContext context, SealDbContext db, Actor actor, CancellationToken cancellationToken)
    {
        var picture = await SealRules.Visible(db, actor).AsNoTracking().Where(seal => seal.Id == id).Select(seal => seal.Picture).SingleOrDefaultAsync(cancellationToken);
        context.Response.Headers.CacheControl = "private, max-age=300";
        return picture is null ? TypedResults.NotFound() : TypedResults.Bytes(picture, "image/png");
    }
}
