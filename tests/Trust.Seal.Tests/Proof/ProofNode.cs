using Trust.Seal.Tests.Processes;
using Trust.Testing;

namespace Trust.Seal.Tests.Proof;

/// <summary>A running process, a document that it sealed over HTTP, and what it publishes.</summary>
public sealed class ProofNode : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder data = new();

    public SealNode Node { get; private set; } = null!;

    public byte[] Document { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Node = await SealNode.StartAsync(data.Path);
        using var machine = await Node.MachineAsync();
        Document = await machine.SealedAsync(SampleDocument.Notice(3));
    }

    /// <summary>Downloads what the node publishes, by curl.</summary>
    public void Download(MachineTool tool, params string[] names)
    {
        foreach (var name in names)
        {
            tool.Run("curl", "-sS", "--fail", "-o", name, new Uri(Node.Address, $"/pki/{name}").ToString());
        }
    }

    public async Task DisposeAsync() => await Node.DisposeAsync();

    public void Dispose() => data.Dispose();
}
