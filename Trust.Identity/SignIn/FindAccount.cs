using Microsoft.EntityFrameworkCore;
using Trust.Contracts.Codes;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Data;

namespace Trust.Identity.SignIn;

/// <summary>An identifier as typed.</summary>
/// <param name="Normal">One form for counters: keyed hash or normalised name.</param>
/// <param name="Account">Account that it means, or null.</param>
internal sealed record TypedIdentifier(string Normal, AccountRecord? Account);

/// <summary>The citizen's account that an identity number, mobile or user name means. The three never look alike.</summary>
internal sealed class FindAccount(IdentityDbContext db, LookupHash hash)
{
    // A counter's name stays bounded, whatever is typed.
    private const int LongestTyped = 64;

    private IQueryable<AccountRecord> Citizens => db.Accounts.Where(account => account.Realm == Realm.Citizen && account.DisabledAt == null);

    public async Task<TypedIdentifier> ByIdentifierAsync(string typed, CancellationToken cancellationToken)
    {
        if (CitizenIdNumber.TryParse(typed, out var number))
        {
            var key = hash.HashOf(number);
            var query = from account in Citizens join person in db.Persons on account.PersonId equals person.Id where person.IdNumberHash == key select account;
            return new TypedIdentifier(key, await query.SingleOrDefaultAsync(cancellationToken));
        }

        if (MobileNumber.TryParse(typed, out var mobile))
        {
            return new TypedIdentifier(hash.HashOf(mobile), await ByMobileAsync(mobile, cancellationToken));
        }

        var name = Identifiers.NormalizeUserName(typed.Length > LongestTyped ? typed[..LongestTyped] : typed);
        return new TypedIdentifier(name, await Citizens.SingleOrDefaultAsync(account => account.NormalizedUserName == name, cancellationToken));
    }

    /// <summary>Several accounts may share a telephone; the one that proved it last is meant.</summary>
    public Task<AccountRecord?> ByMobileAsync(MobileNumber mobile, CancellationToken cancellationToken)
    {
        var key = hash.HashOf(mobile);
        return Citizens.Where(account => account.MobileHash == key).OrderByDescending(account => account.MobileProvedAt).FirstOrDefaultAsync(cancellationToken);
    }
}
