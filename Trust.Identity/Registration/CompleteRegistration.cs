using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Codes;
using Trust.Identity.Data;
using Trust.Identity.Persons;
using Trust.Identity.Window;

namespace Trust.Identity.Registration;

/// <summary>
/// Makes person and account when the code was right: level 0, until the registry has answered. A number that somebody holds, and a user name that is taken, end in the same
/// answer as a new one; only the text to the telephone tells.
/// </summary>
internal sealed class CompleteRegistration(
    IdentityDbContext db, CheckCode check, SmsQueue queue, SmsTexts texts, RegistryWorker worker, ReservedPerson reserved, FieldCipher cipher, LookupHash hash, TimeProvider time)
{
    private static readonly TimeSpan NoticeLife = TimeSpan.FromHours(24);

    public async Task<CodeCheck> CompleteAsync(WaitingRegistration waiting, string code, CancellationToken cancellationToken)
    {
        var result = await check.CheckAsync(CodePurpose.Register, waiting.Form.Telephone(), holder: "", code, cancellationToken);
        if (!result.IsRight)
        {
            db.Audit(Actor.Anonymous, "identity.registration-code-wrong", waiting.Record.Id.ToString("N"), "identity.wrong-secret");
            await db.SaveChangesAsync(cancellationToken);
            return result;
        }

        // Of two at the same moment with one user name the second has it no more; of two for one person proved at a window the second is one too many.
        var withUserName = true;
        while (!await TryAsync(waiting, withUserName, cancellationToken))
        {
            withUserName = false;
        }

        queue.Wake();
        worker.Wake();
        return result;
    }

    // One transaction for whoever registers, a number that somebody holds included: the form ends, the index says who was first, in whatever process, and a text waits.
    private async Task<bool> TryAsync(WaitingRegistration waiting, bool withUserName, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await EndFormAsync(waiting, cancellationToken))
        {
            return true;
        }

        var person = PersonOf(waiting.Form);
        var isFirst = await db.InsertIfAbsentAsync(person, cancellationToken);
        var isFree = withUserName && await IsFreeAsync(waiting.Form.UserName, cancellationToken);
        var proved = await reserved.FindAsync(waiting.Form.Number(), waiting.Form.Telephone(), waiting.Form.Name, cancellationToken);
        if (isFirst || proved is not null)
        {
            Add(waiting.Form, proved ?? person.Id, isFree, proved is not null);
        }
        else
        {
            queue.Add(waiting.Form.Telephone(), texts.NumberTaken(waiting.Form.Number().ToString()), NoticeLife);
            db.Audit(Actor.Anonymous, "identity.registered", hash.HashOf(waiting.Form.Number()), "identity.number-taken");
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException failure) when ((withUserName && UniqueIndex.Refused(failure, "Accounts", nameof(AccountRecord.NormalizedUserName)))
            || UniqueIndex.Refused(failure, "Accounts", nameof(AccountRecord.PersonId)))
        {
            return false;
        }
    }

    private async Task<bool> IsFreeAsync(string? userName, CancellationToken cancellationToken)
    {
        var name = Identifiers.NormalizeUserName(userName ?? "");
        return !await db.Accounts.AnyAsync(account => account.Realm == Realm.Citizen && account.NormalizedUserName == name, cancellationToken);
    }

    private async Task<bool> EndFormAsync(WaitingRegistration waiting, CancellationToken cancellationToken)
    {
        var now = time.GetUtcMicroseconds();
        return await db.Registrations.Where(row => row.Id == waiting.Record.Id && row.CompletedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.CompletedAt, now).SetProperty(row => row.Form, (byte[]?)null), cancellationToken) == 1;
    }

    private PersonRecord PersonOf(RegistrationForm form)
    {
        var now = time.GetUtcMicroseconds();
        var id = Guid.CreateVersion7(now);
        return new PersonRecord
        {
            Id = id,
            Name = form.Name,
            IdNumber = cipher.Encrypt(PersonRecord.IdNumberColumn, id, form.Number().Reveal()),
            IdNumberHash = hash.HashOf(form.Number()),
            Ethnicity = form.Ethnicity,
            Level = 0,
            Registry = RegistryState.Pending,
            RegistryNextAt = now,
            IsDemo = false,
            CreatedAt = now,
        };
    }

    private void Add(RegistrationForm form, Guid personId, bool withUserName, bool isProved)
    {
        var now = time.GetUtcMicroseconds();
        var (number, mobile) = (form.Number(), form.Telephone());
        var accountId = Guid.NewGuid();
        var userName = withUserName ? form.UserName : null;
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
        queue.Add(mobile, texts.Registered(number.ToString(), isProved, withUserName ? null : form.UserName), NoticeLife);
        db.Audit(Actor.Anonymous, "identity.registered", accountId.ToString("N"), payload: new { personId, form.Agreement, isProved });
    }
}
