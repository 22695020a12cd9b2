using Microsoft.Extensions.DependencyInjection;
using Trust.Hosting.Modules;

namespace Trust.Identity.Window;

/// <summary>Proofs of identity at a window (窗口核验).</summary>
internal static class WindowSetup
{
    public static void AddWindow(this ModuleBuilder module) => module.Services
        .AddScoped<FindHolder>().AddScoped<WindowRegistry>().AddScoped<RecordProof>().AddScoped<DecideProof>().AddScoped<ConfirmProof>().AddScoped<ReservedPerson>();
}
