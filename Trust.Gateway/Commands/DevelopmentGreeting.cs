using System.Globalization;
using System.Text;
using Trust.Hosting.Composition;
using Trust.Identity;

namespace Trust.Gateway.Commands;

/// <summary>What a developer sees at start: where things are, and whom one can be.</summary>
internal static class DevelopmentGreeting
{
    public static string Of(TrustComposition composition)
    {
        var text = new StringBuilder();
        text.AppendLine("Development: published keys, demo people, nothing here is secret.");
        text.AppendLine("  /                     portal (首页)");
        text.AppendLine("  /account              sign in (登录), account centre");
        text.AppendLine("  /account/staff/login  staff (工作人员); consoles below /admin");
        text.AppendLine("  /admin/seal           seals (印章管理), as seal maker or reviewer");
        text.AppendLine("  /admin/license        licences (证照管理), as licence official");
        text.AppendLine("  /me/licences          wallet (我的证照), as citizen or legal representative");
        text.AppendLine("  /verify               check of a licence (证照核验), without signing in");
        text.AppendLine("  /verify/seal          check of any sealed file (印章核验), without signing in");
        text.AppendLine("  /sandbox              people to register as, text messages, one-time codes, faults to switch on");
        text.AppendLine("  /design               every component");
        text.AppendLine("  /health/ready         probe");
        text.AppendLine(CultureInfo.InvariantCulture, $"  data                  {Path.GetFullPath(composition.Root.DataDirectory)}");
        if (composition.Modules.IsLocal("identity"))
        {
            AppendAccounts(text);
        }

        return text.ToString();
    }

    private static void AppendAccounts(StringBuilder text)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"Demo accounts, password {IdentityModule.DemoPassword}; sign in with identity number or mobile:");
        foreach (var (name, role, number, mobile, _) in IdentityModule.DemoPeople.Take(2))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {number.Reveal()}  {mobile.Reveal()}  {name}  {role}");
        }

        text.AppendLine("Staff, same password, one-time codes from these secrets (present codes at /sandbox):");
        foreach (var (number, name, role, secret) in IdentityModule.DemoStaff)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {number}  {secret}  {name}  {role}");
        }

        text.AppendLine("Applications:");
        foreach (var (id, secret) in IdentityModule.DemoApplications)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {id}  {(secret.Length > 0 ? secret : "(public)")}");
        }
    }
}
