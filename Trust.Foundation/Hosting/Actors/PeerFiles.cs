using Trust.Hosting.Keys;
using Trust.Hosting.Modules;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Actors;

/// <summary>Reads the public keys of the peers from the key folder.</summary>
internal static class PeerFiles
{
    public static PeerDirectory Read(InternalOptions options, KeyFolder keys, ModuleRegistry modules, TrustEnvironment environment)
    {
        // Nobody can call a process that does not listen for others.
        if (environment.InternalUrls.Count == 0)
        {
            return new PeerDirectory([], []);
        }

        var peers = options.Peers.Select(peer => new Peer(
            peer.Key, ReadKeys(peer.Value.PublicKeyFile ?? PathOf(keys, peer.Key))[0], peer.Value.Operations, peer.Value.Modules)).ToList();

        // The published development keys name their own peers: the front calls everything, and runs what does not run here.
        if (peers.Count == 0 && environment.IsDevelopment && File.Exists(PathOf(keys, "front")))
        {
            peers.Add(new Peer("front", ReadKeys(PathOf(keys, "front"))[0], ["*"], [.. modules.All.Select(module => module.Name).Where(name => !modules.IsLocal(name))]));
        }

        var statements = options.StatementKeysFile ?? PathOf(keys, "statements");
        return new PeerDirectory(peers, ReadKeys(statements));
    }

    private static string PathOf(KeyFolder keys, string name) => Path.Combine(keys.Directory, "peers", name + ".pem");

    private static IReadOnlyList<NodePublicKey> ReadKeys(string path)
    {
        if (!File.Exists(path))
        {
            throw new KeyMissingException($"There is no public key file {path}.");
        }

        var blocks = PemBlocks.Read(File.ReadAllText(path)).Where(block => block.Label == "PUBLIC KEY").ToList();
        return blocks.Count > 0
            ? [.. blocks.Select(block => NodePublicKey.FromSubjectPublicKeyInfo(block.Bytes))]
            : throw new KeyMissingException($"{path} holds no public key.");
    }
}
