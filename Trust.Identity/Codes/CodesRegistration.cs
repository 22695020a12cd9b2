using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trust.Hosting.Modules;

namespace Trust.Identity.Codes;

internal static class CodesRegistration
{
    public static void AddCodes(this ModuleBuilder module)
    {
        module.Services.AddSingleton<SmsSender>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<SmsSender>());
        module.Services.AddSingleton<SmsTexts>();
        module.Services.AddScoped<SmsQueue>().AddScoped<SendCode>().AddScoped<CheckCode>();
    }
}
