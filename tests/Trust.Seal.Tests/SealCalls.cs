using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Trust.Testing;

namespace Trust.Seal.Tests;

/// <summary>What the sealing API answered.</summary>
/// <param name="Status">Status.</param>
/// <param name="Content">The document, or problem details.</param>
/// <param name="Code">Code of a problem, or null.</param>
/// <param name="UseAddress">Where the use is told of.</param>
public sealed record SealAnswer(HttpStatusCode Status, byte[] Content, string? Code, string? UseAddress);

/// <summary>Calls of the sealing and checking API, as a department's program makes them.</summary>
public static class SealCalls
{
    public static string NewKey() => Guid.NewGuid().ToString("N");

    /// <summary>The seal of this number that the machine may use, with its grant.</summary>
    public static async Task<(Guid SealId, Guid GrantId)> UsableAsync(this HttpClient machine, string number = SealApp.ProvinceSeal)
    {
        var seals = await machine.GetFromJsonAsync<JsonElement>("/api/seal/v1/seals");
        var seal = seals.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("number").GetString() == number);
        return (seal.GetProperty("sealId").GetGuid(), seal.GetProperty("grantId").GetGuid());
    }

    public static async Task<SealAnswer> SealAsync(
        this HttpClient machine, (Guid SealId, Guid GrantId) seal, byte[] document, string? key = null, string place = "1,140,230", string purpose = "准予许可通知书", bool seam = false)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(document), "file", document.AsSpan().StartsWith("%PDF-"u8) ? "notice.pdf" : "notice.ofd" },
            { new StringContent(seal.GrantId.ToString()), "grantId" },
            { new StringContent(purpose), "purpose" },
            { new StringContent(seam ? "true" : place), seam ? "ridingSeam" : "place" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/seal/v1/seals/{seal.SealId}/signatures") { Content = form };
        request.Headers.Add("Idempotency-Key", key ?? NewKey());
        using var answer = await machine.SendAsync(request);
        var content = await answer.Content.ReadAsByteArrayAsync();
        return new SealAnswer(answer.StatusCode, content, answer.IsSuccessStatusCode ? null : CodeOf(content), answer.Headers.Location?.OriginalString);
    }

    public static async Task<byte[]> SealedAsync(this HttpClient machine, byte[]? document = null)
    {
        var answer = await machine.SealAsync(await machine.UsableAsync(), document ?? SampleDocument.Notice());
        Assert.True(answer.Status == HttpStatusCode.OK, $"{answer.Status} {answer.Code}");
        return answer.Content;
    }

    public static async Task<JsonElement> VerifyAsync(this HttpClient client, byte[] file, string name = "notice.ofd")
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", name } };
        using var answer = await client.PostAsync(new Uri("/api/seal/v1/verifications", UriKind.Relative), form);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static string? CodeOf(byte[] problem)
    {
        using var json = JsonDocument.Parse(problem);
        return json.RootElement.GetProperty("code").GetString();
    }
}
