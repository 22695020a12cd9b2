namespace Trust.Hosting.Actors;

/// <summary>A process of the node as its peers know it.</summary>
/// <param name="Name">Name of the process.</param>
/// <param name="Key">Its node key.</param>
/// <param name="Operations">Operations it may call: <c>identity.resolve-person</c>, <c>identity.*</c> or <c>*</c>.</param>
/// <param name="Modules">Modules that run in it, whose events it may send.</param>
public sealed record Peer(string Name, NodePublicKey Key, IReadOnlyList<string> Operations, IReadOnlyList<string> Modules);

/// <summary>Who may call this process, and whose statements about persons count.</summary>
/// <param name="peers">Known processes.</param>
/// <param name="statementKeys">Identity's public evidence keys.</param>
public sealed class PeerDirectory(IReadOnlyList<Peer> peers, IReadOnlyList<NodePublicKey> statementKeys) : IDisposable
{
    /// <summary>Node key by id, or null.</summary>
    /// <param name="keyId">Id of the key.</param>
    public NodePublicKey? FindNodeKey(string keyId) => peers.FirstOrDefault(peer => peer.Key.KeyId == keyId)?.Key;

    /// <summary>Identity's statement key by id, or null.</summary>
    /// <param name="keyId">Id of the key.</param>
    public NodePublicKey? FindStatementKey(string keyId) => statementKeys.FirstOrDefault(key => key.KeyId == keyId);

    /// <summary>Whether the key belongs to the process of that name.</summary>
    /// <param name="name">Name of the process.</param>
    /// <param name="keyId">Id of the key.</param>
    public bool IsNodeKeyOf(string name, string keyId) => peers.Any(peer => peer.Name == name && peer.Key.KeyId == keyId);

    /// <summary>Whether a process may call an operation.</summary>
    /// <param name="name">Name of the process.</param>
    /// <param name="operation">Operation, <c>module.verb</c>.</param>
    public bool MayCall(string name, string operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var module = operation[..(operation.IndexOf('.', StringComparison.Ordinal) + 1)];
        return peers.Any(peer => peer.Name == name && peer.Operations.Any(allowed => allowed == "*" || allowed == operation || allowed == module + "*"));
    }

    /// <summary>Whether a process runs a module, so that the module's events come from it.</summary>
    /// <param name="name">Name of the process.</param>
    /// <param name="module">Name of the module.</param>
    public bool Runs(string name, string module) => peers.Any(peer => peer.Name == name && peer.Modules.Contains(module, StringComparer.Ordinal));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in peers.Select(peer => peer.Key).Concat(statementKeys))
        {
            key.Dispose();
        }
    }
}
