using Trust.Contracts;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Oidc;
using Trust.Identity.Staff;

namespace Trust.Identity.Applications;

/// <summary>Who sees and changes which application: the one policy object of applications.</summary>
internal static class ApplicationRules
{
    /// <summary>Role that administers applications.</summary>
    public const string Role = StaffRoles.SystemAdministrator;

    /// <summary>Roles that read them: who guards security and audit sees what is registered.</summary>
    public static readonly string[] Readers = [StaffRoles.SystemAdministrator, StaffRoles.SecurityAdministrator, StaffRoles.AuditAdministrator];

    /// <summary>Applications within the reach of the actor's roles.</summary>
    public static IQueryable<ApplicationRecord> Visible(IdentityDbContext db, Actor actor, bool toChange)
    {
        var roles = actor.Capacity?.Kind == CapacityKind.Staff ? actor.Roles.Where(role => toChange ? role.Name == Role : Readers.Contains(role.Name)).ToList() : [];
        if (roles.Exists(role => role is { Region: null, OrganisationCode: null }))
        {
            return db.Applications;
        }

        var offices = roles.Select(role => role.OrganisationCode).OfType<string>().ToList();
        var regions = roles.Where(role => role.OrganisationCode is null).Select(role => role.Region).OfType<string>().ToList();
        return db.Applications.Where(application => offices.Contains(application.OwnerCode) || regions.Contains(application.Region));
    }

    /// <summary>Whether the actor may register an application of this owner.</summary>
    public static bool MayRegister(Actor actor, string ownerCode, string region) => actor.Capacity?.Kind == CapacityKind.Staff && actor.Roles.Any(role =>
        role.Name == Role && (role.OrganisationCode is null || role.OrganisationCode == ownerCode) && (role.Region is null || role.Region == region));
}

/// <summary>Kinds of application.</summary>
internal enum ApplicationKind
{
    /// <summary>Server that keeps a secret; people sign in through it.</summary>
    Web,

    /// <summary>Page or device without a secret; people sign in through it.</summary>
    Public,

    /// <summary>Calls for itself.</summary>
    Machine,
}

/// <summary>What somebody fills in to register an application.</summary>
/// <param name="Name">Name that people see, 2 to 60 characters.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Realm">Who signs in.</param>
/// <param name="RedirectUris">Exact addresses; https, or http on a loopback host in Development.</param>
/// <param name="PostLogoutRedirectUris">Addresses after logout.</param>
/// <param name="Scopes">Scopes it may ask for.</param>
/// <param name="OptionalScopes">Those of them that a person may leave out.</param>
/// <param name="Purpose">What the data are used for, shown at consent.</param>
/// <param name="MinimumLevel">0 to 2.</param>
/// <param name="IdTokenAlgorithm"><c>RS256</c> or <c>ES256</c>.</param>
/// <param name="JsonWebKeySet">Public keys for <c>private_key_jwt</c> instead of a secret, or null.</param>
/// <param name="OutsideResource">Address of an outside resource server whose tokens have no row here, or null.</param>
internal sealed record ApplicationForm(
    string Name, ApplicationKind Kind, Realm Realm, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> PostLogoutRedirectUris, IReadOnlyList<string> Scopes,
    IReadOnlyList<string> OptionalScopes, string Purpose, int MinimumLevel, string IdTokenAlgorithm, string? JsonWebKeySet, string? OutsideResource);
