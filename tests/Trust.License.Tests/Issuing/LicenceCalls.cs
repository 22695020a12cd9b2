using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Trust.Testing;

namespace Trust.License.Tests.Issuing;

/// <summary>What the issuing API answered.</summary>
public sealed record LicenceAnswer(HttpStatusCode Status, string? Code, string Detail, Guid LicenceId, string? Identifier, string? Address);

/// <summary>Calls of the issuing API, as a department's program makes them.</summary>
public static class LicenceCalls
{
    public static string NewKey() => Guid.NewGuid().ToString("N");

    public static async Task<LicenceAnswer> IssueAsync(this HttpClient machine, Dictionary<string, object?>? form = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/license/v1/licences") { Content = JsonContent.Create(form ?? SampleLicence.Form()) };
        request.Headers.Add("Idempotency-Key", key ?? NewKey());
        using var answer = await machine.SendAsync(request);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return answer.StatusCode == HttpStatusCode.Created
            ? new LicenceAnswer(answer.StatusCode, null, "", body.GetProperty("licenceId").GetGuid(), body.GetProperty("identifier").GetString(), body.GetProperty("address").GetString())
            : new LicenceAnswer(answer.StatusCode, body.GetProperty("code").GetString(), body.TryGetProperty("detail", out var detail) ? detail.GetString()! : "", default, null, null);
    }

    public static Task<byte[]> FileAsync(this HttpClient machine, Guid licence, string form = "ofd") => machine.GetByteArrayAsync($"/api/license/v1/licences/{licence}/file?form={form}");
}
