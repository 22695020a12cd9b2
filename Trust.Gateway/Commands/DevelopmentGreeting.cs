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
        text.AppendLine("  /             portal (首页)");
        text.AppendLine("  /design       every component");
        text.AppendLine("  /sandbox      people to register as, text messages, faults to switch on");
        text.AppendLine("  /health/ready probe");
        text.AppendLine(CultureInfo.InvariantCulture, $"  data          {Path.GetFullPath(composition.Root.DataDirectory)}");
        if (composition.Modules.IsLocal("identity"))
        {
            text.AppendLine("Demo people; see the portal as one of them with --Trust:Portal:PreviewPerson=NAME:");
            foreach (var (name, role, _, _, _) in IdentityModule.DemoPeople)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {name}\t{role}");
            }
        }

        return text.ToString();
    }
}
