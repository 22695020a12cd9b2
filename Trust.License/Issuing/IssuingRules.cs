using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.License.Data;

namespace Trust.License.Issuing;

/// <summary>Who sees and does what with which licence: the module's one policy object.</summary>
internal static class IssuingRules
{
    /// <summary>Role that issues and changes licences of its office.</summary>
    public const string IssuingRole = StaffRole.LicenceOfficial;

    /// <summary>Roles that read licences; who guards security and audit sees what there is.</summary>
    public static readonly string[] Readers = [StaffRole.LicenceOfficial, StaffRole.SecurityAdministrator, StaffRole.AuditAdministrator];

    /// <summary>Whether the actor acts for an authority: an official of it, or one of its applications.</summary>
    public static async Task<bool> ActsForAsync(LicenseDbContext db, Actor actor, string issuerCode, string region, CancellationToken cancellationToken) => actor switch
    {
        { Kind: ActorKind.Person, Capacity.Kind: CapacityKind.Staff } => actor.Roles.Any(role => role.Name == IssuingRole
            && (role.OrganisationCode is null || role.OrganisationCode == issuerCode) && (role.Region is null || role.OrganisationCode is not null || role.Region == region)),
        { Kind: ActorKind.Client, ClientId: { } client } => await db.IssuingClients.AnyAsync(row => row.ClientId == client && row.IssuerCode == issuerCode, cancellationToken),
        _ => false,
    };

    /// <summary>Licences within the reach of the actor's reading roles.</summary>
    public static IQueryable<LicenceRecord> Visible(LicenseDbContext db, Actor actor)
    {
        var roles = actor is { Kind: ActorKind.Person, Capacity.Kind: CapacityKind.Staff } ? actor.Roles.Where(role => Readers.Contains(role.Name)).ToList() : [];
        if (roles.Exists(role => role is { Region: null, OrganisationCode: null }))
        {
            return db.Licences;
        }

        var offices = roles.Select(role => role.OrganisationCode).OfType<string>().ToList();
        var regions = roles.Where(role => role.OrganisationCode is null).Select(role => role.Region).OfType<string>().ToList();
        return db.Licences.Where(licence => offices.Contains(licence.IssuerCode) || regions.Contains(licence.Region));
    }

    /// <summary>Under which name the caller's idempotency keys are kept.</summary>
    public static string CallerOf(Actor actor) => actor.ToString();
}
