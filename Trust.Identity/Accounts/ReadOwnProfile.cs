using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Identity.Data;
using Trust.Identity.Oidc;
using Trust.Identity.Persons;

namespace Trust.Identity.Accounts;

/// <summary>What a person sees about their own account. Numbers are masked wherever they are written.</summary>
/// <param name="Name">Name as verified, or as typed while the registry has not answered.</param>
/// <param name="IdNumber">Identity number.</param>
/// <param name="Mobile">Telephone.</param>
/// <param name="Level">Verification level that counts now, 0 to 2.</param>
/// <param name="LevelExpiresAt">When the level ends.</param>
/// <param name="Registry">What the population registry has said.</param>
/// <param name="RegistryFaults">What it refused.</param>
/// <param name="PasswordChangedAt">When the password was set; null without one.</param>
/// <param name="MobileProvedAt">When the telephone last proved to be the person's.</param>
internal sealed record OwnProfile(
    string Name, CitizenIdNumber? IdNumber, MobileNumber? Mobile, int Level, DateTimeOffset? LevelExpiresAt, RegistryState Registry, IReadOnlyList<string> RegistryFaults,
    DateTimeOffset? PasswordChangedAt, DateTimeOffset? MobileProvedAt);

/// <summary>Reads the account of whoever asks.</summary>
internal sealed class ReadOwnProfile(IdentityDbContext db, ReleasedClaims released, TimeProvider time)
{
    public async Task<OwnProfile> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.Id == actor.AccountId, cancellationToken);
        var person = await db.Persons.AsNoTracking().SingleAsync(row => row.Id == account.PersonId, cancellationToken);
        return new OwnProfile(
            person.Name, released.IdNumberOf(person), released.MobileOf(account), person.LevelAt(time.GetUtcNow()), person.LevelExpiresAt, person.Registry,
            OwnFaults(person), account.PasswordHash is null ? null : account.PasswordChangedAt, account.MobileProvedAt);
    }

    // That somebody else holds the number is told to the telephone alone.
    private static string[] OwnFaults(PersonRecord person) =>
        [.. (person.RegistryFaults ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(fault => fault != Registration.RegistryFaults.Taken)];
}
