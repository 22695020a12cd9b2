using System.Net;
using System.Text.RegularExpressions;

namespace Trust.Seal.Tests;

/// <summary>What a page answered.</summary>
public sealed record PageAnswer(HttpStatusCode Status, string? Location, string Text);

/// <summary>A browser without scripts: cookies, and the antiforgery value of the last page that had one.</summary>
public sealed partial class Desk(HttpClient client)
{
    private string token = "";

    public async Task<PageAnswer> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await client.SendAsync(request);
        return await ReadAsync(answer);
    }

    public async Task<byte[]> DownloadAsync(string path) => await client.GetByteArrayAsync(new Uri(path, UriKind.Relative));

    public async Task<PageAnswer> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), KeyValuePair.Create("__RequestVerificationToken", token)]);
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), form);
        return await ReadAsync(answer);
    }

    public async Task<PageAnswer> UploadAsync(string path, string fileName, byte[] file)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", fileName }, { new StringContent(token), "__RequestVerificationToken" } };
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), form);
        return await ReadAsync(answer);
    }

    private async Task<PageAnswer> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        if (Token().Match(text) is { Success: true } found)
        {
            token = WebUtility.HtmlDecode(found.Groups[1].Value);
        }

        return new PageAnswer(answer.StatusCode, answer.Headers.Location?.OriginalString, WebUtility.HtmlDecode(text));
    }

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
