using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Trust.Crypto.Keys;
using Trust.Hosting.Actors;
using Trust.Hosting.Keys;
using Trust.Hosting.Startup;
using Trust.Testing;

namespace Trust.Hosting.Tests.Keys;

public sealed class KeyFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static string DevelopmentFolder => Path.Combine(GatewayProcess.RepositoryRoot, "keys-dev");

    [Fact]
    public void Key_of_the_own_scope_comes_before_the_shared_one()
    {
        var shared = KeyFiles.Write(folder.Path, KeyPurpose.Audit, KeyAlgorithm.Sm2);
        var own = KeyFiles.Write(folder.Path, KeyPurpose.Audit, KeyAlgorithm.Sm2, "seal");
        using var keys = KeyFiles.Open(folder.Path);
        Assert.Equal(own, keys.OpenSigningKey(KeyPurpose.Audit, KeyAlgorithm.Sm2, "seal").KeyId);
        Assert.Equal(shared, keys.OpenSigningKey(KeyPurpose.Audit, KeyAlgorithm.Sm2, "identity").KeyId);
        Assert.Equal(shared, keys.OpenSigningKey(KeyPurpose.Audit, KeyAlgorithm.Sm2).KeyId);
        Assert.Equal([own], keys.Entries(KeyPurpose.Audit, "seal").Select(entry => entry.KeyId));
    }

    [Fact]
    public void Missing_file_is_named()
    {
        using var keys = KeyFiles.Open(folder.Path);
        var fault = Assert.Throws<KeyMissingException>(() => keys.OpenSigningKey(KeyPurpose.Audit, KeyAlgorithm.Sm2, "seal"));
        Assert.Contains("audit-seal.keys.json", fault.Message, StringComparison.Ordinal);
        Assert.Empty(keys.AllEntries());
        Assert.False(KeyFolder.HoldsKeys(folder.Path));
    }

    [Theory]
    [InlineData(null, "key-ring.keys.json")]
    [InlineData("portal", "key-ring-portal.keys.json")]
    public void Wrong_master_key_names_the_file_and_never_the_key(string? scope, string file)
    {
        KeyFiles.Write(folder.Path, KeyPurpose.KeyRing, KeyAlgorithm.Symmetric256, scope);
        using var keys = KeyFiles.Open(folder.Path, KeyFiles.OtherPassword);
        var fault = Assert.Throws<KeyMissingException>(() => keys.OpenSymmetricKey(KeyPurpose.KeyRing, scope));
        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(KeyFiles.Password, fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(KeyFiles.OtherPassword, fault.ToString(), StringComparison.Ordinal);
        using var right = KeyFiles.Open(folder.Path);
        Assert.Equal(KeyState.Active, right.OpenSymmetricKey(KeyPurpose.KeyRing, scope).State);
    }

    [Fact]
    public void Fault_of_the_shared_file_names_the_shared_file()
    {
        KeyFiles.Write(folder.Path, KeyPurpose.KeyRing, KeyAlgorithm.Symmetric256);
        using var keys = KeyFiles.Open(folder.Path, KeyFiles.OtherPassword);
        var fault = Assert.Throws<KeyMissingException>(() => keys.OpenSymmetricKey(KeyPurpose.KeyRing, "portal"));
        Assert.Contains(" key-ring.keys.json", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_without_an_active_key_of_the_algorithm_is_named()
    {
        KeyFiles.Write(folder.Path, KeyPurpose.Node, KeyAlgorithm.Sm2, "portal");
        using var keys = KeyFiles.Open(folder.Path);
        var fault = Assert.Throws<KeyMissingException>(() => keys.OpenSigningKey(KeyPurpose.Node, KeyAlgorithm.EcdsaP256, "portal"));
        Assert.Contains("node-portal.keys.json", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1,2")]
    [InlineData("not json at all")]
    public void Damaged_file_is_named(string content)
    {
        File.WriteAllText(folder.At("audit.keys.json"), content);
        using var keys = KeyFiles.Open(folder.Path);
        var fault = Assert.Throws<KeyMissingException>(() => keys.OpenSigningKey(KeyPurpose.Audit, KeyAlgorithm.Sm2));
        Assert.Contains("audit.keys.json", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(KeyFiles.Password, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Key_passed_off_as_another_one_is_refused()
    {
        // Whoever can write the file puts the encrypted part of a key of theirs under the id of ours.
        var ours = KeyFiles.Write(folder.Path, KeyPurpose.Audit, KeyAlgorithm.Sm2);
        var theirs = KeyFiles.Write(folder.Path, KeyPurpose.Audit, KeyAlgorithm.Sm2, "evil");
        var manifest = File.ReadAllText(folder.At("audit-evil.keys.json"));
        File.WriteAllText(folder.At("audit.keys.json"), manifest.Replace(theirs, ours, StringComparison.Ordinal));
        using var keys = KeyFiles.Open(folder.Path);
        Assert.Throws<KeyMissingException>(() => keys.OpenSigningKey(KeyPurpose.Audit, KeyAlgorithm.Sm2));
    }

    [Fact]
    public void Every_published_key_is_recognised()
    {
        using var keys = KeyFiles.Open(DevelopmentFolder, KeyOptions.DevelopmentMasterKey);
        var entries = keys.AllEntries();
        Assert.True(entries.Count > 10);
        Assert.All(entries, entry => Assert.Contains("is a published development key", DevelopmentKeys.Fault(entry), StringComparison.Ordinal));
        Assert.True(DevelopmentKeys.IsKnownCertificate(PemBlocks.Read(File.ReadAllText(Path.Combine(DevelopmentFolder, "root.pem"))).Single(block => block.Label == "CERTIFICATE").Bytes));
    }

    [Fact]
    public void Key_of_an_installation_is_not_taken_for_a_published_one()
    {
        KeyFiles.Write(folder.Path, KeyPurpose.Audit, KeyAlgorithm.Sm2);
        using var keys = KeyFiles.Open(folder.Path);
        Assert.Null(DevelopmentKeys.Fault(Assert.Single(keys.AllEntries())));
    }

    [Fact]
    public async Task Published_keys_of_peers_outside_the_key_folder_are_refused_in_production()
    {
        KeyFiles.Write(folder.Path, KeyPurpose.Audit, KeyAlgorithm.Sm2);
        var options = new InternalOptions
        {
            NodeCaFile = Path.Combine(DevelopmentFolder, "node-ca.pem"),
            StatementKeysFile = Path.Combine(DevelopmentFolder, "peers", "statements.pem"),
            Peers = { ["front"] = new PeerOptions { PublicKeyFile = Path.Combine(DevelopmentFolder, "peers", "front.pem"), Operations = ["*"] } },
        };
        Assert.Equal(
            ["Trust:Internal:NodeCaFile", "Trust:Internal:StatementKeysFile", "Trust:Internal:Peers:front:PublicKeyFile"],
            (await CheckAsync(options, "Production")).Select(fault => fault.Setting).Distinct());
        Assert.Empty(await CheckAsync(options, "Development"));
        Assert.Empty(await CheckAsync(new InternalOptions { NodeCaFile = folder.At("missing.pem") }, "Production"));
    }

    public void Dispose() => folder.Dispose();

    private async Task<IReadOnlyList<StartupFault>> CheckAsync(InternalOptions options, string environment)
    {
        using var keys = KeyFiles.Open(folder.Path);
        var report = new StartupReport();
        var known = TrustEnvironment.Read(new ConfigurationBuilder().Build(), new HostingEnvironment { EnvironmentName = environment }, report);
        await new DevelopmentKeysCheck(keys, options, known).CheckAsync(report, CancellationToken.None);
        return report.Faults;
    }
}
