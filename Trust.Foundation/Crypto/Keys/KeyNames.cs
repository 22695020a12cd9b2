using System.Diagnostics.CodeAnalysis;

namespace Trust.Crypto.Keys;

/// <summary>Names of purposes, states and algorithms in files and configuration: kebab case (<c>oidc-signing</c>, <c>next</c>, <c>ecdsa-p256</c>).</summary>
public static class KeyNames
{
    private static readonly Dictionary<KeyPurpose, string> Purposes = NamesOf<KeyPurpose>();
    private static readonly Dictionary<KeyState, string> States = NamesOf<KeyState>();
    private static readonly Dictionary<KeyAlgorithm, string> Algorithms = new()
    {
        [KeyAlgorithm.Sm2] = "sm2",
        [KeyAlgorithm.EcdsaP256] = "ecdsa-p256",
        [KeyAlgorithm.Rsa3072] = "rsa-3072",
        [KeyAlgorithm.Symmetric256] = "symmetric-256",
    };

    /// <summary>Name of a purpose.</summary>
    /// <param name="purpose">The purpose.</param>
    public static string ToName(this KeyPurpose purpose) => Purposes[purpose];

    /// <summary>Name of a state.</summary>
    /// <param name="state">The state.</param>
    public static string ToName(this KeyState state) => States[state];

    /// <summary>Name of an algorithm.</summary>
    /// <param name="algorithm">The algorithm.</param>
    public static string ToName(this KeyAlgorithm algorithm) => Algorithms[algorithm];

    /// <summary>Reads the name of a purpose, exactly as written by <see cref="ToName(KeyPurpose)"/>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="purpose">The purpose.</param>
    public static bool TryParse([NotNullWhen(true)] string? name, out KeyPurpose purpose) => TryFind(Purposes, name, out purpose);

    /// <summary>Reads the name of a state.</summary>
    /// <param name="name">The name.</param>
    /// <param name="state">The state.</param>
    public static bool TryParse([NotNullWhen(true)] string? name, out KeyState state) => TryFind(States, name, out state);

    /// <summary>Reads the name of an algorithm.</summary>
    /// <param name="name">The name.</param>
    /// <param name="algorithm">The algorithm.</param>
    public static bool TryParse([NotNullWhen(true)] string? name, out KeyAlgorithm algorithm) => TryFind(Algorithms, name, out algorithm);

    private static Dictionary<T, string> NamesOf<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>().ToDictionary(value => value, value => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

    private static bool TryFind<T>(Dictionary<T, string> names, string? name, out T value)
        where T : struct, Enum
    {
        foreach (var (candidate, candidateName) in names)
        {
            if (candidateName == name)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }
}
