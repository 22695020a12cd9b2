using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Persons;
using Trust.Identity.SignIn;

namespace Trust.Identity.Registration;

/// <summary>What became of a correction.</summary>
internal enum Correction
{
    Asked,

    /// <summary>Nothing was refused: there is nothing to correct.</summary>
    NotRefused,

    TooOften,
}

/// <summary>
/// A person whom the registry refused corrects name, ethnicity or number, and it is asked again. A number that somebody holds is accepted like any other: what the registry
/// says of it is decided first, so that nobody learns here who has an account.
/// </summary>
internal sealed class CorrectRegistration(
    IdentityDbContext db, Allowance allowance, RegistryWorker worker, FieldCipher cipher, LookupHash hash, IdentityOptions options, TimeProvider time)
{
    public async Task<Correction> CorrectAsync(Actor actor, string name, EthnicityCode ethnicity, CitizenIdNumber number, CancellationToken cancellationToken)
    {
        var personId = actor.PersonId!.Value;
        if (!await db.Persons.AnyAsync(row => row.Id == personId && row.Registry == RegistryState.Refused, cancellationToken))
        {
            return Correction.NotRefused;
        }

        if (await allowance.TakeAsync($"registry-correction|{personId:N}", options.Registration.CorrectionsADay, TimeSpan.FromDays(1), cancellationToken) is not null)
        {
            return Correction.TooOften;
        }

        try
        {
            await SaveAsync(actor, name, ethnicity, number, hash.HashOf(number), cancellationToken);
        }
        catch (DbUpdateException failure) when (UniqueIndex.Refused(failure, "Persons", nameof(PersonRecord.IdNumberHash)))
        {
            await SaveAsync(actor, name, ethnicity, number, null, cancellationToken);
        }

        worker.Wake();
        return Correction.Asked;
    }

    private async Task SaveAsync(Actor actor, string name, EthnicityCode ethnicity, CitizenIdNumber number, string? numberHash, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var person = await db.Persons.SingleAsync(row => row.Id == actor.PersonId, cancellationToken);
        person.Name = name;
        person.Ethnicity = ethnicity.Value;
        person.IdNumber = cipher.Encrypt(PersonRecord.IdNumberColumn, person.Id, number.Reveal());
        person.IdNumberHash = numberHash;
        person.Registry = RegistryState.Pending;
        person.RegistryFaults = null;
        person.RegistryNextAt = time.GetUtcMicroseconds();
        person.RegistryAttempts = 0;
        db.Audit(actor, "identity.person-corrected", person.Id.ToString("N"));
        await db.SaveChangesAsync(cancellationToken);
    }
}
