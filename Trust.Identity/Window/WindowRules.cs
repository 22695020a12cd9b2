using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Identity.Data;
using Trust.Identity.Staff;

namespace Trust.Identity.Window;

/// <summary>Who sees and decides which proof: the one policy object of the window. Clerks of the office that recorded it, nobody else.</summary>
internal static class WindowRules
{
    public const string Role = StaffRoles.Window;

    /// <summary>Acts as the passkey confirms them.</summary>
    public const string RecordAct = "identity.window-record";
    public const string ConfirmAct = "identity.window-confirm";
    public const string RefuseAct = "identity.window-refuse";
    public const string WithdrawAct = "identity.window-withdraw";

    public const int LongestReason = 200;

    /// <summary>An outage of the registry sends nobody home twice; after a day the person comes again.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>Proofs of the actor's own office, as far as the role reaches.</summary>
    public static IQueryable<WindowProofRecord> Visible(IdentityDbContext db, Actor actor)
    {
        if (actor is not { Kind: ActorKind.Person, Capacity: { Kind: CapacityKind.Staff, OrganisationCode: { } office } })
        {
            return db.WindowProofs.Where(row => false);
        }

        var roles = actor.Roles.Where(role => role.Name == Role && (role.OrganisationCode is null || role.OrganisationCode == office)).ToList();
        var anywhere = roles.Exists(role => role.Region is null);
        var regions = roles.Select(role => role.Region).OfType<string>().ToList();
        return db.WindowProofs.Where(row => row.OfficeCode == office && (anywhere || regions.Contains(row.Region)));
    }

    /// <summary>Whether the actor may record a proof for their office.</summary>
    public static bool MayRecord(Actor actor, string office, string region) =>
        actor is { Kind: ActorKind.Person, Capacity: { Kind: CapacityKind.Staff, OrganisationCode: { } own } } && own == office
        && actor.Roles.Any(role => role.Name == Role && (role.OrganisationCode is null || role.OrganisationCode == office) && (role.Region is null || role.Region == region));

    /// <summary>Whether a number can stand on a document of this kind.</summary>
    public static bool Fits(WindowDocument document, CitizenIdNumber number) => number.Kind switch
    {
        CitizenIdKind.HongKongMacaoTaiwanPermit => document == WindowDocument.ResidencePermit,
        CitizenIdKind.ForeignPermanentResident => document == WindowDocument.ForeignerCard,
        _ => document is WindowDocument.IdCard or WindowDocument.TemporaryIdCard,
    };
}

/// <summary>Refusals of the window.</summary>
internal static class WindowErrors
{
    public static readonly TrustError OutOfReach = new("identity.window-out-of-reach", ErrorKind.Forbidden, "Your role does not reach this office.");

    public static readonly TrustError NotFound = new("identity.window-not-found", ErrorKind.NotFound, "There is no such proof.");

    public static readonly TrustError Document = new("identity.window-document", ErrorKind.Invalid, "The number does not stand on a document of this kind.");

    public static readonly TrustError NoAccount = new("identity.window-no-account", ErrorKind.Conflict, "No account of this telephone claims the number: the person registers first.");

    public static readonly TrustError ProvedElsewhere = new("identity.window-proved-elsewhere", ErrorKind.Conflict, "The number was proved at a window for another account before.");

    public static readonly TrustError SamePerson = new("identity.window-same-person", ErrorKind.Forbidden, "Another person confirms what somebody has recorded.");

    public static readonly TrustError OwnNumber = new("identity.window-own-number", ErrorKind.Forbidden, "Nobody proves their own number.");

    public static readonly TrustError Decided = new("identity.window-decided", ErrorKind.Conflict, "The proof has been decided, or its time is over.");

    public static readonly TrustError Reason = new("identity.window-reason", ErrorKind.Invalid, "A refusal has a reason of 2 to 200 characters.");

    public static readonly TrustError RegistryAway = new("identity.window-registry-away", ErrorKind.Unavailable, "The population registry does not answer now.");

    /// <summary>The detail says what the registry refused, as <see cref="Registration.RegistryFaults"/>.</summary>
    public static readonly TrustError RegistryRefused = new("identity.window-registry-refused", ErrorKind.Unprocessable, "");

    public static readonly TrustError ChangedMeanwhile = new("identity.window-changed", ErrorKind.Conflict, "The accounts were changed at the same moment; try again.");
}
