using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts.Codes;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Persons;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Oidc;

/// <summary>Which claims a scope releases, and what they are for one account.</summary>
internal sealed class ReleasedClaims(IdentityDbContext db, FieldCipher cipher)
{
    /// <summary>Claims of the scopes; a claim that the account does not have is left out.</summary>
    public async Task<Dictionary<string, object>> OfAsync(AccountRecord account, IReadOnlyCollection<string> scopes, CancellationToken cancellationToken)
    {
        var person = await db.Persons.AsNoTracking().SingleAsync(row => row.Id == account.PersonId, cancellationToken);
        var claims = new Dictionary<string, object>(StringComparer.Ordinal);
        if (scopes.Contains(Scopes.Profile))
        {
            AddProfile(claims, account, person);
        }

        if (scopes.Contains(Scopes.Phone) && MobileOf(account) is { } mobile)
        {
            claims[Claims.PhoneNumber] = mobile.Reveal();
            claims[Claims.PhoneNumberVerified] = account.MobileProvedAt is not null;
        }

        if (scopes.Contains(OidcScopes.IdDocument) && IdNumberOf(person) is { } number)
        {
            claims["id_type"] = "resident_id";
            claims["id_number_masked"] = number.ToString();
        }

        if (scopes.Contains(OidcScopes.Staff) && await db.Staff.AsNoTracking().SingleOrDefaultAsync(row => row.AccountId == account.Id, cancellationToken) is { } staff)
        {
            claims["staff_id"] = staff.StaffNumber;
            claims["org_code"] = staff.OrganisationCode;
            claims["org_name"] = staff.OrganisationName;
            claims["post"] = staff.Post;
            claims["division_code"] = staff.Region;
        }

        return claims;
    }

    public MobileNumber? MobileOf(AccountRecord account) => account.Mobile is { } value
        && MobileNumber.TryParse(cipher.Decrypt(AccountRecord.MobileColumn, account.Id, value), out var mobile) ? mobile : null;

    public CitizenIdNumber? IdNumberOf(PersonRecord person) => person.IdNumber is { } value
        && CitizenIdNumber.TryParse(cipher.Decrypt(PersonRecord.IdNumberColumn, person.Id, value), out var number) ? number : null;

    private void AddProfile(Dictionary<string, object> claims, AccountRecord account, PersonRecord person)
    {
        claims[Claims.Name] = person.Name;
        claims[Claims.UpdatedAt] = account.CreatedAt.ToUnixTimeSeconds();
        if (account.UserName is { } userName)
        {
            claims[Claims.PreferredUsername] = userName;
        }

        if (IdNumberOf(person) is { } number)
        {
            claims[Claims.Birthdate] = number.BirthDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            claims[Claims.Gender] = number.Sex == RegisteredSex.Male ? "male" : "female";
        }
    }
}
