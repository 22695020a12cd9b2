using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Trust.License.Tests.Issuing;

namespace Trust.License.Tests.States;

/// <summary>What the API of states answered.</summary>
public sealed record StateReply(HttpStatusCode Status, string? Code, JsonElement Body);

/// <summary>Calls of the API of states, as a department's program makes them.</summary>
public static class StateCalls
{
    public static Dictionary<string, object?> Form(string to, DateTimeOffset? effective = null) => new()
    {
        ["to"] = to,
        ["effectiveAt"] = effective,
        ["basis"] = "食品安全法第一百二十二条",
        ["reason"] = "经营超过保质期的食品",
        ["document"] = "澜市监处罚〔2026〕31号",
    };

    public static Task<StateReply> ChangeAsync(this HttpClient machine, Guid licence, Dictionary<string, object?> form, string? key = null) =>
        PostAsync(machine, $"/api/license/v1/licences/{licence}/states", form, key);

    public static Task<StateReply> AmendAsync(this HttpClient machine, Guid licence, Dictionary<string, object?> form, string cause = "change", string? key = null) =>
        PostAsync(machine, $"/api/license/v1/licences/{licence}/versions", new Dictionary<string, object?> { ["form"] = form, ["cause"] = cause, ["basis"] = "经营项目变更核准通知书" }, key);

    public static async Task<StateReply> StateAsync(this HttpClient machine, Guid licence, string query = "")
    {
        using var answer = await machine.GetAsync(new Uri($"/api/license/v1/licences/{licence}/state{query}", UriKind.Relative));
        return await ReadAsync(answer);
    }

    private static async Task<StateReply> PostAsync(HttpClient machine, string address, object body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key ?? LicenceCalls.NewKey());
        using var answer = await machine.SendAsync(request);
        return await ReadAsync(answer);
    }

    private static async Task<StateReply> ReadAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return new StateReply(answer.StatusCode, body.TryGetProperty("type", out _) && body.TryGetProperty("code", out var code) ? code.GetString() : null, body);
    }
}
