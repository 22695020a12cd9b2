using System.Runtime.CompilerServices;

namespace Trust.Testing;

/// <summary>
/// Programs that tests start issue no demo licences unless they ask for them: most count rows or look at a quiet node. Set for this process and for what it starts.
/// </summary>
internal static class NoDemoLicences
{
    private const string Variable = "Trust__License__DemoLicences";

#pragma warning disable CA2255 // The one assembly that every test project loads first.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Set() => Environment.SetEnvironmentVariable(Variable, "false");
}
