using Trust.Crypto.Keys;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Audit;

/// <summary>Gives the active key of purpose audit with which a module's heads are signed; asked at each head, so that a new key takes effect.</summary>
/// <param name="module">Name of the module.</param>
/// <returns>The key; it stays its owner's and is not disposed.</returns>
public delegate ISigningKey AuditKeySource(string module);

/// <summary>Checks a head's signature with the public key of an id, in any state of the key.</summary>
/// <param name="keyId">Id of the key.</param>
/// <param name="data">Signed bytes.</param>
/// <param name="signature">Signature, DER.</param>
/// <returns>Whether it holds; null when no key has the id.</returns>
public delegate bool? AuditHeadCheck(string keyId, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

/// <summary>Chains and heads.</summary>
public sealed class AuditOptions : ITrustOptions
{
    /// <inheritdoc/>
    public static string Section => "Trust:Audit";

    /// <summary>Folder to which heads are appended, one file a module; put it on another machine's disk. Default <c>audit-heads</c> in the data directory.</summary>
    public string? HeadsDirectory { get; set; }

    /// <summary>Seconds between two rounds of the sealer.</summary>
    public double SealEverySeconds { get; set; } = 1;

    /// <summary>Age in seconds from which an unchained row, or a head that is not exported, is a finding.</summary>
    public double UnchainedLimitSeconds { get; set; } = 60;

    /// <inheritdoc/>
    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (SealEverySeconds is not (>= 0.01 and <= 60))
        {
            report.Add("Trust:Audit:SealEverySeconds", "must be 0.01 to 60.");
        }

        if (UnchainedLimitSeconds is not (>= 1 and <= 86400))
        {
            report.Add("Trust:Audit:UnchainedLimitSeconds", "must be 1 to 86400.");
        }
    }

    /// <summary>Path of a module's heads file.</summary>
    /// <param name="dataDirectory">Data directory of the process.</param>
    /// <param name="module">Name of the module.</param>
    public string HeadsPath(string dataDirectory, string module) =>
        Path.Combine(Path.GetFullPath(HeadsDirectory ?? Path.Combine(dataDirectory, "audit-heads")), $"{module}.jsonl");
}
