using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Trust.Testing;

namespace Trust.Gateway.Tests;

public sealed class RequestGuardTests(DevelopmentApp app) : IClassFixture<DevelopmentApp>
{
    public static TheoryData<string, string> ForwardedHeaders => new()
    {
        { "X-Forwarded-Host", "evil.example" }, { "Forwarded", "host=evil.example;proto=https" }, { "X-Forwarded-Proto", "https" },
        { "X-Forwarded-For", "203.0.113.9" }, { "X-Original-URL", "/internal" }, { "X-Forwarded-Prefix", "/evil" },
    };

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("localhost:81")]
    [InlineData("127.0.0.1")]
    [Requirement("SEC-02")]
    public async Task Foreign_host_is_refused(string host)
    {
        using var answer = await app.SendAsync("/", request => request.Headers.Host = host);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("request.foreign-host", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probes_answer_under_any_host()
    {
        using var answer = await app.SendAsync("/health/live", request => request.Headers.Host = "10.0.0.7");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [MemberData(nameof(ForwardedHeaders))]
    public async Task Forwarded_request_at_a_development_installation_is_refused(string name, string value)
    {
        using var answer = await app.SendAsync("/", request => request.Headers.Add(name, value));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("request.forwarded", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Change_asked_for_by_another_site_is_refused(string method)
    {
        using var answer = await app.SendAsync("/", request =>
        {
            request.Method = new HttpMethod(method);
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
        });
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/about")]
    [InlineData("/nowhere")]
    [InlineData("/health/live")]
    [InlineData("/_content/Trust.Web/css/tokens.css")]
    [Requirement("SEC-02")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        using var answer = await app.SendAsync(path);
        Assert.Equal(
            "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("/internal/identity/v1/resolve-person")]
    [InlineData("/INTERNAL/identity/v1/resolve-person")]
    [InlineData("/internal/identity/v1/events")]
    [InlineData("/internal")]
    public async Task Internal_addresses_do_not_exist_outside(string path)
    {
        using var answer = await app.SendAsync(path, request =>
        {
            request.Method = HttpMethod.Post;
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            request.Headers.Add("Trust-Actor", "anything");
        });
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Unknown_page_speaks_to_people_in_their_language_and_to_programs_in_json()
    {
        using var people = await app.SendAsync("/nowhere", request => request.Headers.Add("Accept", "text/html"));
        Assert.Equal(HttpStatusCode.NotFound, people.StatusCode);
        Assert.Contains("<html lang=\"zh-CN\"", await people.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var programs = await app.SendAsync("/api/identity/v1/nowhere", request => request.Headers.Add("Accept", "text/html"));
        Assert.Equal("application/problem+json", programs.Content.Headers.ContentType?.MediaType);
        Assert.Contains("request.not-found", await programs.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_carry_a_trace_id()
    {
        using var answer = await app.SendAsync("/api/identity/v1/nowhere");
        var problem = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString());
    }

    [Fact]
    public async Task Wrong_method_is_told_as_such()
    {
        using var answer = await app.SendAsync("/health/live", request => request.Method = HttpMethod.Put);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task People_over_the_limit_see_a_page()
    {
        using var limited = app.With("Trust:Rates:Page", "1");
        using var first = await DevelopmentApp.SendAsync(limited, "/about", request => request.Headers.Add("Accept", "text/html"));
        using var second = await DevelopmentApp.SendAsync(limited, "/about", request => request.Headers.Add("Accept", "text/html"));
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal("text/html", second.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(second.Headers.RetryAfter);
    }

    [Fact]
    public async Task Too_many_requests_are_told_when_to_come_back()
    {
        using var limited = app.With("Trust:Rates:Page", "3");
        var answers = new List<HttpResponseMessage>();
        for (var count = 0; count < 5; count++)
        {
            answers.Add(await DevelopmentApp.SendAsync(limited, "/about"));
        }

        Assert.Equal(HttpStatusCode.OK, answers[0].StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1].StatusCode);
        Assert.InRange(answers[^1].Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Theory]
    [InlineData("Extranet", HttpStatusCode.OK)]
    [InlineData("Internet", HttpStatusCode.OK)]
    [Requirement("ARC-22")]
    public async Task Pages_for_both_zones_are_served_in_each(string zone, HttpStatusCode expected)
    {
        using var zoned = app.With("Trust:Zone", zone);
        using var answer = await DevelopmentApp.SendAsync(zoned, "/about");
        Assert.Equal(expected, answer.StatusCode);
    }
}

/// <summary>The program in this process, in Development, on SQLite.</summary>
public sealed class DevelopmentApp : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly WebApplicationFactory<Program> factory;

    public DevelopmentApp() => factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
        .UseEnvironment("Development")
        .UseSetting("Trust:DataDirectory", data.Path)
        .UseSetting("Trust:PublicUrl", "http://localhost"));

    public IServiceProvider Services => factory.Services;

    public WebApplicationFactory<Program> With(string key, string value) => factory.WithWebHostBuilder(host => host.UseSetting(key, value));

    public Task<HttpResponseMessage> SendAsync(string path, Action<HttpRequestMessage>? change = null) => SendAsync(factory, path, change);

    public static async Task<HttpResponseMessage> SendAsync(WebApplicationFactory<Program> app, string path, Action<HttpRequestMessage>? change = null)
    {
        using var client = app.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri("http://localhost") });
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        change?.Invoke(request);
        return await client.SendAsync(request);
    }

    public void Dispose()
    {
        factory.Dispose();
        data.Dispose();
    }
}
