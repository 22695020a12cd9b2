using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Modules;

namespace Trust.Identity.Holders;

/// <summary>What the module of licences asks about holders.</summary>
internal static class HoldersSetup
{
    public static void AddHolders(this ModuleBuilder module) => module.Services.AddScoped<ReadHolder>().AddScoped<NotifyHolder>();
}
