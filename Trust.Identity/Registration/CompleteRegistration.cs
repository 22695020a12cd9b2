using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Codes;
using Trust.Identity.Data;
using Trust.Identity.Persons;

namespace Trust.Identity.Registration;

/// <summary>
/// Makes person and account when the code was right: level 0, until the registry has answered. A number that somebody holds, and a user name that is taken, end in the same
/// answer as a new one; only the text to the telephone tells.
/// </summary>
internal sealed class CompleteRegistration(IdentityDbContext db, CheckCode check, SmsQueue queue, SmsTexts texts, RegistryWorker worker, FieldCipher cipher, LookupHash hash, TimeProvider time)
{
    private static readonly TimeSpan NoticeLife = TimeSpan.FromHours(24);

    private enum Attempt
    {
        Done,
        NumberTaken,
        UserNameTaken,
    }

    public async Task<CodeCheck> CompleteAsync(WaitingRegistration waiting, string code, CancellationToken cancellationToken)
    {
        var result = await check.CheckAsync(CodePurpose.Register, waiting.Form.Telephone(), holder: "", code, cancellationToken);
        if (!result.IsRight)
        {
            db.Audit(Actor.Anonymous, "identity.registration-code-wrong", waiting.Record.Id.ToString("N"), "identity.wrong-secret");
            await db.SaveChangesAsync(cancellationToken);
            return result;
        }

        var attempt = await TryAsync(waiting, withUserName: true, cancellationToken);
        if (attempt == Attempt.UserNameTaken)
        {
            attempt = await TryAsync(waiting, withUserName: false, cancellationToken);
        }

        if (attempt == Attempt.NumberTaken)
        {
            await TellAsync(waiting, cancellationToken);
        }

        queue.Wake();
        worker.Wake();
        return result;
    }

    // One transaction: the form ends, person and account begin, the text waits. The indexes decide who was first, in whatever process.
    private async Task<Attempt> TryAsync(WaitingRegistration waiting, bool withUserName, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await EndFormAsync(waiting, cancellationToken))
        {
            return Attempt.Done;
        }

        Add(waiting.Form, withUserName);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return Attempt.Done;
        }
        catch (DbUpdateException failure) when (UniqueIndex.Refused(failure, "Persons", nameof(PersonRecord.IdNumberHash)))
        {
            return Attempt.NumberTaken;
        }
        catch (DbUpdateException failure) when (withUserName && UniqueIndex.Refused(failure, "Accounts", nameof(AccountRecord.NormalizedUserName)))
        {
            return Attempt.UserNameTaken;
        }
    }

    private async Task TellAsync(WaitingRegistration waiting, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await EndFormAsync(waiting, cancellationToken))
        {
            queue.Add(waiting.Form.Telephone(), texts.NumberTaken(waiting.Form.Number().ToString()), NoticeLife);
            db.Audit(Actor.Anonymous, "identity.registered", hash.HashOf(waiting.Form.Number()), "identity.number-taken");
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private async Task<bool> EndFormAsync(WaitingRegistration waiting, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        return await db.Registrations.Where(row => row.Id == waiting.Record.Id && row.CompletedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.CompletedAt, now).SetProperty(row => row.Form, (byte[]?)null), cancellationToken) == 1;
    }

    private void Add(RegistrationForm form, bool withUserName)
    {
        var now = time.GetUtcMicroseconds();
        var (number, mobile) = (form.Number(), form.Telephone());
        var personId = Guid.CreateVersion7(now);
        var person = new PersonRecord
        {
            Id = personId,
            Name = form.Name,
            IdNumber = cipher.Encrypt(PersonRecord.IdNumberColumn, personId, number.Reveal()),
            IdNumberHash = hash.HashOf(number),
            Ethnicity = form.Ethnicity,
            Level = 0,
            Registry = RegistryState.Pending,
            RegistryNextAt = now,
            IsDemo = false,
            CreatedAt = now,
        };
        var accountId = Guid.NewGuid();
        var userName = withUserName ? form.UserName : null;
        db.Persons.Add(person);
        db.Accounts.Add(new AccountRecord
        {
            Id = accountId,
            Realm = Realm.Citizen,
            PersonId = personId,
            UserName = userName,
            NormalizedUserName = userName is null ? null : Identifiers.NormalizeUserName(userName),
            PasswordHash = form.PasswordHash,
            PasswordChangedAt = now,
            Mobile = cipher.Encrypt(AccountRecord.MobileColumn, accountId, mobile.Reveal()),
            MobileHash = hash.HashOf(mobile),
            MobileProvedAt = now,
            IsDemo = false,
            CreatedAt = now,
        });
        db.Verifications.Add(new VerificationRecord { Id = Guid.CreateVersion7(now), PersonId = personId, Level = 0, Source = "service-agreement", EvidenceId = form.Agreement, Time = now });
        queue.Add(mobile, texts.Registered(number.ToString(), withUserName ? null : form.UserName), NoticeLife);
        db.Audit(Actor.Anonymous, "identity.registered", accountId.ToString("N"), payload: new { personId, form.Agreement });
    }
}
