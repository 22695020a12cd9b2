using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Net.Http.Headers;
using Trust.Hosting.Http;
using Trust.Identity.Sessions;

namespace Trust.Identity.Oidc;

/// <summary>Bytes that are the same for everybody, with their ETag.</summary>
internal sealed class PreparedBytes(byte[] content, string contentType)
{
    private readonly EntityTagHeaderValue tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"");

    public async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "public, max-age=300";

        // Applications in a browser read metadata and keys from their own origin; there is nothing to protect in them.
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = contentType;
        response.ContentLength = content.Length;
        await response.Body.WriteAsync(content, context.RequestAborted);
    }
}

/// <summary>Discovery document and key set, made once: their content changes with configuration and keys only, which are read at start.</summary>
internal sealed class PreparedMetadata(PublicOrigin origin, OidcKeys keys)
{
    private static readonly string[] Kinds = ["natural", "legal", "staff"];

    public const string KeySetPath = "/.well-known/jwks";

    public PreparedBytes Discovery { get; } = new(JsonSerializer.SerializeToUtf8Bytes(Document(origin.ToString())), "application/json");

    public PreparedBytes KeySet { get; } = new(
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["keys"] = new JsonArray([.. keys.Published.Select(key => Public(key.Jwk))]) }), "application/jwk-set+json");

    private static JsonObject Document(string issuer) => new()
    {
        ["issuer"] = issuer,
        ["authorization_endpoint"] = issuer + "/connect/authorize",
        ["token_endpoint"] = issuer + "/connect/token",
        ["pushed_authorization_request_endpoint"] = issuer + "/connect/par",
        ["require_pushed_authorization_requests"] = false,
        ["userinfo_endpoint"] = issuer + "/connect/userinfo",
        ["introspection_endpoint"] = issuer + "/connect/introspect",
        ["revocation_endpoint"] = issuer + "/connect/revoke",
        ["device_authorization_endpoint"] = issuer + "/connect/device",
        ["end_session_endpoint"] = issuer + "/connect/logout",
        ["jwks_uri"] = issuer + KeySetPath,
        ["scopes_supported"] = Texts(OidcScopes.All),
        ["response_types_supported"] = Texts(["code"]),
        ["response_modes_supported"] = Texts(["query"]),
        ["grant_types_supported"] = Texts(["authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code"]),
        ["subject_types_supported"] = Texts(["pairwise"]),
        ["id_token_signing_alg_values_supported"] = Texts(["RS256", "ES256"]),
        ["token_endpoint_auth_methods_supported"] = Texts(["private_key_jwt", "client_secret_basic", "none"]),
        ["token_endpoint_auth_signing_alg_values_supported"] = Texts(["RS256", "PS256", "ES256"]),
        ["introspection_endpoint_auth_methods_supported"] = Texts(["private_key_jwt", "client_secret_basic"]),
        ["revocation_endpoint_auth_methods_supported"] = Texts(["private_key_jwt", "client_secret_basic", "none"]),
        ["code_challenge_methods_supported"] = Texts(["S256"]),
        ["authorization_response_iss_parameter_supported"] = true,
        ["claims_parameter_supported"] = true,
        ["request_parameter_supported"] = false,
        ["request_uri_parameter_supported"] = false,
        ["prompt_values_supported"] = Texts(["none", "login", "consent", "select_account"]),
        ["acr_values_supported"] = Texts(
        [
            SessionLevel.AcrPrefix + "l0",
            .. Kinds.SelectMany(kind => Enumerable.Range(1, 3).Select(level => $"{SessionLevel.AcrPrefix}{kind}:l{level}")),
        ]),
        ["claims_supported"] = Texts(
        [
            "sub", "acr", "amr", "auth_time", "sid", "subject_type", "ial", "name", "birthdate", "gender", "updated_at", "preferred_username",
            "phone_number", "phone_number_verified", "id_type", "id_number_masked", "staff_id", "org_code", "org_name", "post", "division_code",
        ]),
        ["ui_locales_supported"] = Texts(["zh-CN", "en"]),
        ["service_documentation"] = issuer + "/openapi/identity.json",
    };

    private static JsonObject Public(JsonWebKey key)
    {
        var json = new JsonObject { ["kty"] = key.Kty, ["use"] = key.Use, ["alg"] = key.Alg, ["kid"] = key.Kid };
        foreach (var (name, value) in new[] { ("n", key.N), ("e", key.E), ("crv", key.Crv), ("x", key.X), ("y", key.Y) }.Where(member => member.Item2 is not null))
        {
            json[name] = value;
        }

        return json;
    }

    private static JsonArray Texts(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
