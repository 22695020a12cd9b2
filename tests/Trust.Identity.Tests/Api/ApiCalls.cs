using System.Net.Http.Headers;
using System.Net.Http.Json;
using Trust.Identity.Tests.Attacks;

namespace Trust.Identity.Tests.Api;

/// <summary>Calls of the JSON API.</summary>
internal static class ApiCalls
{
    private const string Root = "/api/identity/v1";

    public static Task<Answer> ApiAsync(this Browser caller, string? token, string path, HttpMethod? method = null, object? body = null, string? key = null) =>
        caller.SendAsync(new HttpRequestMessage(method ?? HttpMethod.Get, Root + path) { Content = body is null ? null : JsonContent.Create(body) }, request =>
        {
            request.Headers.Remove("Cookie");
            request.Headers.Accept.Clear();
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }
        });

    public static Task<Answer> PostApiAsync(this Browser caller, string token, string path, object? body = null, string? key = null) =>
        caller.ApiAsync(token, path, HttpMethod.Post, body, key ?? Guid.NewGuid().ToString("N"));

    public static string? Code(this Answer answer) => answer.Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    public static string AccessToken(this Answer answer) => answer.Json.GetProperty("access_token").GetString()!;
}
