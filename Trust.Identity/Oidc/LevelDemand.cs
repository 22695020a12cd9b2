using System.Text.Json;
using OpenIddict.Abstractions;
using Trust.Contracts;
using Trust.Identity.Accounts;
using Trust.Identity.Sessions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Oidc;

/// <summary>What level an authorization request wants.</summary>
/// <param name="Required">Must be reached, or the request fails.</param>
/// <param name="Wished">Levels that would be nice, best first.</param>
/// <param name="IsKnown">False when an essential value names no level of ours: an error, never "any".</param>
internal sealed record LevelDemand(int Required, IReadOnlyList<int> Wished, bool IsKnown)
{
    private const int DeepestJson = 8;
    private const int LongestClaims = 4096;

    public static LevelDemand Of(ApplicationRecord application, OpenIddictRequest request)
    {
        var kind = application.Realm == Realm.Staff ? CapacityKind.Staff : CapacityKind.Natural;
        var wished = (request.AcrValues ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(value => SessionLevel.LevelOf(value, kind)).OfType<int>().ToList();

        // One factor signs in: nobody is level 0 who was asked for something more.
        var required = application.MinimumLevel;
        if (EssentialAcr(request) is { } essential)
        {
            var levels = essential.Select(value => SessionLevel.LevelOf(value, kind)).OfType<int>().ToList();
            if (levels.Count == 0)
            {
                return new LevelDemand(required, wished, IsKnown: false);
            }

            required = Math.Max(required, levels.Min());
        }

        return new LevelDemand(required, wished, IsKnown: true);
    }

    // OpenID Connect Core section 5.5.1.1: claims={"id_token":{"acr":{"essential":true,"values":[…]}}}
    private static List<string>? EssentialAcr(OpenIddictRequest request)
    {
        if ((string?)request.GetParameter(Parameters.Claims) is not { Length: > 0 } text)
        {
            return null;
        }

        if (text.Length > LongestClaims)
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DeepestJson });
            if (!json.RootElement.TryGetProperty("id_token", out var token) || !token.TryGetProperty("acr", out var acr) || acr.ValueKind != JsonValueKind.Object
                || !acr.TryGetProperty("essential", out var essential) || essential.ValueKind != JsonValueKind.True)
            {
                return null;
            }

            if (acr.TryGetProperty("values", out var values))
            {
                return values.ValueKind == JsonValueKind.Array ? [.. values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)] : [];
            }

            // Without a value it asks that the claim be there, which it always is.
            return !acr.TryGetProperty("value", out var one) ? null : one.ValueKind == JsonValueKind.String ? [one.GetString()!] : [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A demand that nobody can read is not met.
            return [];
        }
    }
}
