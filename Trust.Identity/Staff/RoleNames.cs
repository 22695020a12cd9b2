using Trust.Web;

namespace Trust.Identity.Staff;

/// <summary>Names of roles for people.</summary>
internal static class RoleNames
{
    public static string Of(Words words, string role) => role switch
    {
        StaffRoles.SystemAdministrator => words["系统管理员"],
        StaffRoles.SecurityAdministrator => words["安全管理员"],
        StaffRoles.AuditAdministrator => words["审计管理员"],
        StaffRoles.SealMaker => words["印章制作员"],
        StaffRoles.SealReviewer => words["印章审核员"],
        StaffRoles.LicenceOfficial => words["发证人员"],
        StaffRoles.Window => words["窗口人员"],
        _ => role,
    };
}
