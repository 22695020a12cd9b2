using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Modules;
using Trust.Identity.Consents;
using Trust.Identity.Sessions;
using Trust.Identity.SignIn;

namespace Trust.Identity.Accounts;

/// <summary>What a person sees and does about their own account, on pages and through the API.</summary>
internal static class AccountSetup
{
    public static void AddAccountCentre(this ModuleBuilder module) => module.Services
        .AddScoped<ReadOwnProfile>().AddScoped<OwnSessions>().AddScoped<OwnConsents>().AddScoped<OwnSignIns>().AddScoped<DescribeConsent>();
}
