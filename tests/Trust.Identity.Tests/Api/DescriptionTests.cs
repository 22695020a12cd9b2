using System.Net;
using System.Text.Json;
using Trust.Identity.Tests.Attacks;

namespace Trust.Identity.Tests.Api;

/// <summary>The OpenAPI description is there for everybody and says what the API does.</summary>
public sealed class DescriptionTests(Provider provider) : IClassFixture<Provider>
{
    private const string Path = "/openapi/identity.json";

    [Fact]
    public async Task Description_is_read_without_login_and_kept_by_its_tag()
    {
        var answer = await provider.Visit().GetAsync(Path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json", answer.Headers["Content-Type"].Single());
        var tag = answer.Headers["ETag"].Single();
        var again = await provider.Visit().GetAsync(Path, request => request.Headers.TryAddWithoutValidation("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.NotModified, again.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await provider.Visit().GetAsync("/openapi/portal.json")).Status);
    }

    [Fact]
    public async Task Every_call_says_scope_answers_and_refusals()
    {
        var document = (await provider.Visit().GetAsync(Path)).Json;
        Assert.Equal("http://localhost", document.GetProperty("servers")[0].GetProperty("url").GetString());
        var calls = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(call => (Path: path.Name, Method: call.Name, Call: call.Value))).ToList();
        Assert.Equal(12, calls.Count);
        Assert.All(calls, call =>
        {
            Assert.StartsWith("/api/identity/v1/", call.Path, StringComparison.Ordinal);
            var scope = call.Call.GetProperty("security")[0].GetProperty("oauth2")[0].GetString();
            Assert.Equal(call.Path.Contains("/me", StringComparison.Ordinal) ? "account" : "applications", scope);
            Assert.True(call.Call.TryGetProperty("operationId", out _));
            var responses = call.Call.GetProperty("responses");
            Assert.Contains("request.not-signed-in", responses.GetProperty("401").GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.Contains("request.scope-needed", responses.GetProperty("403").GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.Equal(call.Method == "post", HasKey(call.Call));
        });
        Assert.Equal(["account", "applications"], document.GetProperty("components").GetProperty("securitySchemes").GetProperty("oauth2").GetProperty("flows").GetProperty("authorizationCode")
            .GetProperty("scopes").EnumerateObject().Select(scope => scope.Name));
    }

    private static bool HasKey(JsonElement call) => call.TryGetProperty("parameters", out var parameters)
        && parameters.EnumerateArray().Any(parameter => parameter.GetProperty("name").GetString() == "Idempotency-Key" && parameter.GetProperty("required").GetBoolean());
}
