using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trust.Hosting.Modules;
using Trust.Identity.Accounts;
using Trust.Identity.Data;

namespace Trust.Identity.SignIn;

internal static class SignInRegistration
{
    public static void AddSignIn(this ModuleBuilder module)
    {
        module.Services.AddSingleton<IPasswordHasher<AccountRecord>>(Passwords.Hasher()).AddSingleton<Passwords>();
        module.Services.AddScoped<Allowance>().AddScoped<KnownDevices>().AddScoped<Throttle>().AddScoped<FindAccount>().AddScoped<SignInHistory>();
        module.Services.AddScoped<PasswordSignIn>().AddScoped<CodeSignIn>().AddScoped<StepUp>().AddScoped<SignInPlace>();
        module.Services.AddSingleton<IHostedService, ForgetExpired>();
    }
}
