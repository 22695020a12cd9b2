using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Hosting.Http;
using Trust.Hosting.Idempotency;

namespace Trust.Seal;

/// <summary>Operations that other processes of the node call.</summary>
internal static class SealOperations
{
    public static void Map(IEndpointRouteBuilder operations)
    {
        Grants.ListUsable.Map(operations);

        // Documents travel in base64.
        var document = new RequestSizeLimitAttribute(Api.Upload.BodyLimit(operations.ServiceProvider.GetRequiredService<SealOptions>().LargestFile) * 4 / 3);
        operations.MapPost("/seal-document", SealAsync).Operation("seal.seal-document", changes: true, ActorKind.Person, ActorKind.Client, ActorKind.Process).WithMetadata(document);
        operations.MapPost("/verify-document", VerifyAsync).Operation("seal.verify-document", changes: false, ActorKind.Person, ActorKind.Client, ActorKind.Process).WithMetadata(document);
        operations.MapPost("/read-standing", ReadAsync).Operation("seal.read-standing", changes: false, ActorKind.Person, ActorKind.Client, ActorKind.Process);
    }

    private static async Task<IResult> SealAsync(
        SealDocumentCall call, [FromHeader(Name = IdempotencyEndpoints.HeaderName)] string? header, Actor actor, ISeal seals, CancellationToken cancellationToken) =>
        IdempotencyKey.TryParse(header, out var key)
            ? (await seals.SealDocumentAsync(actor, call, key, cancellationToken)).ToOperation()
            : Problems.From(IdempotencyErrors.KeyMissing);

    private static async Task<IResult> VerifyAsync(VerifyDocumentCall call, Actor actor, ISeal seals, CancellationToken cancellationToken) =>
        (await seals.VerifyDocumentAsync(actor, call, cancellationToken)).ToOperation();

    private static async Task<IResult> ReadAsync(SealStandingCall call, Actor actor, ISeal seals, CancellationToken cancellationToken) =>
        (await seals.ReadStandingAsync(actor, call, cancellationToken)).ToOperation();
}
