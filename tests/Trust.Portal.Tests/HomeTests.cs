using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Trust.Testing;

namespace Trust.Portal.Tests;

public sealed class HomeTests(HomeTests.Usual usual) : IClassFixture<HomeTests.Usual>, IDisposable
{
    private readonly TemporaryFolder data = new();

    /// <summary>The portal with nobody to preview; its pages change nothing, so that one does for all.</summary>
    public sealed class Usual : IDisposable
    {
        private readonly TemporaryFolder data = new();

        public Usual() => App = Start(data);

        public WebApplicationFactory<Program> App { get; }

        public void Dispose()
        {
            App.Dispose();
            data.Dispose();
        }
    }

    [Fact]
    [Requirement("POR-01")]
    public async Task Nobody_is_greeted_until_somebody_is_known()
    {
        var page = await ReadAsync("/");
        Assert.Contains("身份、印章、证照，可信可查", page, StringComparison.Ordinal);
        Assert.DoesNotContain("您好", page, StringComparison.Ordinal);
        Assert.Contains("已接通", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_person_is_greeted_in_Development_and_the_page_is_not_kept()
    {
        using var app = Start(data, "林清和");
        using var answer = await SendAsync(app, "/");
        Assert.Contains("林清和，您好", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Person_that_is_no_demo_person_is_not_greeted()
    {
        using var app = Start(data, "不存在的人");
        using var answer = await SendAsync(app, "/");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("您好", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/about", "About")]
    [InlineData("/about/recognise", "How to recognise an official page")]
    [InlineData("/about/privacy", "Privacy")]
    [InlineData("/about/accessibility", "Accessibility statement")]
    public async Task Pages_about_the_platform_speak_English_too(string path, string heading)
    {
        var page = await ReadAsync(path, request => request.Headers.Add("Accept-Language", "en"));
        Assert.Contains($"<h1>{heading}</h1>", page, StringComparison.Ordinal);
    }

    public void Dispose() => data.Dispose();

    private static WebApplicationFactory<Program> Start(TemporaryFolder data, string? preview = null) => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseEnvironment("Development").UseSetting("Trust:DataDirectory", data.Path).UseSetting("Trust:PublicUrl", "http://localhost");
        if (preview is not null)
        {
            host.UseSetting("Trust:Portal:PreviewPerson", preview);
        }
    });

    private async Task<string> ReadAsync(string path, Action<HttpRequestMessage>? change = null)
    {
        using var answer = await SendAsync(usual.App, path, change);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> SendAsync(WebApplicationFactory<Program> app, string path, Action<HttpRequestMessage>? change = null)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/html");
        change?.Invoke(request);
        return await client.SendAsync(request);
    }
}
