using System.Runtime.CompilerServices;

namespace Trust.Testing;

/// <summary>
/// Programs that tests start issue no demo licences unless they ask for them: most count rows or look at a quiet node. Set for this process and for what it starts, where
/// the module is part of it: elsewhere it would be a setting that nobody knows.
/// </summary>
internal static class NoDemoLicences
{
    private const string Variable = "Trust__License__DemoLicences";

#pragma warning disable CA2255 // The one assembly that every test project loads first.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Set()
    {
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "Trust.License.dll")))
        {
            Environment.SetEnvironmentVariable(Variable, "false");
        }
    }
}
