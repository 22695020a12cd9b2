using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Identity.Data;

namespace Trust.Identity.Staff;

/// <summary>Gives a role to a staff account, unless the person behind it holds one that must be apart.</summary>
internal static class GrantRole
{
    /// <summary>Adds the grant to the context; the caller saves.</summary>
    /// <returns>Nothing, or <c>identity.roles-apart</c>.</returns>
    public static async Task<Result<bool>> GrantAsync(
        IdentityDbContext db, Actor actor, Guid accountId, ScopedRole role, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!StaffRoles.All.Contains(role.Name))
        {
            return IdentityStaffErrors.RoleUnknown;
        }

        // Persons, not accounts: a second account does not lift the separation.
        var held = await (
            from account in db.Accounts
            join other in db.Accounts on account.PersonId equals other.PersonId
            join grant in db.RoleGrants on other.Id equals grant.AccountId
            where account.Id == accountId && grant.RevokedAt == null
            select grant.Role).ToListAsync(cancellationToken);
        held.AddRange(db.RoleGrants.Local.Where(grant => grant.AccountId == accountId && grant.RevokedAt == null).Select(grant => grant.Role));
        if (held.Exists(other => StaffRoles.Conflict(other, role.Name)))
        {
            return IdentityStaffErrors.RolesApart;
        }

        db.RoleGrants.Add(new RoleGrantRecord
        {
            Id = Guid.CreateVersion7(),
            AccountId = accountId,
            Role = role.Name,
            Region = role.Region,
            OrganisationCode = role.OrganisationCode,
            GrantedAt = time.GetUtcMicroseconds(),
        });
        db.Audit(actor, "identity.role-granted", accountId.ToString("N"), payload: new { role.Name, role.Region, role.OrganisationCode });
        return true;
    }
}

/// <summary>Refusals of the staff realm.</summary>
internal static class IdentityStaffErrors
{
    public static readonly TrustError RoleUnknown = new("identity.role-unknown", ErrorKind.Invalid, "There is no such role.");

    public static readonly TrustError RolesApart = new("identity.roles-apart", ErrorKind.Conflict, "This person holds a role that must be in other hands.");
}
