using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Development;
using Trust.Hosting.Http;
using Trust.Hosting.Modules;
using Trust.Identity.Accounts;
using Trust.Web;

namespace Trust.Identity.Staff;

/// <summary>The staff realm: one-time codes, passkeys, acts.</summary>
internal static class StaffSetup
{
    // COSE: ES256 and RS256.
    private static readonly int[] Algorithms = [-7, -257];

    public static void AddStaff(this ModuleBuilder module)
    {
        var services = module.Services;
        module.AddOptions<StaffOptions>();
        module.AddDevelopmentNotes<StaffCodes>();
        services.AddScoped<IChromeSource, ConsoleChrome>();
        services.AddScoped<StaffSignIn>();
        services.AddIdentityCore<AccountRecord>().AddUserStore<PasskeyStore>();
        services.AddScoped<PasskeyStore>().AddScoped<IPasskeyHandler<AccountRecord>, PasskeyHandler<AccountRecord>>();
        services.AddScoped<Totp>().AddScoped<Passkeys>().AddScoped<ConfirmAct>().AddScoped<ApiActs>().AddScoped<PasskeyEnrolment>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<PublicOrigin>((options, origin) =>
        {
            // The registrable domain would let every department's host ask for the passkey: exactly this host, this origin.
            options.ServerDomain = origin.At("/").Host;
            options.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && context.Origin == origin.ToString());
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.AttestationConveyancePreference = "none";
            options.IsAllowedAlgorithm = algorithm => Algorithms.Contains(algorithm);
            options.AuthenticatorTimeout = TimeSpan.FromMinutes(5);
        });
    }
}
