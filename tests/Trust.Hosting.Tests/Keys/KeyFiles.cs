using Trust.Contracts;
using Trust.Crypto.Keys;
using Trust.Hosting.Keys;

namespace Trust.Hosting.Tests.Keys;

/// <summary>Makes key files as <c>keys generate</c> does, with few iterations.</summary>
internal static class KeyFiles
{
    public const string Password = "a-master-key-of-this-installation-0001";
    public const string OtherPassword = "a-master-key-of-another-installation-0002";

    /// <summary>Adds a file with one active key and returns its id.</summary>
    public static string Write(string directory, KeyPurpose purpose, KeyAlgorithm algorithm, string? scope = null, string password = Password)
    {
        using var store = KeyStore.Create(password, iterations: 1000);
        var entry = store.Generate(purpose, algorithm, new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        store.Activate(entry.KeyId);
        using var folder = Open(directory, password);
        folder.Write(store, purpose, scope);
        return entry.KeyId;
    }

    public static KeyFolder Open(string directory, string password = Password) => new(directory, new Secret(password));
}
