using System.Text.Json;
using Trust.Hosting.Keys;

namespace Trust.Gateway.Commands;

/// <summary>
/// Makes the published development keys: a PKI whose certificates say DEVELOPMENT ONLY, and the list of fingerprints by which
/// every other environment refuses them.
/// </summary>
internal static class KeysDev
{
    private static readonly string[] Processes = ["front", "portal", "identity", "seal", "license", "gateway"];
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static int Generate(string[] args)
    {
        if (args is not [var path])
        {
            Console.Error.WriteLine("Usage: keys-dev generate FOLDER (the repository's is keys-dev; rebuild afterwards, because the fingerprints are compiled in).");
            return 64;
        }

        if (KeyFolder.HoldsKeys(path))
        {
            Console.Error.WriteLine($"{Path.GetFullPath(path)} holds keys already: remove them first.");
            return 1;
        }

        using var folder = new KeyFolder(path, CeremonyPlan.Development.MasterKey);
        var ceremony = KeyCeremony.Hold(folder, CeremonyPlan.Development, TimeProvider.System, Processes);
        WriteFingerprints(folder, ceremony);
        Console.WriteLine($"Development keys written to {folder.Directory}. They are public: never use them anywhere else.");
        return 0;
    }

    private static void WriteFingerprints(KeyFolder folder, KeyCeremony ceremony)
    {
        var keys = folder.AllEntries().Select(entry => entry.KeyId).Order(StringComparer.Ordinal).ToList();
        var certificates = ceremony.Certificates.Select(certificate => certificate.ToFingerprint()).Order(StringComparer.Ordinal).ToList();
        var json = JsonSerializer.Serialize(new DevelopmentKeys.Fingerprints(keys, certificates), Indented);
        File.WriteAllText(Path.Combine(folder.Directory, "fingerprints.json"), json + "\n");
    }
}
