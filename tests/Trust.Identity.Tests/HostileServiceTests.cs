using System.Text;
using Microsoft.AspNetCore.Http;
using Trust.Contracts;
using Trust.Hosting.Outbound;

namespace Trust.Identity.Tests;

/// <summary>What an outside service, or somebody between, may do: none of it is ever an answer that counts.</summary>
public abstract class HostileServiceTests(OutsideService service)
{
    private readonly OutsideService service = service;

    public static TheoryData<string, string> Attacks => new()
    {
        { "no signature", "connector.not-signed" },
        { "two signatures", "connector.not-signed" },
        { "signature of another form", "connector.not-signed" },
        { "signature by another key", "connector.wrong-signature" },
        { "body changed by one character", "connector.wrong-signature" },
        { "request's own signature", "connector.wrong-signature" },
        { "nonce written over", "connector.wrong-signature" },
        { "signed for another nonce", "connector.other-request" },
        { "too old", "connector.stale" },
        { "from the future", "connector.stale" },
        { "empty", "connector.malformed" },
        { "HTML", "connector.malformed" },
        { "null", "connector.malformed" },
        { "list", "connector.malformed" },
        { "nothing in it", "connector.malformed" },
        { "member twice", "connector.malformed" },
        { "not UTF-8", "connector.malformed" },
        { "nested a thousand deep", "connector.malformed" },
        { "another reference", "connector.other-request" },
        { "unknown outcome", "connector.unknown-outcome" },
        { "larger than the limit, announced", "connector.too-large" },
        { "larger than the limit, in chunks", "connector.too-large" },
        { "connection reset", "connector.unreachable" },
        { "connection reset in the body", "connector.unreachable" },
    };

    /// <summary>An answer that would be good, to a request.</summary>
    protected abstract string Good(string reference);

    /// <summary>Name of the member that repeats the reference of the request.</summary>
    protected abstract string ReferenceName { get; }

    /// <summary>Asks, and answers the reason why there was no answer that counts; null for a good one.</summary>
    protected abstract Task<string?> AskAsync(IServiceProvider connectors);

