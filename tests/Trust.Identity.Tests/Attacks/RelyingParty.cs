using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Trust.Identity.Tests.Attacks;

/// <summary>An application that signs people in, or somebody who plays one.</summary>
/// <param name="Id">Client id.</param>
/// <param name="Secret">Secret, or null for a public one.</param>
public sealed record RelyingParty(string Id, string? Secret)
{
    public const string Callback = "http://localhost:5090/callback";
    public const string Scope = "openid profile";

    // RFC 7636 appendix B.
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    public static RelyingParty Web { get; } = new("demo-web", "demo-web-secret");

    public static RelyingParty Spa { get; } = new("demo-spa", null);

    public static RelyingParty Office { get; } = new("demo-office", "demo-office-secret");

    public static RelyingParty Machine { get; } = new("demo-machine", "demo-machine-secret");

    /// <summary>Parameters of a good authorization request; a value of null leaves one out.</summary>
    public Dictionary<string, string?> Request(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = Id,
            ["response_type"] = "code",
            ["redirect_uri"] = Callback,
            ["scope"] = Scope,
            ["state"] = "state-of-the-application",
            ["nonce"] = "nonce-of-the-application",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return parameters.Where(parameter => parameter.Value is not null).ToDictionary();
    }

    public static string AddressOf(IReadOnlyDictionary<string, string?> request) => QueryHelpers.AddQueryString("/connect/authorize", request);

    /// <summary>Authorization request in a browser where somebody is signed in, up to what the application hears or the page that is shown.</summary>
    public async Task<Answer> AuthorizeAsync(Browser visitor, params (string Name, string? Value)[] changes)
    {
        var answer = await visitor.FollowAsync(AddressOf(Request(changes)));
        return visitor.Last.StartsWith("/account/consent", StringComparison.Ordinal) ? await ConsentAsync(visitor) : answer;
    }

    public static async Task<Answer> ConsentAsync(Browser visitor, params string[] chosen)
    {
        var given = await visitor.SubmitAsync(visitor.Last, [("decision", "allow"), .. chosen.Select(scope => ("Input.Scopes", scope))]);
        return await visitor.FollowAsync(given.To);
    }

    /// <summary>A code for whoever is signed in.</summary>
    public async Task<string> CodeAsync(Browser visitor, params (string Name, string? Value)[] changes)
    {
        var answer = await AuthorizeAsync(visitor, changes);
        return answer.Parameters.TryGetValue("code", out var code) ? code : throw new InvalidOperationException($"No code: {answer.Status} {visitor.Last} {answer.To}");
    }

    /// <summary>Tokens for whoever is signed in.</summary>
    public async Task<Answer> TokensAsync(Browser visitor, params (string Name, string? Value)[] changes) => await RedeemAsync(visitor, await CodeAsync(visitor, changes));

    public Task<Answer> RedeemAsync(Browser visitor, string code, string? verifier = Verifier, string? redirect = Callback) =>
        TokenAsync(visitor, [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("code_verifier", verifier)]);

    public Task<Answer> RefreshAsync(Browser visitor, string token) => TokenAsync(visitor, ("grant_type", "refresh_token"), ("refresh_token", token));

    /// <summary>Asks the token endpoint, or another one where clients prove themselves.</summary>
    public Task<Answer> TokenAsync(Browser visitor, params (string Name, string? Value)[] fields) => AskAsync(visitor, "/connect/token", fields);

    // Never with the browser's cookies: a server asks, or a script.
    public Task<Answer> AskAsync(Browser visitor, string endpoint, params (string Name, string? Value)[] fields) => visitor.PostAsync(
        endpoint,
        [.. fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!)), .. Secret is null ? [KeyValuePair.Create("client_id", Id)] : Array.Empty<KeyValuePair<string, string>>()],
        request =>
        {
            request.Headers.Remove("Cookie");
            if (Secret is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Id}:{Secret}")));
            }
        });

    public async Task<bool> IsActiveAsync(Browser visitor, string token) => (await AskAsync(visitor, "/connect/introspect", ("token", token))).Json.GetProperty("active").GetBoolean();

    public static Task<Answer> UserInfoAsync(Browser visitor, string token) => visitor.GetAsync("/connect/userinfo", request =>
    {
        request.Headers.Remove("Cookie");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
    });
}
