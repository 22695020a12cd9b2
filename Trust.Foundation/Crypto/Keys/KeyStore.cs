using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Trust.Crypto.Certificates;

namespace Trust.Crypto.Keys;

/// <summary>
/// The keys of a node: a manifest of entries and their encrypted private parts, opened when first used. At most one key a purpose and algorithm is
/// active, and activating the next one retires it. Safe for use by many threads. Keeping the manifest bytes is the host's work:
/// after every change it stores <see cref="ToManifest"/>.
/// </summary>
public sealed class KeyStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Slot> _slots;
    private readonly char[] _password;
    private readonly int _iterations;

    private KeyStore(IEnumerable<KeyEntry> entries, ReadOnlySpan<char> password, int iterations)
    {
        _slots = [.. entries.Select(entry => new Slot(entry))];
        _password = GC.AllocateArray<char>(password.Length, pinned: true);
        password.CopyTo(_password);
        _iterations = iterations;
    }

    /// <summary>All entries as they stand now, in the order in which they were added.</summary>
    public IReadOnlyList<KeyEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _slots.Select(slot => slot.Entry)];
            }
        }
    }

    /// <summary>An empty store.</summary>
    /// <param name="password">Password of the keys that will be drawn.</param>
    /// <param name="iterations">PBKDF2 iterations of keys that will be drawn.</param>
    public static KeyStore Create(ReadOnlySpan<char> password, int iterations = KeyFile.DefaultIterations) => new([], password, iterations);

    /// <summary>Reads a manifest. No key is opened yet.</summary>
    /// <param name="manifest">JSON in UTF-8, at most 4 MiB.</param>
    /// <param name="password">Password of all its keys.</param>
    /// <param name="store">The store, or null.</param>
    /// <param name="fault">What is wrong with the manifest, or null.</param>
    /// <param name="iterations">PBKDF2 iterations of keys that will be drawn.</param>
    /// <returns>False for broken JSON, unknown values, an id that occurs twice, or two active keys of one purpose and algorithm.</returns>
    public static bool TryLoad(
        ReadOnlySpan<byte> manifest,
        ReadOnlySpan<char> password,
        [NotNullWhen(true)] out KeyStore? store,
        [NotNullWhen(false)] out string? fault,
        int iterations = KeyFile.DefaultIterations)
    {
        store = null;
        if (!KeyManifest.TryRead(manifest, out var entries, out fault))
        {
            return false;
        }

        if (entries.GroupBy(entry => entry.KeyId).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            fault = $"Key {twice.Key} occurs twice.";
            return false;
        }

        var active = entries.Where(entry => entry.State == KeyState.Active);
        if (active.GroupBy(entry => (entry.Purpose, entry.Algorithm)).FirstOrDefault(group => group.Count() > 1) is { Key: var pair })
        {
            fault = $"Two keys for {pair.Purpose.ToName()} with {pair.Algorithm.ToName()} are active.";
            return false;
        }

        store = new(entries, password, iterations);
        return true;
    }

    /// <summary>The manifest as it stands now, JSON in UTF-8. Private parts inside are encrypted.</summary>
    public byte[] ToManifest() => KeyManifest.Write(Entries);

    /// <summary>Draws a key and adds it in state <see cref="KeyState.Next"/>.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="algorithm">Its algorithm.</param>
    /// <param name="now">The time; cut to seconds.</param>
    public KeyEntry Generate(KeyPurpose purpose, KeyAlgorithm algorithm, DateTimeOffset now)
    {
        using var material = KeyMaterial.Generate(algorithm);
        return Add(material, purpose, now);
    }

    /// <summary>Adds a key that exists already, in state <see cref="KeyState.Next"/>. The caller keeps and disposes the material.</summary>
    /// <param name="material">The key.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="now">The time; cut to seconds.</param>
    /// <exception cref="InvalidOperationException">The store has this key already.</exception>
    public KeyEntry Add(KeyMaterial material, KeyPurpose purpose, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(material);
        var entry = new KeyEntry
        {
            KeyId = material.KeyId,
            Purpose = purpose,
            Algorithm = material.Algorithm,
            State = KeyState.Next,
            Created = WholeSeconds.Cut(now),
            SubjectPublicKeyInfo = (material as SigningKeyMaterial)?.SubjectPublicKeyInfo ?? default,
            EncryptedPem = KeyFile.Write(material, _password, _iterations),
        };
        lock (_lock)
        {
            if (_slots.Exists(slot => slot.Entry.KeyId == entry.KeyId))
            {
                throw new InvalidOperationException($"Key {entry.KeyId} is in the store already.");
            }

            _slots.Add(new(entry));
        }

        return entry;
    }

    /// <summary>Makes a next key active; the key that was active for the same purpose and algorithm is retired in the same step.</summary>
    /// <param name="keyId">Id of the key.</param>
    /// <exception cref="KeyNotFoundException">No such key.</exception>
    /// <exception cref="InvalidOperationException">The key is not in state next: a retired key never comes back.</exception>
    public void Activate(string keyId)
    {
        lock (_lock)
        {
            var slot = Find(keyId);
            RequireState(slot, slot.Entry.State == KeyState.Next, "only a next key becomes active");
            foreach (var other in _slots)
            {
                if (other.Entry.State == KeyState.Active && other.Entry.Purpose == slot.Entry.Purpose && other.Entry.Algorithm == slot.Entry.Algorithm)
                {
                    other.Entry = other.Entry with { State = KeyState.Retired };
                }
            }

            slot.Entry = slot.Entry with { State = KeyState.Active };
        }
    }

    /// <summary>Retires a key without a successor, as when it is compromised: whoever needs it fails until another is activated.</summary>
    /// <param name="keyId">Id of the key.</param>
    /// <exception cref="KeyNotFoundException">No such key.</exception>
    /// <exception cref="InvalidOperationException">The key is retired already.</exception>
    public void Retire(string keyId)
    {
        lock (_lock)
        {
            var slot = Find(keyId);
            RequireState(slot, slot.Entry.State != KeyState.Retired, "it is retired already");
            slot.Entry = slot.Entry with { State = KeyState.Retired };
        }
    }

    /// <summary>Stores the certificate of a signing key.</summary>
    /// <param name="keyId">Id of the key.</param>
    /// <param name="certificate">DER certificate for this public key, or empty to take it away.</param>
    /// <exception cref="KeyNotFoundException">No such key.</exception>
    /// <exception cref="ArgumentException">The certificate is unreadable or certifies another key.</exception>
    public void SetCertificate(string keyId, ReadOnlySpan<byte> certificate)
    {
        lock (_lock)
        {
            var slot = Find(keyId);
            if (!certificate.IsEmpty && !CertifiesKey(certificate, slot.Entry.SubjectPublicKeyInfo.Span))
            {
                throw new ArgumentException("The certificate does not certify this key.", nameof(certificate));
            }

            slot.Entry = slot.Entry with { Certificate = certificate.ToArray() };
        }
    }

    /// <summary>Opens a signing key, at the first call with its password. The store keeps it; disposing the result does nothing.</summary>
    /// <param name="keyId">Id of the key.</param>
    /// <exception cref="KeyNotFoundException">No such key.</exception>
    /// <exception cref="InvalidOperationException">The key does not sign.</exception>
    /// <exception cref="CryptographicException">The password is wrong, or the encrypted part is not the key of the entry.</exception>
    public ISigningKey OpenSigningKey(string keyId)
    {
        lock (_lock)
        {
            var slot = Find(keyId);
            return Open(slot) is SigningKeyMaterial material
                ? new SoftwareSigningKey(material, slot.Entry.Purpose, () => slot.Entry.State, () => slot.Entry.Certificate, ownsMaterial: false)
                : throw new InvalidOperationException($"Key {keyId} does not sign.");
        }
    }

    /// <summary>Opens a symmetric key, at the first call with its password. The store keeps it; disposing the result does nothing.</summary>
    /// <param name="keyId">Id of the key.</param>
    /// <exception cref="KeyNotFoundException">No such key.</exception>
    /// <exception cref="InvalidOperationException">The key is not symmetric.</exception>
    /// <exception cref="CryptographicException">The password is wrong, or the encrypted part is not the key of the entry.</exception>
    public ISymmetricKey OpenSymmetricKey(string keyId)
    {
        lock (_lock)
        {
            var slot = Find(keyId);
            return Open(slot) is SymmetricKeyMaterial material
                ? new SoftwareSymmetricKey(material, slot.Entry.Purpose, () => slot.Entry.State, ownsMaterial: false)
                : throw new InvalidOperationException($"Key {keyId} is not symmetric.");
        }
    }

    /// <summary>Entry of the active key for a purpose and algorithm, or null.</summary>
    /// <param name="purpose">The purpose.</param>
    /// <param name="algorithm">The algorithm.</param>
    public KeyEntry? FindActive(KeyPurpose purpose, KeyAlgorithm algorithm) =>
        Entries.FirstOrDefault(entry => entry.State == KeyState.Active && entry.Purpose == purpose && entry.Algorithm == algorithm);

    /// <summary>Forgets the password and every opened key.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_password.AsSpan()));
            _slots.ForEach(slot => slot.Material?.Dispose());
        }
    }

    private Slot Find(string keyId) =>
        _slots.Find(slot => slot.Entry.KeyId == keyId) ?? throw new KeyNotFoundException($"The store has no key {keyId}.");

    private KeyMaterial Open(Slot slot)
    {
        if (slot.Material is { } opened)
        {
            return opened;
        }

        if (!KeyFile.TryRead(slot.Entry.EncryptedPem, _password, out var material))
        {
            throw new CryptographicException($"Key {slot.Entry.KeyId} can't be opened: the password is wrong or the entry is damaged.");
        }

        // Whoever can write the manifest must not be able to pass one key off as another.
        if (material.KeyId != slot.Entry.KeyId || material.Algorithm != slot.Entry.Algorithm)
        {
            material.Dispose();
            throw new CryptographicException($"The encrypted part of key {slot.Entry.KeyId} holds another key.");
        }

        return slot.Material = material;
    }

    private static void RequireState(Slot slot, bool condition, string reason)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"Key {slot.Entry.KeyId} is {slot.Entry.State.ToName()}: {reason}.");
        }
    }

    private static bool CertifiesKey(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        Certificate.TryParse(certificate, out var parsed) && parsed.SubjectPublicKeyInfo.Span.SequenceEqual(subjectPublicKeyInfo);

    private sealed class Slot(KeyEntry entry)
    {
        // Read by opened keys outside the lock; a reference is written in one piece.
        private volatile KeyEntry _entry = entry;

        internal KeyEntry Entry
        {
            get => _entry;
            set => _entry = value;
        }

        internal KeyMaterial? Material { get; set; }
    }
}
