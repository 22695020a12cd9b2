using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Codes;
using Trust.Identity.Data;
using Trust.Identity.Persons;
using Trust.Identity.Registry;

namespace Trust.Identity.Registration;

/// <summary>Asks the registry about one person and applies the answer in one transaction.</summary>
internal sealed class AskRegistry(
    IdentityDbContext db, PopulationRegistry registry, SmsQueue queue, SmsTexts texts, FieldCipher cipher, LookupHash hash, IdentityOptions options, TimeProvider time)
{
    private static readonly Actor Asker = Actor.Process("identity");
    private static readonly TimeSpan NoticeLife = TimeSpan.FromHours(24);

    /// <param name="asked">The person as read before the question; its version names the question.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task AskAsync(PersonRecord asked, CancellationToken cancellationToken)
    {
        var number = CitizenIdNumber.Parse(cipher.Decrypt(PersonRecord.IdNumberColumn, asked.Id, asked.IdNumber));
        var question = new RegistryQuestion(ReferenceOf(asked), number, asked.Name, EthnicityCode.Parse(asked.Ethnicity!));
        var answer = await registry.CheckAsync(question, cancellationToken);
        if (answer is RegistryAnswer.Unavailable)
        {
            await AskLaterAsync(asked, cancellationToken);
            return;
        }

        await ApplyAsync(asked, number, answer, cancellationToken);
        queue.Wake();
    }

    // Asked again after a kill, it is the same question; after a correction it is another.
    private static Guid ReferenceOf(PersonRecord asked) =>
        new(SHA256.HashData(Encoding.ASCII.GetBytes($"trust-registry-question-v1|{asked.Id:N}|{asked.Version}")).AsSpan(0, 16));

    private async Task AskLaterAsync(PersonRecord asked, CancellationToken cancellationToken)
    {
        var settings = options.Registration;
        var pause = Backoff.After(asked.RegistryAttempts + 1, TimeSpan.FromSeconds(settings.RetrySeconds), TimeSpan.FromSeconds(settings.LongestRetrySeconds));
        var next = time.GetUtcMicroseconds() + pause;
        await db.Persons.Where(row => row.Id == asked.Id && row.Version == asked.Version && row.Registry == RegistryState.Pending)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RegistryNextAt, next), cancellationToken);
    }

    private async Task ApplyAsync(PersonRecord asked, CitizenIdNumber number, RegistryAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            await SaveAsync(asked, number, answer, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Corrected, or answered by another process, meanwhile: that counts.
        }
        catch (DbUpdateException failure) when (UniqueIndex.Refused(failure, "Persons", nameof(PersonRecord.IdNumberHash)))
        {
            // Right data, but somebody else holds the number.
            await SaveAsync(asked, number, null, cancellationToken);
        }
    }

    private async Task SaveAsync(PersonRecord asked, CitizenIdNumber number, RegistryAnswer? answer, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        if (await db.Persons.SingleOrDefaultAsync(row => row.Id == asked.Id && row.Version == asked.Version && row.Registry == RegistryState.Pending, cancellationToken) is not { } person)
        {
            return;
        }

        person.RegistryNextAt = null;
        person.RegistryAttempts = 0;
        if (answer is RegistryAnswer.Match match)
        {
            Confirm(person, number, match.Evidence);
        }
        else
        {
            Refuse(person, answer);
        }

        await NotifyAsync(person, answer is null ? texts.NumberTaken(number.ToString()) : answer is RegistryAnswer.Match ? texts.Confirmed() : texts.Refused(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    private void Confirm(PersonRecord person, CitizenIdNumber number, RegistryEvidence evidence)
    {
        var now = time.GetUtcMicroseconds();
        var before = person.LevelAt(now);
        var end = now.AddYears(options.LevelYears);
        person.IdNumberHash = hash.HashOf(number);
        person.Registry = RegistryState.Confirmed;
        person.RegistryFaults = null;
        person.Level = Math.Max(person.Level, 1);
        person.LevelExpiresAt = end;
        db.Verifications.Add(new VerificationRecord
        {
            Id = Guid.CreateVersion7(now),
            PersonId = person.Id,
            Level = 1,
            Source = "population-registry",
            EvidenceId = evidence.Id,
            EvidenceDigest = evidence.Digest,
            Time = now,
            ExpiresAt = end,
        });
        db.Verifications.Add(new VerificationRecord { Id = Guid.CreateVersion7(now), PersonId = person.Id, Level = 1, Source = "mobile", Time = now, ExpiresAt = end });
        db.Audit(Asker, "identity.level-raised", person.Id.ToString("N"), payload: new { before, after = person.Level, source = "population-registry", evidence.Id, evidence.Digest });
    }

    private void Refuse(PersonRecord person, RegistryAnswer? answer)
    {
        var (faults, evidence) = answer switch
        {
            RegistryAnswer.Mismatch mismatch => (string.Join(' ', RegistryFaults.Of(mismatch.Fields)), mismatch.Evidence),
            RegistryAnswer.NotFound missing => (RegistryFaults.NotFound, missing.Evidence),
            RegistryAnswer.Deceased dead => (RegistryFaults.Deceased, dead.Evidence),
            _ => (RegistryFaults.Taken, null),
        };

        // Nobody keeps a stranger's number occupied.
        person.IdNumberHash = null;
        person.Registry = RegistryState.Refused;
        person.RegistryFaults = faults;
        db.Audit(Asker, "identity.registry-refused", person.Id.ToString("N"), "identity.registry-refused", new { faults, evidence?.Id, evidence?.Digest });
    }

    private async Task NotifyAsync(PersonRecord person, string text, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(row => row.PersonId == person.Id && row.Realm == Realm.Citizen, cancellationToken);
        if (account is { Mobile: { } mobile })
        {
            queue.Add(MobileNumber.Parse(cipher.Decrypt(AccountRecord.MobileColumn, account.Id, mobile)), text, NoticeLife);
        }
    }
}

/// <summary>What the registry refused, as a person's row keeps it.</summary>
internal static class RegistryFaults
{
    public const string Name = "name";
    public const string Ethnicity = "ethnicity";
    public const string Sex = "sex";
    public const string NotFound = "not-found";
    public const string Deceased = "deceased";

    /// <summary>Everything agrees, but another account holds the number.</summary>
    public const string Taken = "taken";

    /// <summary>Not the registry's word: another person proved the number at a window.</summary>
    public const string ProvedElsewhere = "proved-elsewhere";

    public static IEnumerable<string> Of(RegistryFields fields)
    {
        if (fields.HasFlag(RegistryFields.Name))
        {
            yield return Name;
        }

        if (fields.HasFlag(RegistryFields.Ethnicity))
        {
            yield return Ethnicity;
        }

        if (fields.HasFlag(RegistryFields.Sex))
        {
            yield return Sex;
        }
    }
}
