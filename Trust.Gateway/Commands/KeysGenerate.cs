using Trust.Hosting.Keys;
using Trust.Hosting.Startup;

namespace Trust.Gateway.Commands;

/// <summary>Makes the keys of a real installation in an empty key folder, for its processes.</summary>
internal static class KeysGenerate
{
    public static int Run(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        var report = new StartupReport();
        var environment = TrustEnvironment.Read(configuration, new HostingEnvironment(), report);
        var keys = OptionsReader.Read<KeyOptions>(configuration, environment, report);
        var root = OptionsReader.Read<RootOptions>(configuration, environment, report);
        if (report.Faults.Count > 0)
        {
            Console.Error.Write(report.ToString());
            return Trust.Hosting.Composition.TrustLifecycle.ConfigurationExitCode;
        }

        if (KeyFolder.HoldsKeys(keys.Directory!))
        {
            Console.Error.WriteLine($"{Path.GetFullPath(keys.Directory!)} holds keys already; nothing was changed.");
            return 1;
        }

        var processes = (configuration["processes"] ?? "front").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        using var folder = new KeyFolder(keys.Directory!, keys.MasterKey!);
        KeyCeremony.Hold(folder, CeremonyPlan.Real(keys.MasterKey!, root.PublicUrl!), TimeProvider.System, processes);
        Console.WriteLine($"Keys written to {folder.Directory}. Give each process only the files it needs, and keep root and node CA keys off line; the issuing CA key belongs to the process of the module seal alone.");
        return 0;
    }

    // Keys made by this command are never development keys, whatever the environment is called.
    private sealed class HostingEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";

        public string ApplicationName { get; set; } = "Trust.Gateway";

        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
