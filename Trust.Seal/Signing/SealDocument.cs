using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Seal;
using Trust.Crypto;
using Trust.Documents.Pdf;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Seal.Data;
using Trust.Seal.Grants;
using Trust.Seal.LifeCycle;
using Trust.Seal.Pki;

namespace Trust.Seal.Signing;

/// <summary>
/// Seals a document: lint, intent, signature, outcome, hand-out. The intent is committed before the key is touched, and the document leaves only after its outcome is; a
/// seal that is lost, or a grant that is revoked, in between ends in nothing.
/// </summary>
internal sealed class SealDocument(
    SealDbContext db, SealSigner signer, IssuingAuthority authority, SigningClock clock, UseIntents intents, SealOptions options, TimeProvider time)
{
    /// <summary>Seals.</summary>
    public async Task<Result<SealedDocument>> SealAsync(Actor actor, SealDocumentCall call, IdempotencyKey key, CancellationToken cancellationToken)
    {
        if (GrantRules.GranteeOf(actor) is not { } who)
        {
            return SealErrors.GrantMissing;
        }

        if (Fault(call) is { } fault)
        {
            return fault;
        }

        var caller = $"{who.Kind}:{who.Grantee}";
        var callDigest = CallDigest.Of(call);
        if (await db.Uses.AsNoTracking().SingleOrDefaultAsync(row => row.Caller == caller && row.Key == key.Value, cancellationToken) is { } earlier)
        {
            return await RepeatAsync(earlier, call, callDigest, cancellationToken);
        }

        var now = time.GetUtcMicroseconds();
        var right = await RightAsync(who, call, now, cancellationToken);
        if (!right.Succeeded)
        {
            return await RefuseAsync(actor, call, right.Error, cancellationToken);
        }

        // Lint: everything that can be wrong with the document is found before anything is written down or signed.
        var prepared = SealingPlan.Prepare(right.Value, call, options, now);
        if (!prepared.Succeeded)
        {
            return await RefuseAsync(actor, call, prepared.Error, cancellationToken);
        }

        if (!signer.HasRoom(right.Value, prepared.Value))
        {
            return await RefuseAsync(actor, call, SealingPlan.Refused(PdfFaults.ContentsTooLarge, "The certificates are larger than the place for a signature."), cancellationToken);
        }

        if (!clock.IsGood())
        {
            return SealErrors.ClockDiffers;
        }

        if (authority.TimeStampCertificate is var stamps && (now < stamps.NotBefore || now > stamps.NotAfter))
        {
            return SealErrors.AuthorityEnds;
        }

        var use = new SealUseRecord
        {
            Id = Guid.CreateVersion7(now),
            SealId = call.SealId,
            GrantId = call.GrantId,
            Caller = caller,
            Key = key.Value,
            CallDigest = callDigest,
            Purpose = call.Purpose.Trim(),
            FileName = call.FileName.Trim(),
            DocumentDigest = Sm3.HashData(call.Document.Span),
            State = SealUseState.Intended,
            IntendedAt = now,
        };
        return await intents.BeginAsync(actor, use, cancellationToken) switch
        {
            BeginResult.Begun => await FinishAsync(actor, right.Value, use, prepared.Value, cancellationToken),
            BeginResult.UsedUp => await RefuseAsync(actor, call, SealErrors.GrantUsedUp, cancellationToken),
            _ => Hosting.Idempotency.IdempotencyErrors.InProgress,
        };
    }

    private async Task<Result<SealedDocument>> FinishAsync(Actor actor, SealRecord seal, SealUseRecord use, SealingDraft draft, CancellationToken cancellationToken)
    {
        var signed = signer.Sign(seal, draft);
        var document = draft.Complete(signed.Value);
        var outcome = await intents.CommitAsync(actor, use, seal, draft.Digest.ToArray(), signed, Sm3.HashData(document), cancellationToken);
        return outcome is { } refusal
            ? refusal
            : new SealedDocument(use.Id, document, Convert.ToHexStringLower(signed.Digest), signed.StampedAt);
    }

    // The same act again: the document is put together from what was committed, and nothing is signed.
    private async Task<Result<SealedDocument>> RepeatAsync(SealUseRecord use, SealDocumentCall call, byte[] callDigest, CancellationToken cancellationToken)
    {
        if (!CryptographicOperations.FixedTimeEquals(use.CallDigest, callDigest))
        {
            return Hosting.Idempotency.IdempotencyErrors.KeyReused;
        }

        switch (use.State)
        {
            case SealUseState.Intended:
                return Hosting.Idempotency.IdempotencyErrors.InProgress;
            case SealUseState.Voided:
                return SealErrors.UseVoided;
        }

        var seal = await db.Seals.AsNoTracking().SingleAsync(row => row.Id == use.SealId, cancellationToken);
        var prepared = SealingPlan.Prepare(seal, call, options, use.IntendedAt);
        if (!prepared.Succeeded)
        {
            return prepared.Error;
        }

        var document = prepared.Value.Complete(use.SignatureValue);
        return CryptographicOperations.FixedTimeEquals(Sm3.HashData(document), use.OutputDigest!)
            ? new SealedDocument(use.Id, document, Convert.ToHexStringLower(use.SignatureDigest!), use.StampedAt!.Value)
            : throw new InvalidOperationException($"Use {use.Id:N} does not give the document that was handed out.");
    }

    private async Task<Result<SealRecord>> RightAsync((GranteeKind Kind, string Grantee) who, SealDocumentCall call, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var grant = await db.Grants.AsNoTracking().SingleOrDefaultAsync(
            row => row.Id == call.GrantId && row.SealId == call.SealId && row.Kind == who.Kind && row.Grantee == who.Grantee, cancellationToken);
        if (grant is null || await db.Seals.AsNoTracking().SingleOrDefaultAsync(row => row.Id == call.SealId, cancellationToken) is not { } seal)
        {
            // Who has no grant learns nothing about the seal either.
            return SealErrors.GrantMissing;
        }

        return Standing(seal, now) is { } refusal ? refusal
            : grant.RevokedAt is not null || grant.ValidFrom > now || grant.ValidTo < now ? SealErrors.GrantEnded
            : grant.Uses >= grant.MostUses ? SealErrors.GrantUsedUp
            : seal;
    }

    /// <summary>Why a seal does not sign now, or null.</summary>
    public static TrustError? Standing(SealRecord seal, DateTimeOffset now) => seal.State switch
    {
        SealState.Lost => SealErrors.Lost,
        SealState.Destroyed => SealErrors.Destroyed,
        SealState.Active => now < seal.ValidFrom || now > seal.ValidTo ? SealErrors.OutOfValidity : null,
        _ => SealErrors.NotActive,
    };

    private TrustError? Fault(SealDocumentCall call) => call switch
    {
        _ when call.Document.Length > options.LargestFile => SealErrors.TooLarge,
        _ when call.Document.Length == 0 => SealErrors.UploadInvalid,
        _ when call.Purpose.Trim().Length is < 2 or > 200 => SealErrors.PurposeMissing,
        _ when call.FileName.Trim().Length is < 1 or > 200 => SealErrors.FormInvalid with { Detail = "The file name has 1 to 200 characters." },
        _ when call.RidingSeam == call.Places.Count > 0 || call.Places.Count > 1000 => SealErrors.PlaceInvalid,
        _ => null,
    };

    // A try at a seal that was refused is something its owner wants to see.
    private async Task<TrustError> RefuseAsync(Actor actor, SealDocumentCall call, TrustError error, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        db.Audit(actor, "seal.use-refused", call.SealId.ToString("N"), error.Code, new { call.GrantId, call.Purpose });
        await db.SaveChangesAsync(cancellationToken);
        return error;
    }
}
