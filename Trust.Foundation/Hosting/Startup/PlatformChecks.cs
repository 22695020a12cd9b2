using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Trust.Crypto.Keys;
using Trust.Hosting.Actors;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Hosting.Modules;

namespace Trust.Hosting.Startup;

/// <summary>Development keys and certificates open nothing outside development.</summary>
internal sealed class DevelopmentKeysCheck(KeyFolder keys, InternalOptions calls, TrustEnvironment environment) : IStartupCheck
{
    public Task CheckAsync(StartupReport report, CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment)
        {
            return Task.CompletedTask;
        }

        foreach (var fault in keys.AllEntries().Select(DevelopmentKeys.Fault).OfType<string>())
        {
            report.Add("Trust:Keys:Directory", fault);
        }

        if (Directory.Exists(keys.Directory))
        {
            foreach (var path in Directory.EnumerateFiles(keys.Directory, "*.pem", SearchOption.AllDirectories))
            {
                CheckPem("Trust:Keys:Directory", path, report);
            }
        }

        foreach (var (setting, path) in NamedFiles().Where(file => File.Exists(file.Path)))
        {
            CheckPem(setting, path!, report);
        }

        return Task.CompletedTask;
    }

    // Files that the configuration names may lie outside the key folder.
    private IEnumerable<(string Setting, string? Path)> NamedFiles() =>
    [
        ("Trust:Internal:NodeCaFile", calls.NodeCaFile),
        ("Trust:Internal:StatementKeysFile", calls.StatementKeysFile),
        .. calls.Peers.Select(peer => ($"Trust:Internal:Peers:{peer.Key}:PublicKeyFile", peer.Value.PublicKeyFile)),
    ];

    private static void CheckPem(string setting, string path, StartupReport report)
    {
        foreach (var block in PemBlocks.Read(File.ReadAllText(path)))
        {
            var known = block.Label switch
            {
                "CERTIFICATE" => DevelopmentKeys.IsDevelopmentCertificate(block.Bytes),
                "PUBLIC KEY" => DevelopmentKeys.IsKnownKey(Convert.ToHexStringLower(SHA256.HashData(block.Bytes).AsSpan(0, 16))),
                _ => false,
            };
            if (known)
            {
                report.Add(setting, $"{Path.GetFileName(path)} is a development {block.Label.ToLowerInvariant()}.");
            }
        }
    }
}

/// <summary>The keys that this process needs are there and open with the master key.</summary>
internal sealed class NeededKeysCheck(KeyFolder keys, ModuleRegistry modules, NodeOptions node, TrustEnvironment environment, IServiceProvider services) : IStartupCheck
{
    public Task CheckAsync(StartupReport report, CancellationToken cancellationToken)
    {
        Try(report, () => keys.OpenSymmetricKey(KeyPurpose.KeyRing).Dispose());
        foreach (var module in modules.Local)
        {
            CheckModule(module, report);
        }

        if (modules.Remote.Any() || environment.InternalUrls.Count > 0)
        {
            Try(report, () => keys.OpenSigningKey(KeyPurpose.Node, KeyAlgorithm.EcdsaP256, node.Process).Dispose());
            Try(report, () => services.GetRequiredService<PeerDirectory>());
        }

        return Task.CompletedTask;
    }

    private void CheckModule(ITrustModule module, StartupReport report)
    {
        // Without its key the sealer would only say so once a second, and nothing would ever be sealed.
        if (services.GetKeyedService<ModuleDatabase>(module.Name) is not null)
        {
            Try(report, () => keys.OpenSigningKey(KeyPurpose.Audit, KeyAlgorithm.Sm2, module.Name).Dispose());
        }

        foreach (var (purpose, algorithm) in module.Keys)
        {
            Try(report, () =>
            {
                if (algorithm == KeyAlgorithm.Symmetric256)
                {
                    keys.OpenSymmetricKey(purpose, module.Name).Dispose();
                }
                else
                {
                    keys.OpenSigningKey(purpose, algorithm, module.Name).Dispose();
                }
            });
        }
    }

    private static void Try(StartupReport report, Action open)
    {
        try
        {
            open();
        }
        catch (Exception exception) when (exception is KeyMissingException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            report.Add("Trust:Keys", exception.Message);
        }
    }
}

/// <summary>Databases are migrated and hold no demo rows outside development.</summary>
internal sealed class StoresCheck(ModuleRegistry modules, TrustEnvironment environment, IServiceScopeFactory scopes) : IStartupCheck
{
    public async Task CheckAsync(StartupReport report, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var module in modules.Local)
        {
            try
            {
                if (module.Store(scope.ServiceProvider) is { } store)
                {
                    await CheckAsync(module.Name, store, report, cancellationToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                report.Add($"database of {module.Name}", $"cannot be reached ({exception.GetBaseException().GetType().Name}).");
            }
        }
    }

    private async Task CheckAsync(string module, IModuleStore store, StartupReport report, CancellationToken cancellationToken)
    {
        if (!await store.IsCurrentAsync(cancellationToken))
        {
            report.Add($"database of {module}", "is not migrated. Run the command migrate.");
        }
        else if (!environment.IsDevelopment && await store.HasDemoRowsAsync(cancellationToken))
        {
            report.Add($"database of {module}", "holds demo rows, which exist only in Development.");
        }
    }
}
