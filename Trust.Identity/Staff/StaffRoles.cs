namespace Trust.Identity.Staff;

/// <summary>Roles of staff. The three administrators (三员) are never one person.</summary>
internal static class StaffRoles
{
    public const string SystemAdministrator = "system-administrator";
    public const string SecurityAdministrator = "security-administrator";
    public const string AuditAdministrator = "audit-administrator";
    public const string SealMaker = "seal-maker";
    public const string SealReviewer = "seal-reviewer";
    public const string LicenceOfficial = "licence-official";
    public const string Window = "window";

    private static readonly string[] Apart = [SystemAdministrator, SecurityAdministrator, AuditAdministrator];
    private static readonly string[] MakerAndReviewer = [SealMaker, SealReviewer];

    public static IReadOnlyList<string> All { get; } =
        [SystemAdministrator, SecurityAdministrator, AuditAdministrator, SealMaker, SealReviewer, LicenceOfficial, Window];

    /// <summary>Roles that one natural person may not hold at once: the three administrators exclude each other and every working role, maker excludes reviewer.</summary>
    public static bool Conflict(string one, string other) =>
        one != other && ((Apart.Contains(one) || Apart.Contains(other)) || (MakerAndReviewer.Contains(one) && MakerAndReviewer.Contains(other)));
}
