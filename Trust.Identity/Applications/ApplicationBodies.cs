using System.Text.Json;
using System.Text.Json.Serialization;
using Trust.Identity.Accounts;
using Trust.Identity.Oidc;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Applications;

/// <summary>Names of an enumeration in camel case; numbers are refused.</summary>
/// <typeparam name="TEnum">Enumeration.</typeparam>
internal sealed class CamelCaseNames<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;

/// <summary>What is sent to register an application.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record RegisterBody
{
    /// <summary>Name that people see, 2 to 60 characters.</summary>
    public required string Name { get; init; }

    /// <summary><c>web</c> keeps a secret, <c>public</c> keeps none, <c>machine</c> calls for itself.</summary>
    [JsonConverter(typeof(CamelCaseNames<ApplicationKind>))]
    public required ApplicationKind Kind { get; init; }

    /// <summary>Who signs in.</summary>
    [JsonConverter(typeof(CamelCaseNames<Realm>))]
    public Realm Realm { get; init; }

    /// <summary>Exact addresses, https.</summary>
    public IReadOnlyList<string>? RedirectUris { get; init; }

    /// <summary>Addresses after logout.</summary>
    public IReadOnlyList<string>? PostLogoutRedirectUris { get; init; }

    /// <summary>Scopes that it may ask for.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Those of them that a person may leave out.</summary>
    public IReadOnlyList<string>? OptionalScopes { get; init; }

    /// <summary>What the information is used for; shown at consent.</summary>
    public string? Purpose { get; init; }

    /// <summary>Lowest level of a sign-in, 0 to 2; 1 unless it says otherwise.</summary>
    public int MinimumLevel { get; init; } = 1;

    /// <summary><c>RS256</c> or <c>ES256</c>.</summary>
    public string? IdTokenAlgorithm { get; init; }

    /// <summary>Public keys for <c>private_key_jwt</c> in place of a secret (RFC 7517).</summary>
    public JsonElement? JsonWebKeySet { get; init; }

    /// <summary>Address of an outside resource server that the tokens are for.</summary>
    public string? OutsideResource { get; init; }

    public ApplicationForm ToForm() => new(
        Name ?? "", Kind, Realm, Texts(RedirectUris), Texts(PostLogoutRedirectUris), Texts(Scopes), Texts(OptionalScopes), Purpose ?? "", MinimumLevel, IdTokenAlgorithm ?? "RS256",
        JsonWebKeySet is { ValueKind: not JsonValueKind.Null } keys ? keys.GetRawText() : null, OutsideResource);

    private static List<string> Texts(IReadOnlyList<string>? values) => [.. (values ?? []).Select(value => value ?? "")];
}

/// <summary>An application with its secret, shown this once.</summary>
/// <param name="ClientId">Its name.</param>
/// <param name="Secret">The secret; null where it has none, and in the answer to a repeated request.</param>
/// <param name="AlreadyAnswered">The request was repeated: the secret stood in the first answer and is kept nowhere.</param>
internal sealed record SecretBody(string ClientId, string? Secret, bool AlreadyAnswered);

/// <summary>A registered application.</summary>
/// <param name="ClientId">Its name.</param>
/// <param name="Name">Name that people see.</param>
/// <param name="Kind"><c>web</c>, <c>public</c> or <c>machine</c>.</param>
/// <param name="Realm"><c>citizen</c> or <c>staff</c>.</param>
/// <param name="OwnerName">Who runs it.</param>
/// <param name="OwnerCode">Its unified social credit code.</param>
/// <param name="Region">Division code.</param>
/// <param name="Purpose">What the information is used for.</param>
/// <param name="MinimumLevel">Lowest level of a sign-in.</param>
/// <param name="Scopes">Scopes that it may ask for.</param>
/// <param name="OptionalScopes">Those of them that a person may leave out.</param>
/// <param name="RedirectUris">Exact addresses.</param>
/// <param name="PostLogoutRedirectUris">Addresses after logout.</param>
/// <param name="Authentication"><c>client_secret_basic</c>, <c>private_key_jwt</c> or <c>none</c>.</param>
/// <param name="IdTokenAlgorithm"><c>RS256</c> or <c>ES256</c>.</param>
/// <param name="OutsideResource">Outside resource server that its tokens are for.</param>
/// <param name="RegisteredAt">When it was registered.</param>
/// <param name="DisabledAt">When it was disabled; null while it works.</param>
internal sealed record ApplicationBody(
    string ClientId, string Name, [property: JsonConverter(typeof(CamelCaseNames<ApplicationKind>))] ApplicationKind Kind, [property: JsonConverter(typeof(CamelCaseNames<Realm>))] Realm Realm,
    string OwnerName, string OwnerCode, string Region, string Purpose, int MinimumLevel, IReadOnlyList<string> Scopes, IReadOnlyList<string> OptionalScopes,
    IReadOnlyList<string> RedirectUris, IReadOnlyList<string> PostLogoutRedirectUris, string Authentication, string IdTokenAlgorithm, string? OutsideResource,
    DateTimeOffset RegisteredAt, DateTimeOffset? DisabledAt)
{
    public static ApplicationBody Of(ApplicationRecord record) => new(
        record.ClientId!, record.DisplayName ?? record.ClientId!, KindOf(record), record.Realm, record.OwnerName, record.OwnerCode, record.Region, record.Purpose, record.MinimumLevel,
        [.. Texts(record.Permissions).Where(permission => permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal)).Select(permission => permission[Permissions.Prefixes.Scope.Length..])],
        record.OptionalScopes.Split(' ', StringSplitOptions.RemoveEmptyEntries), Texts(record.RedirectUris), Texts(record.PostLogoutRedirectUris),
        record.JsonWebKeySet is not null ? "private_key_jwt" : record.ClientSecret is not null ? "client_secret_basic" : "none",
        record.IdTokenAlgorithm, record.OutsideResource, record.RegisteredAt, record.DisabledAt);

    private static ApplicationKind KindOf(ApplicationRecord record) =>
        record.RedirectUris is null ? ApplicationKind.Machine : record.ClientType == ClientTypes.Public ? ApplicationKind.Public : ApplicationKind.Web;

    private static string[] Texts(string? json) => json is null ? [] : JsonSerializer.Deserialize<string[]>(json)!;
}
