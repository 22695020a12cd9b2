using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Persons;
using Trust.Identity.Staff;

namespace Trust.Identity.Window;

/// <summary>What a clerk reads off the document, and the telephone that the person names.</summary>
internal sealed record WindowForm(string Name, CitizenIdNumber Number, EthnicityCode Ethnicity, MobileNumber Mobile, WindowDocument Document)
{
    // The text of a record would repeat name and number.
    public override string ToString() => nameof(WindowForm);
}

/// <summary>The first of two clerks records a proof. Nothing changes yet but that it waits. The caller has had the act confirmed.</summary>
internal sealed class RecordProof(IdentityDbContext db, FindHolder parties, WindowRegistry registry, FieldCipher cipher, LookupHash hash, TimeProvider time)
{
    public async Task<Result<Guid>> RecordAsync(Actor actor, WindowForm form, CancellationToken cancellationToken)
    {
        var staff = await db.Staff.AsNoTracking().SingleOrDefaultAsync(row => row.AccountId == actor.AccountId, cancellationToken);
        if (staff is null || !WindowRules.MayRecord(actor, staff.OrganisationCode, staff.Region))
        {
            return WindowErrors.OutOfReach;
        }

        var clerk = await db.Persons.AsNoTracking().SingleAsync(row => row.Id == actor.PersonId, cancellationToken);
        var proof = ProofOf(form, staff, clerk);
        if (await RefusalAsync(form, proof, clerk, cancellationToken) is { } refusal)
        {
            db.ChangeTracker.Clear();
            db.Audit(actor, "identity.window-recorded", proof.IdNumberHash, refusal.Code, new { proof.Document, refusal.Detail });
            await db.SaveChangesAsync(cancellationToken);
            return refusal;
        }

        db.ChangeTracker.Clear();
        db.WindowProofs.Add(proof);
        db.Audit(actor, "identity.window-recorded", proof.Id.ToString("N"), payload: new { recorder = clerk.Id, person = proof.PersonId, proof.OfficeCode, proof.Document, proof.Registry, proof.RegistryEvidenceId });
        await db.SaveChangesAsync(cancellationToken);
        return proof.Id;
    }

    private async Task<TrustError?> RefusalAsync(WindowForm form, WindowProofRecord proof, PersonRecord clerk, CancellationToken cancellationToken)
    {
        if (!WindowRules.Fits(form.Document, form.Number))
        {
            return WindowErrors.Document;
        }

        if (clerk.IdNumberHash == proof.IdNumberHash)
        {
            return WindowErrors.OwnNumber;
        }

        var found = await parties.FindAsync(form.Number, proof.IdNumberHash, proof.MobileHash, cancellationToken);
        if (found.IsNobody)
        {
            return WindowErrors.NoAccount;
        }

        if (found.Claimant is { Level: >= PersonRecord.ProvedLevel })
        {
            return WindowErrors.ProvedElsewhere;
        }

        proof.PersonId = found.Holder?.Id;

        // While the registry is away the proof waits for it; the second clerk asks again.
        return await registry.AskAsync(proof, form.Number, cancellationToken) is { } fault && fault.Code != WindowErrors.RegistryAway.Code ? fault : null;
    }

    private WindowProofRecord ProofOf(WindowForm form, StaffRecord staff, PersonRecord clerk)
    {
        var now = time.GetUtcMicroseconds();
        var id = Guid.CreateVersion7(now);
        return new WindowProofRecord
        {
            Id = id,
            OfficeCode = staff.OrganisationCode,
            Region = staff.Region,
            Name = form.Name,
            Ethnicity = form.Ethnicity.Value,
            IdNumber = cipher.Encrypt(WindowProofRecord.IdNumberColumn, id, form.Number.Reveal()),
            IdNumberHash = hash.HashOf(form.Number),
            Mobile = cipher.Encrypt(WindowProofRecord.MobileColumn, id, form.Mobile.Reveal()),
            MobileHash = hash.HashOf(form.Mobile),
            Document = form.Document,
            RecorderAccountId = staff.AccountId,
            RecorderPersonId = clerk.Id,
            RecorderName = clerk.Name,
            RecordedAt = now,
            ExpiresAt = now + WindowRules.Life,
            State = WindowProofState.Waiting,
        };
    }
}
