using Microsoft.EntityFrameworkCore;
using Trust.Contracts.Codes;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Data;

namespace Trust.Identity.Window;

/// <summary>
/// A person who proved their number at a window before they had an account, because another account occupied it: whoever registers with this number, this name and the telephone that
/// was named there, and has the code sent to it, is that person.
/// </summary>
internal sealed class ReservedPerson(IdentityDbContext db, LookupHash hash)
{
    public async Task<Guid?> FindAsync(CitizenIdNumber number, MobileNumber mobile, string name, CancellationToken cancellationToken)
    {
        var (numberHash, mobileHash) = (hash.HashOf(number), hash.HashOf(mobile));
        return await db.Persons
            .Where(person => person.IdNumberHash == numberHash && person.Name == name && !db.Accounts.Any(account => account.PersonId == person.Id))
            .Where(person => db.WindowProofs.Where(proof => proof.PersonId == person.Id && proof.State == WindowProofState.Confirmed)
                .OrderByDescending(proof => proof.DecidedAt).Select(proof => proof.MobileHash).FirstOrDefault() == mobileHash)
            .Select(person => (Guid?)person.Id).SingleOrDefaultAsync(cancellationToken);
    }
}
