using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Seal.Data;
using Trust.Seal.Grants;
using Trust.Seal.LifeCycle;
using Trust.Seal.Signing;
using Trust.Seal.Verification;

namespace Trust.Seal;

/// <summary>The contract in process; over HTTP the operations call the same.</summary>
internal sealed class SealContract(SealDbContext db, SealDocument documents, VerifyFile verify, SealOptions options, TimeProvider time) : ISeal
{
    public Task<Result<UsableSeal[]>> ListUsableAsync(Actor actor, CancellationToken cancellationToken) =>
        ListUsable.ListAsync(db, actor, time.GetUtcNow(), cancellationToken);

    public Task<Result<SealedDocument>> SealDocumentAsync(Actor actor, SealDocumentCall call, IdempotencyKey key, CancellationToken cancellationToken) =>
        documents.SealAsync(actor, call, key, cancellationToken);

    public async Task<Result<VerifiedDocument>> VerifyDocumentAsync(Actor actor, VerifyDocumentCall call, CancellationToken cancellationToken) =>
        actor.Kind == ActorKind.Anonymous ? SealErrors.OutOfReach
        : call.Document.Length > options.LargestFile ? SealErrors.TooLarge
        : call.FileName.Length > 200 ? SealErrors.FormInvalid with { Detail = "The file name has at most 200 characters." }
        : new VerifiedDocument((await verify.CheckAsync(call.Document, call.FileName, cancellationToken)).ToJson());

    public async Task<Result<SealStanding>> ReadStandingAsync(Actor actor, SealStandingCall call, CancellationToken cancellationToken)
    {
        var seal = await db.Seals.AsNoTracking().Where(row => row.Id == call.SealId).Select(row => new { row.State, row.ValidFrom, row.ValidTo }).SingleOrDefaultAsync(cancellationToken);
        if (actor.Kind == ActorKind.Anonymous || seal is null)
        {
            return SealErrors.NotFound;
        }

        var now = time.GetUtcNow();
        return new SealStanding(call.SealId, SealLifeCycle.Kebab(seal.State.ToString()), SealLifeCycle.Signs(seal.State) && seal.ValidFrom <= now && seal.ValidTo >= now);
    }
}
