using Microsoft.EntityFrameworkCore;
using Trust.Contracts.Codes;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Oidc;
using Trust.Identity.Persons;

namespace Trust.Identity.Window;

/// <summary>Whose the number is to be, and who only claims it.</summary>
/// <param name="Account">The person's own account: its telephone is the one they named, and it claims the number. Null where there is none.</param>
/// <param name="Holder">The row that gets the number: the account's, or one without an account that a window proof has made before; null where a new one is made.</param>
/// <param name="Claimant">Another row that holds the number.</param>
internal sealed record WindowParties(AccountRecord? Account, PersonRecord? Holder, PersonRecord? Claimant)
{
    /// <summary>Nobody holds the number and nobody has an account: the person registers as everybody does.</summary>
    public bool IsNobody => Holder is null && Claimant is null;
}

/// <summary>Finds the parties of a proof. Rows are tracked.</summary>
internal sealed class FindHolder(IdentityDbContext db, ReleasedClaims released)
{
    public async Task<WindowParties> FindAsync(CitizenIdNumber number, string numberHash, string mobileHash, CancellationToken cancellationToken)
    {
        var holding = await db.Persons.SingleOrDefaultAsync(row => row.IdNumberHash == numberHash, cancellationToken);
        var candidates = await (
            from account in db.Accounts
            join person in db.Persons on account.PersonId equals person.Id
            where account.MobileHash == mobileHash && account.Realm == Realm.Citizen && account.DisabledAt == null
            orderby account.MobileProvedAt descending
            select new { Account = account, Person = person }).ToListAsync(cancellationToken);

        // Families share a telephone: the account is the one that claims this number, held or not.
        var own = candidates.Find(candidate => candidate.Person.IdNumberHash == numberHash)
            ?? candidates.Find(candidate => candidate.Person.Level < PersonRecord.ProvedLevel && candidate.Person.IdNumberHash is null && released.IdNumberOf(candidate.Person) == number);
        if (own is not null)
        {
            return new WindowParties(own.Account, own.Person, holding?.Id == own.Person.Id ? null : holding);
        }

        return holding is not null && !await db.Accounts.AnyAsync(account => account.PersonId == holding.Id, cancellationToken)
            ? new WindowParties(null, holding, null)
            : new WindowParties(null, null, holding);
    }
}
