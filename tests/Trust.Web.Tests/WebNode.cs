using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Trust.Web.Tests;

/// <summary>A small application with nothing but Trust.Web, reached through HTTP.</summary>
public sealed partial class WebNode : IAsyncLifetime
{
    private WebApplication? app;

    public bool DesignPage { get; init; } = true;

    public IServiceProvider Services => app!.Services;

    public HttpClient Client(string acceptLanguage = "zh-CN", string? cookie = null)
    {
        var client = app!.GetTestServer().CreateClient();
        client.DefaultRequestHeaders.Add("Accept-Language", acceptLanguage);
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        if (cookie is not null)
            client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client;
    }

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.WebHost.UseTestServer();
        builder.Services.AddTrustWeb(web => web.DesignPage = DesignPage);
        builder.Services.AddRazorPages().AddApplicationPart(typeof(Words).Assembly);
        app = builder.Build();
        app.UseTrustWeb();
        app.UseTrustErrorPages();
        app.MapRazorPages();
        app.MapTrustWeb();
        app.MapGet("/fails", () => { throw new InvalidOperationException("secret detail"); });
        app.MapGet("/api/fails", () => Microsoft.AspNetCore.Http.Results.StatusCode(409));
        await app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
    }

    /// <summary>Cookie and form token of a page, for a post.</summary>
    public static async Task<(string Token, string Cookies)> FormAsync(HttpClient client, string path)
    {
        var response = await client.GetAsync(path);
        var html = await response.Content.ReadAsStringAsync();
        var token = TokenField().Match(html).Groups[1].Value;
        var cookies = string.Join("; ", response.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        return (token, cookies);
    }

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
