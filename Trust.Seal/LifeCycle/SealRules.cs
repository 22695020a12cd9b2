using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Seal.Data;

namespace Trust.Seal.LifeCycle;

/// <summary>Who sees and does what with which seal: the module's one policy object.</summary>
internal static class SealRules
{
    /// <summary>Roles that read seals; who guards security and audit sees what there is.</summary>
    public static readonly string[] Readers = [StaffRole.SealMaker, StaffRole.SealReviewer, StaffRole.SecurityAdministrator, StaffRole.AuditAdministrator];

    /// <summary>Role that gives and takes back grants.</summary>
    public const string GrantRole = StaffRole.SealMaker;

    /// <summary>Seals within the reach of the actor's reading roles.</summary>
    public static IQueryable<SealRecord> Visible(SealDbContext db, Actor actor) => Within(db.Seals, actor, Readers);

    /// <summary>Whether the actor holds one of the roles with reach over an organisation.</summary>
    public static bool Reaches(Actor actor, IReadOnlyList<string> roles, string ownerCode, string region) => RolesOf(actor, roles).Exists(role =>
        (role.OrganisationCode is null || role.OrganisationCode == ownerCode) && (role.Region is null || role.OrganisationCode is not null || role.Region == region));

    /// <summary>Seals within the reach of some of the actor's roles.</summary>
    private static IQueryable<SealRecord> Within(IQueryable<SealRecord> seals, Actor actor, IReadOnlyList<string> names)
    {
        var roles = RolesOf(actor, names);
        if (roles.Exists(role => role is { Region: null, OrganisationCode: null }))
        {
            return seals;
        }

        var offices = roles.Select(role => role.OrganisationCode).OfType<string>().ToList();
        var regions = roles.Where(role => role.OrganisationCode is null).Select(role => role.Region).OfType<string>().ToList();
        return seals.Where(seal => offices.Contains(seal.OwnerCode) || regions.Contains(seal.Region));
    }

    private static List<ScopedRole> RolesOf(Actor actor, IReadOnlyList<string> names) =>
        actor is { Kind: ActorKind.Person, Capacity.Kind: CapacityKind.Staff } ? [.. actor.Roles.Where(role => names.Contains(role.Name))] : [];
}
