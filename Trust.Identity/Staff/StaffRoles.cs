using Trust.Contracts.Identity;

namespace Trust.Identity.Staff;

/// <summary>Roles of staff. The three administrators (三员) are never one person.</summary>
internal static class StaffRoles
{
    public const string SystemAdministrator = StaffRole.SystemAdministrator;
    public const string SecurityAdministrator = StaffRole.SecurityAdministrator;
    public const string AuditAdministrator = StaffRole.AuditAdministrator;
    public const string SealMaker = StaffRole.SealMaker;
    public const string SealReviewer = StaffRole.SealReviewer;
    public const string LicenceOfficial = StaffRole.LicenceOfficial;
    public const string Window = StaffRole.Window;

    private static readonly string[] Apart = [SystemAdministrator, SecurityAdministrator, AuditAdministrator];
    private static readonly string[] MakerAndReviewer = [SealMaker, SealReviewer];

    public static IReadOnlyList<string> All { get; } =
        [SystemAdministrator, SecurityAdministrator, AuditAdministrator, SealMaker, SealReviewer, LicenceOfficial, Window];

    /// <summary>Roles that one natural person may not hold at once: the three administrators exclude each other and every working role, maker excludes reviewer.</summary>
    public static bool Conflict(string one, string other) =>
        one != other && ((Apart.Contains(one) || Apart.Contains(other)) || (MakerAndReviewer.Contains(one) && MakerAndReviewer.Contains(other)));
}
