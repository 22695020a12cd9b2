using System.Text.Json;
using Trust.Contracts;
using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;
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

        var directory = Path.GetFullPath(path);
        if (Directory.Exists(directory) && Directory.EnumerateFiles(directory, "*.keys.json").Any())
        {
            Console.Error.WriteLine($"{directory} holds keys already: remove them first.");
            return 1;
        }

        using var folder = new KeyFolder(directory, new Secret(KeyOptions.DevelopmentMasterKey));
        var pki = new DevelopmentPki(folder, Today(TimeProvider.System));
        pki.MakeAuthorities();
        pki.MakeLeaves();
        pki.MakeNodes(Processes);
        pki.MakeSecrets();
        WriteFingerprints(folder, pki);
        Console.WriteLine($"Development keys written to {directory}. They are public: never use them anywhere else.");
        return 0;
    }

    private static DateTimeOffset Today(TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new DateTimeOffset(now.Year, now.Month, now.Day, 0, 0, 0, TimeSpan.Zero);
    }

    private static void WriteFingerprints(KeyFolder folder, DevelopmentPki pki)
    {
        var keys = folder.AllEntries().Select(entry => entry.KeyId).Order(StringComparer.Ordinal).ToList();
        var certificates = pki.Certificates.Select(certificate => certificate.ToFingerprint()).Order(StringComparer.Ordinal).ToList();
        var json = JsonSerializer.Serialize(new DevelopmentKeys.Fingerprints(keys, certificates), Indented);
        File.WriteAllText(Path.Combine(folder.Directory, "fingerprints.json"), json + "\n");
    }
}
