using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Trust.Contracts;
using Trust.Hosting.Outbound;

namespace Trust.Gateway.Tests.Sandbox;

/// <summary>The sandbox holds connectors to the interface: what a real service would refuse, it refuses.</summary>
public sealed class SandboxServiceTests(DevelopmentApp app) : IClassFixture<DevelopmentApp>
{
    [Fact]
    public async Task Answer_is_signed_for_the_nonce_of_its_request()
    {
        var nonce = "";
        using var answer = await app.SendAsync(SignedCall.Registry, request =>
        {
            SignedCall.Sign(request, SignedCall.Registry, SignedCall.Question($"{Guid.NewGuid()}"));
            nonce = ConnectorSignature.Parse(request.Headers.GetValues(ConnectorSignature.HeaderName).Single())!.Nonce;
        });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal("match", JsonDocument.Parse(body).RootElement.GetProperty("outcome").GetString());
        var signature = ConnectorSignature.Parse(answer.Headers.GetValues(ConnectorSignature.HeaderName).Single())!;
        Assert.True(signature.SignsAnswer(SignedCall.Key, body));
        Assert.Equal(nonce, signature.Nonce);
    }

    [Theory]
    [InlineData(SignedCall.Registry)]
    [InlineData(SignedCall.Sms)]
    public async Task Request_that_is_not_signed_for_this_place_and_time_is_refused(string path)
    {
        var body = path == SignedCall.Sms ? SignedCall.Message($"{Guid.NewGuid()}") : SignedCall.Question($"{Guid.NewGuid()}");
        var other = path == SignedCall.Sms ? SignedCall.Registry : SignedCall.Sms;
        Action<HttpRequestMessage>[] attacks =
        [
            request => Change(request, headers => headers.Remove(ConnectorSignature.HeaderName)),
            request => SignedCall.Sign(request, path, body, new Secret("another-key-of-more-than-32-characters-0001")),
            request => SignedCall.Sign(request, path, body, at: TimeSpan.FromMinutes(-6)),
            request => SignedCall.Sign(request, path, body, at: TimeSpan.FromMinutes(6)),
            request => SignedCall.Sign(request, other, body),
            request =>
            {
                SignedCall.Sign(request, path, body);
                request.Content = new ByteArrayContent([.. body, (byte)' ']);
            },
        ];
        foreach (var attack in attacks)
        {
            using var answer = await app.SendAsync(path, attack);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.False(answer.Headers.Contains(ConnectorSignature.HeaderName));
        }

        void Change(HttpRequestMessage request, Action<System.Net.Http.Headers.HttpRequestHeaders> change)
        {
            SignedCall.Sign(request, path, body);
            change(request.Headers);
        }
    }

    [Fact]
    public async Task Message_without_the_name_of_its_caller_is_refused()
    {
        foreach (var authorization in new[] { null, "Bearer ", $"Bearer {ConnectorOptions.DevelopmentKey}", "Basic x" })
        {
            using var answer = await app.SendAsync(SignedCall.Sms, request =>
            {
                SignedCall.Sign(request, SignedCall.Sms, SignedCall.Message($"{Guid.NewGuid()}"));
                request.Headers.Remove("Authorization");
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            });
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"reference":"x"}""", HttpStatusCode.BadRequest)]
    public async Task Request_that_is_not_agreed_is_refused(string body, HttpStatusCode expected)
    {
        using var answer = await app.SendAsync(SignedCall.Registry, request => SignedCall.Sign(request, SignedCall.Registry, SignedCall.Encode(body)));
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Request_larger_than_a_connector_sends_is_refused()
    {
        using var answer = await app.SendAsync(SignedCall.Registry, request => SignedCall.Sign(request, SignedCall.Registry, new byte[ConnectorClient.MaximumBytes + 1]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Reference_stands_for_one_question()
    {
        var reference = $"{Guid.NewGuid()}";
        using var first = await AskAsync(reference, "唐以宁");
        using var again = await AskAsync(reference, "唐以宁");
        using var other = await AskAsync(reference, "唐以安");
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
    }

    [Theory]
    [InlineData("+8612345678901", "x", "number-invalid")]
    [InlineData("+8619900009999", "x", "number-blocked")]
    public async Task Message_that_can_never_arrive_is_refused_with_the_reason(string to, string text, string code)
    {
        using var answer = await app.SendAsync(SignedCall.Sms, request => SignedCall.Sign(request, SignedCall.Sms, SignedCall.Message($"{Guid.NewGuid()}", to, text)));
        var content = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("refused", code), (content.GetProperty("outcome").GetString(), content.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Outbox_keeps_the_newest_messages_only()
    {
        for (var number = 0; number < 205; number++)
        {
            using var sent = await app.SendAsync(SignedCall.Sms, request => SignedCall.Sign(request, SignedCall.Sms, SignedCall.Message($"{Guid.NewGuid()}", text: $"{number}")));
            Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        }

        using var answer = await app.SendAsync("/sandbox/sms/outbox");
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var outbox = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(Enumerable.Range(5, 200).Reverse().Select(number => $"{number}"), outbox.EnumerateArray().Select(message => message.GetProperty("text").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"registry":null}""")]
    [InlineData("""{"registry":{"slowSeconds":61}}""")]
    [InlineData("""{"sms":{"slowSeconds":-1}}""")]
    [InlineData("""{"sms":{"down":"yes"}}""")]
    public async Task Faults_that_make_no_sense_are_refused(string faults)
    {
        using var answer = await app.SendAsync("/sandbox/faults", request =>
        {
            request.Method = HttpMethod.Put;
            request.Content = new ByteArrayContent(SignedCall.Encode(faults));
        });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private Task<HttpResponseMessage> AskAsync(string reference, string name) =>
        app.SendAsync(SignedCall.Registry, request => SignedCall.Sign(request, SignedCall.Registry, SignedCall.Question(reference, name)));
}
