using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Trust.Contracts;
using Trust.Crypto.Keys;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Keys;

/// <summary>
/// The key files of this process: <c>{purpose}.keys.json</c>, or <c>{purpose}-{scope}.keys.json</c> for one module or process,
/// which then comes first. A process is given only the files it needs; public keys of its peers lie in <c>peers/</c>.
/// </summary>
public sealed class KeyFolder : IDisposable
{
    private const string Extension = ".keys.json";

    private readonly string directory;
    private readonly Secret masterKey;
    private readonly ConcurrentDictionary<string, Lazy<KeyStore?>> stores = new(StringComparer.Ordinal);

    /// <summary>Opens a folder; nothing is read yet.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="masterKey">Opens its files.</param>
    public KeyFolder(string directory, Secret masterKey)
    {
        this.directory = Path.GetFullPath(directory);
        this.masterKey = masterKey;
    }

    /// <summary>The folder.</summary>
    public string Directory => directory;

    /// <summary>Whether a folder holds key files already.</summary>
    /// <param name="directory">The folder; need not exist.</param>
    public static bool HoldsKeys(string directory) =>
        System.IO.Directory.Exists(directory) && System.IO.Directory.EnumerateFiles(directory, "*" + Extension).Any();

    /// <summary>The active signing key of a purpose.</summary>
    /// <param name="purpose">Purpose.</param>
    /// <param name="algorithm">Algorithm.</param>
    /// <param name="scope">Module or process, or null.</param>
    /// <exception cref="KeyMissingException">There is none, or its file cannot be opened.</exception>
    public ISigningKey OpenSigningKey(KeyPurpose purpose, KeyAlgorithm algorithm, string? scope = null)
    {
        var store = Find(purpose, scope);
        return Guard(purpose, scope, () => store.OpenSigningKey(ActiveId(store, purpose, algorithm, scope)));
    }

    /// <summary>The active symmetric key of a purpose.</summary>
    /// <param name="purpose">Purpose.</param>
    /// <param name="scope">Module or process, or null.</param>
    /// <exception cref="KeyMissingException">There is none, or its file cannot be opened.</exception>
    public ISymmetricKey OpenSymmetricKey(KeyPurpose purpose, string? scope = null)
    {
        var store = Find(purpose, scope);
        return Guard(purpose, scope, () => store.OpenSymmetricKey(ActiveId(store, purpose, KeyAlgorithm.Symmetric256, scope)));
    }

    /// <summary>A symmetric key by id in any state, because old data must stay readable; null when unknown.</summary>
    /// <param name="purpose">Purpose.</param>
    /// <param name="keyId">Id of the key.</param>
    /// <param name="scope">Module or process, or null.</param>
    public ISymmetricKey? FindSymmetricKey(KeyPurpose purpose, string keyId, string? scope = null)
    {
        var store = Find(purpose, scope);
        return store.Entries.Any(entry => entry.KeyId == keyId) ? Guard(purpose, scope, () => store.OpenSymmetricKey(keyId)) : null;
    }

    /// <summary>The active key of a purpose with its certificate, for TLS; needs ECDSA.</summary>
    /// <param name="purpose">Purpose.</param>
    /// <param name="scope">Module or process, or null.</param>
    /// <exception cref="KeyMissingException">There is none with a certificate, or its file cannot be opened.</exception>
    internal X509Certificate2 OpenTlsCertificate(KeyPurpose purpose, string? scope)
    {
        var store = Find(purpose, scope);
        if (store.FindActive(purpose, KeyAlgorithm.EcdsaP256) is not { Certificate.IsEmpty: false } entry)
        {
            throw new KeyMissingException($"{UsedFile(purpose, scope)} holds no active key with a certificate.");
        }

        return Guard(purpose, scope, () => X509Certificate2.CreateFromEncryptedPem(
            PemEncoding.Write("CERTIFICATE", entry.Certificate.Span), entry.EncryptedPem, masterKey.Reveal()));
    }

    /// <summary>Every entry of a purpose, retired ones included; their public keys verify.</summary>
    /// <param name="purpose">Purpose.</param>
    /// <param name="scope">Module or process, or null.</param>
    public IReadOnlyList<KeyEntry> Entries(KeyPurpose purpose, string? scope = null) =>
        [.. Find(purpose, scope).Entries.Where(entry => entry.Purpose == purpose)];

    /// <summary>Every entry of every file of the folder, for the check against development keys.</summary>
    public IReadOnlyList<KeyEntry> AllEntries() =>
        System.IO.Directory.Exists(directory)
            ? [.. System.IO.Directory.EnumerateFiles(directory, "*" + Extension).SelectMany(path => Load(Path.GetFileName(path)) is { } store ? store.Entries : [])]
            : [];

    /// <summary>Writes a key file; used by the commands that make keys.</summary>
    /// <param name="store">The keys.</param>
    /// <param name="purpose">Purpose.</param>
    /// <param name="scope">Module or process, or null.</param>
    public void Write(KeyStore store, KeyPurpose purpose, string? scope = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        PrivateFolder.Create(directory);
        var path = Path.Combine(directory, FileName(purpose, scope));
        WholeFile.Replace(path, store.ToManifest());
        stores.TryRemove(FileName(purpose, scope), out _);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var store in stores.Values.Where(store => store.IsValueCreated))
        {
            store.Value?.Dispose();
        }
    }

    private string ActiveId(KeyStore store, KeyPurpose purpose, KeyAlgorithm algorithm, string? scope) =>
        store.FindActive(purpose, algorithm)?.KeyId
        ?? throw new KeyMissingException($"{UsedFile(purpose, scope)} holds no active {algorithm.ToName()} key for {purpose.ToName()}.");

    private KeyStore Find(KeyPurpose purpose, string? scope) =>
        (scope is null ? null : Load(FileName(purpose, scope))) ?? Load(FileName(purpose, null))
        ?? throw new KeyMissingException($"There is no file {FileName(purpose, scope)} in {directory}.");

    private KeyStore? Load(string fileName) => stores.GetOrAdd(fileName, name => new Lazy<KeyStore?>(() => Read(name))).Value;

    private KeyStore? Read(string fileName)
    {
        var path = Path.Combine(directory, fileName);
        if (!File.Exists(path))
        {
            return null;
        }

        return KeyStore.TryLoad(File.ReadAllBytes(path), masterKey.Reveal(), out var store, out var fault)
            ? store
            : throw new KeyMissingException($"{fileName} cannot be read: {fault}");
    }

    private T Guard<T>(KeyPurpose purpose, string? scope, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (CryptographicException)
        {
            throw new KeyMissingException($"The master key does not open {UsedFile(purpose, scope)}.");
        }
    }

    private string UsedFile(KeyPurpose purpose, string? scope) =>
        scope is not null && Load(FileName(purpose, scope)) is not null ? FileName(purpose, scope) : FileName(purpose, null);

    private static string FileName(KeyPurpose purpose, string? scope) =>
        scope is null ? purpose.ToName() + Extension : $"{purpose.ToName()}-{scope}{Extension}";
}

/// <summary>A key that the process needs is not there or does not open.</summary>
/// <param name="message">Which, and what would help.</param>
public sealed class KeyMissingException(string message) : Exception(message);
