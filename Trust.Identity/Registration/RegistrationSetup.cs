using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trust.Hosting.Modules;

namespace Trust.Identity.Registration;

internal static class RegistrationSetup
{
    public static void AddRegistration(this ModuleBuilder module)
    {
        module.Services.AddSingleton<RegistryWorker>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<RegistryWorker>());
        module.Services.AddScoped<BeginRegistration>().AddScoped<CompleteRegistration>().AddScoped<AskRegistry>().AddScoped<CorrectRegistration>();
    }
}