    [Fact]
    public async Task Good_answer_counts()
    {
        service.Answer = (context, request) => service.SignAsync(context, request, Good(ReferenceOf(request)));
        Assert.Null(await AskAsync(service.Connectors));
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Answer_that_is_not_signed_for_this_question_counts_for_nothing(string attack, string reason)
    {
        service.Answer = (context, request) => AttackAsync(attack, context, request);
        Assert.Equal(reason, await AskAsync(service.Connectors));
    }

    [Theory]
    [InlineData("no headers in time")]
    [InlineData("body drop by drop")]
    public async Task Answer_that_is_not_whole_in_time_is_not_waited_for(string attack)
    {
        service.Answer = (context, request) => AttackAsync(attack, context, request);
        await using var hasty = service.Connect(service.Address, timeoutSeconds: 1);
        Assert.Equal("connector.timeout", await AskAsync(hasty));
    }

    [Theory]
    [InlineData(201)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Other_status_is_no_answer_even_when_it_is_signed(int status)
    {
        service.Answer = (context, request) =>
        {
            context.Response.StatusCode = status;
            return service.SignAsync(context, request, Good(ReferenceOf(request)));
        };
        Assert.Equal("connector.status", await AskAsync(service.Connectors));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_is_not_followed(int status)
    {
        service.Received.Clear();
        service.Answer = (context, request) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/v1/elsewhere";
            return service.SignAsync(context, request, Good(ReferenceOf(request)));
        };
        Assert.Equal("connector.redirect", await AskAsync(service.Connectors));
        Assert.Single(service.Received);
    }

    [Fact]
    public async Task Answer_recorded_before_counts_for_no_later_question()
    {
        byte[] body = [];
        var signature = "";
        service.Answer = (context, request) =>
        {
            var good = Good(ReferenceOf(request));
            body = OutsideService.Encode(good);
            signature = service.Sign(request, good);
            return OutsideService.WriteAsync(context, body, signature);
        };
        Assert.Null(await AskAsync(service.Connectors));
        service.Answer = (context, _) => OutsideService.WriteAsync(context, body, signature);
        Assert.Equal("connector.other-request", await AskAsync(service.Connectors));
    }

    [Fact]
    public async Task Service_that_is_not_there_is_unavailable()
    {
        await using var lonely = service.Connect(new Uri($"http://127.0.0.1:{Testing.GatewayProcess.FreePort()}/v1"));
        Assert.Equal("connector.unreachable", await AskAsync(lonely));
    }

    [Fact]
    public async Task Request_is_signed_with_the_key_and_never_carries_it()
    {
        service.Received.Clear();
        service.Answer = (context, request) => service.SignAsync(context, request, Good(ReferenceOf(request)));
        await AskAsync(service.Connectors);
        var request = Assert.Single(service.Received);
        var signature = ConnectorSignature.Parse(request.Headers[ConnectorSignature.HeaderName])!;
        Assert.True(signature.SignsRequest(OutsideService.Key, "POST", request.Path, request.Body));
        Assert.True(signature.IsFresh(service.Time.GetUtcNow()));
        Assert.DoesNotContain(request.Headers.Values, value => value.Contains(OutsideService.Key.Reveal(), StringComparison.Ordinal));
        Assert.DoesNotContain(request.Headers.Keys, name => name is "traceparent" or "tracestate" or "baggage" or "Cookie");
    }

    [Fact]
    public async Task Caller_that_gives_up_is_not_told_that_the_service_failed()
    {
        using var given = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        service.Answer = (context, _) => Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(service.Connectors, given.Token));
    }

    /// <summary>As above, for a caller that may give up.</summary>
    protected abstract Task<string?> AskAsync(IServiceProvider connectors, CancellationToken cancellationToken);

    private string ReferenceOf(ReceivedRequest request)
    {
        using var json = System.Text.Json.JsonDocument.Parse(request.Body);
        return json.RootElement.GetProperty(ReferenceName).GetString()!;
    }

    private Task AttackAsync(string attack, HttpContext context, ReceivedRequest request)
    {
        var good = Good(ReferenceOf(request));
        var now = service.Time.GetUtcNow();
        string Signed(string body, Secret? key = null, TimeSpan? at = null, string? nonce = null) =>
            ConnectorSignature.OfAnswer(key ?? OutsideService.Key, nonce ?? request.Nonce, OutsideService.Encode(body), now + (at ?? TimeSpan.Zero)).ToString();
        var other = new string('0', 32);
        return attack switch
        {
            "no signature" => OutsideService.WriteAsync(context, OutsideService.Encode(good)),
            "two signatures" => OutsideService.WriteAsync(context, OutsideService.Encode(good), Signed(good), Signed(good)),
            "signature of another form" => OutsideService.WriteAsync(context, OutsideService.Encode(good), Signed(good).ToUpperInvariant()),
            "signature by another key" => OutsideService.WriteAsync(context, OutsideService.Encode(good), Signed(good, new Secret("another-key-of-more-than-32-characters-0001"))),
            "body changed by one character" => OutsideService.WriteAsync(context, OutsideService.Encode(good.Replace("}", " }", StringComparison.Ordinal)), Signed(good)),
            "request's own signature" => OutsideService.WriteAsync(context, request.Body, request.Headers[ConnectorSignature.HeaderName]),
            "nonce written over" => OutsideService.WriteAsync(context, OutsideService.Encode(good), Signed(good, nonce: other).Replace(other, request.Nonce, StringComparison.Ordinal)),
            "signed for another nonce" => OutsideService.WriteAsync(context, OutsideService.Encode(good), Signed(good, nonce: other)),
            "too old" => OutsideService.WriteAsync(context, OutsideService.Encode(good), Signed(good, at: TimeSpan.FromSeconds(-302))),
            "from the future" => OutsideService.WriteAsync(context, OutsideService.Encode(good), Signed(good, at: TimeSpan.FromSeconds(302))),
            _ => BrokenAsync(attack, context, request, good),
        };
    }

    // Signed rightly, and broken below the signature.
    private Task BrokenAsync(string attack, HttpContext context, ReceivedRequest request, string good) => attack switch
    {
        "empty" => service.SignAsync(context, request, ""),
        "HTML" => service.SignAsync(context, request, "<html>"),
        "null" => service.SignAsync(context, request, "null"),
        "list" => service.SignAsync(context, request, $"[{good}]"),
        "nothing in it" => service.SignAsync(context, request, "{}"),
        "member twice" => service.SignAsync(context, request, good.Replace("{", """{"outcome":"unknown",""", StringComparison.Ordinal)),
        "not UTF-8" => WriteLatinAsync(context, request, good),
        "nested a thousand deep" => service.SignAsync(context, request, good.Replace("{", $$"""{"more":{{new string('[', 1000)}}{{new string(']', 1000)}},""", StringComparison.Ordinal)),
        "another reference" => service.SignAsync(context, request, Good(Guid.NewGuid().ToString())),
        "unknown outcome" => service.SignAsync(context, request, $$"""{"{{ReferenceName}}":"{{ReferenceOf(request)}}","outcome":"perhaps","evidence":"x"}"""),
        _ => BadConnectionAsync(attack, context, request, good),
    };

    private static Task WriteLatinAsync(HttpContext context, ReceivedRequest request, string good)
    {
        var body = Encoding.Latin1.GetBytes(good.Replace("outcome\":\"", "outcome\":\"\u00e9", StringComparison.Ordinal));
        var signature = ConnectorSignature.OfAnswer(OutsideService.Key, request.Nonce, body, ConnectorSignature.Parse(request.Headers[ConnectorSignature.HeaderName])!.Time);
        return OutsideService.WriteAsync(context, body, signature.ToString());
    }

    private async Task BadConnectionAsync(string attack, HttpContext context, ReceivedRequest request, string good)
    {
        var padded = good + new string(' ', ConnectorClient.MaximumBytes);
        context.Response.Headers[ConnectorSignature.HeaderName] = service.Sign(request, padded);
        switch (attack)
        {
            case "larger than the limit, announced":
                context.Response.ContentLength = padded.Length;
                await context.Response.WriteAsync(padded, context.RequestAborted);
                break;
            case "larger than the limit, in chunks":
                await context.Response.WriteAsync(padded, context.RequestAborted);
                break;
            case "no headers in time":
                await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
                break;
            case "connection reset":
                context.Abort();
                break;
            case "connection reset in the body":
                context.Response.ContentLength = good.Length;
                await context.Response.WriteAsync(good[..5], context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                break;
            default:
                foreach (var character in padded)
                {
                    await context.Response.WriteAsync($"{character}", context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    await Task.Delay(50, context.RequestAborted);
                }

                break;
        }
    }
}
