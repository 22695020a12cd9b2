using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Trust.Testing;

/// <summary>A licence that the demo machine issues for the market office of 澜江市, as a department's program does.</summary>
public static class SampleLicence
{
    public const string Office = "11990100MB0000027F";
    public const string FoodPermit = "11990000MB0000019F002";

    /// <summary>A food operation permit as the office would ask for it; the caller may change it.</summary>
    public static Dictionary<string, object?> Form() => new()
    {
        ["typeCode"] = FoodPermit,
        ["issuerCode"] = Office,
        ["holderName"] = "澜江市青禾食品有限公司",
        ["holderCodeType"] = "001",
        ["holderCode"] = "91990101MA0QHCP131",
        ["number"] = "JY19901020048217",
        ["issuedOn"] = "2026-03-18",
        ["items"] = new Dictionary<string, string>
        {
            ["KZ_FDDBR"] = "林清和",
            ["KZ_ZS"] = "云川省澜江市望湖区青禾路18号",
            ["KZ_JYCS"] = "云川省澜江市望湖区青禾路18号1层",
            ["KZ_ZTYT"] = "食品销售经营者",
            ["KZ_JYXM"] = "预包装食品销售（含冷藏冷冻食品）",
            ["KZ_RCJDJG"] = "澜江市望湖区市场监督管理所",
        },
    };

    /// <summary>Gives a client the token of the demo machine.</summary>
    public static async Task SignInAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("scope", "api")]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("demo-machine:demo-machine-secret")));
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString());
    }

    /// <summary>Issues one.</summary>
    /// <returns>Where its QR code leads to.</returns>
    public static async Task<string> IssueAsync(HttpClient client, Dictionary<string, object?>? form = null)
    {
        await SignInAsync(client);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/license/v1/licences") { Content = JsonContent.Create(form ?? Form()) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("address").GetString()!;
    }
}
