namespace Trust.Hosting.Audit;

/// <summary>
/// The last exported head is not in the database with the same hash: rows and heads were cut off or rewritten there, or an older database was put back. Going on would
/// sign a second history. The verifier names what is gone; after a restored backup the exported file is kept elsewhere as evidence before a new one begins.
/// </summary>
/// <param name="module">Module of the chain.</param>
/// <param name="index">Place of the exported head.</param>
public sealed class AuditForkException(string module, long index)
    : InvalidOperationException($"The exported head of {module} at place {index} is not in the database with the same hash: nothing is sealed. Verify the audit chain.")
{
    /// <summary>Place of the exported head.</summary>
    public long Index => index;
}
