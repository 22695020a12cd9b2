namespace Trust.Contracts.Identity;

/// <summary>Names of the roles of staff that a module's policy asks for (<see cref="ScopedRole.Name"/>).</summary>
public static class StaffRole
{
    /// <summary>系统管理员: applications, settings.</summary>
    public const string SystemAdministrator = "system-administrator";

    /// <summary>安全管理员: who may do what.</summary>
    public const string SecurityAdministrator = "security-administrator";

    /// <summary>审计管理员: reads what was done.</summary>
    public const string AuditAdministrator = "audit-administrator";

    /// <summary>印章制作员: applies for, makes and hands over seals.</summary>
    public const string SealMaker = "seal-maker";

    /// <summary>印章审核员: reviews applications, destroys seals.</summary>
    public const string SealReviewer = "seal-reviewer";

    /// <summary>发证人员: issues licences and changes their state.</summary>
    public const string LicenceOfficial = "licence-official";

    /// <summary>窗口人员: proves identities at a window.</summary>
    public const string Window = "window";
}
