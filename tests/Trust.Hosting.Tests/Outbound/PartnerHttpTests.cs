using System.Diagnostics;
using System.Net;
using Trust.Hosting.Outbound;

namespace Trust.Hosting.Tests.Outbound;

public sealed class PartnerHttpTests(PartnerServer server) : IClassFixture<PartnerServer>
{
    private static readonly IPAddress Public = IPAddress.Parse("8.8.8.8");

    [Theory]
    [InlineData("http://partner.example/")]
    [InlineData("ftp://partner.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ws://partner.example/")]
    [InlineData("https://user@partner.example/")]
    [InlineData("https://user:secret@partner.example/")]
    [InlineData("https://8.8.8.8@127.0.0.1/")]
    public async Task Address_that_is_not_plain_https_is_refused(string address)
    {
        using var client = server.Client("partner.example");
        Assert.Equal("outbound.not-https", await RefusalOfAsync(client, new Uri(address)));
    }

    [Fact]
    public async Task Relative_address_is_refused()
    {
        using var client = server.Client();
        Assert.Equal("outbound.not-https", await RefusalOfAsync(client, new Uri("/ok", UriKind.Relative)));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("017700000001")]
    [InlineData("0")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("[::1]")]
    [InlineData("[::]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("10.1.2.3")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("[fd00:ec2::254]")]
    [InlineData("[fe80::1]")]
    public async Task Partner_address_inside_our_own_network_is_refused_before_anything_is_sent(string host)
    {
        var before = server.Requests;
        using var client = server.Client();
        Assert.Equal("outbound.private-address", await RefusalOfAsync(client, server.At("/ok", host)));
        Assert.Equal(before, server.Requests);
    }

    [Fact]
    public async Task Named_private_host_is_called()
    {
        using var client = server.Client("LocalHost");
        Assert.Equal("good", await TextOfAsync(client, server.At("/ok", "localhost")));
        Assert.Equal("outbound.private-address", await RefusalOfAsync(client, server.At("/ok", "127.0.0.1")));
    }

    [Fact]
    public async Task Post_and_error_answers_of_a_partner_arrive()
    {
        using var client = server.Client("localhost");
        using var request = new HttpRequestMessage(HttpMethod.Post, server.At("/echo", "localhost")) { Content = new StringContent("token") };
        using var answer = await client.SendAsync(request, CancellationToken.None);
        Assert.Equal("token", await answer.Content.ReadAsStringAsync());
        using var faulty = new HttpRequestMessage(HttpMethod.Get, server.At("/fault", "localhost"));
        using var fault = await client.SendAsync(faulty, CancellationToken.None);
        Assert.Equal(HttpStatusCode.InternalServerError, fault.StatusCode);
    }

    [Fact]
    public async Task Name_that_answers_with_a_public_and_a_private_address_is_refused()
    {
        using var client = server.Client(_ => [Public, IPAddress.Loopback]);
        Assert.Equal("outbound.private-address", await RefusalOfAsync(client, server.At("/ok")));
        using var reversed = server.Client(_ => [IPAddress.Loopback, Public]);
        Assert.Equal("outbound.private-address", await RefusalOfAsync(reversed, server.At("/ok")));
    }

    [Fact]
    public async Task Name_without_an_address_is_refused()
    {
        using var client = server.Client(_ => []);
        Assert.Equal("outbound.private-address", await RefusalOfAsync(client, server.At("/ok")));
    }

    [Fact]
    public async Task Name_that_answers_differently_at_the_second_question_is_asked_only_once()
    {
        // DNS rebinding: whatever the name would say next, the connection goes to the address that was judged.
        var questions = 0;
        using var client = server.Client(_ => Interlocked.Increment(ref questions) == 1 ? [IPAddress.Loopback] : [IPAddress.Parse("169.254.169.254")], "partner.example");
        Assert.Equal($"partner.example:{server.Port}", await TextOfAsync(client, server.At("/host")));
        Assert.Equal($"partner.example:{server.Port}", await TextOfAsync(client, server.At("/host")));
        Assert.Equal(1, questions);
    }

    [Fact]
    public async Task Name_that_was_public_and_turns_private_is_refused_at_the_next_connection()
    {
        var questions = 0;
        using var client = server.Client(_ => Interlocked.Increment(ref questions) == 1 ? [] : [IPAddress.Loopback]);
        Assert.Equal("outbound.private-address", await RefusalOfAsync(client, server.At("/ok")));
        Assert.Equal("outbound.private-address", await RefusalOfAsync(client, server.At("/ok")));
        Assert.Equal(2, questions);
    }

    [Fact]
    public async Task Certificate_that_nobody_trusts_is_refused()
    {
        var before = server.Requests;
        using var client = new PartnerHttp(new OutboundOptions { AllowedPrivateHosts = ["localhost"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, server.At("/ok", "localhost"));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request, CancellationToken.None));
        Assert.Equal(before, server.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_is_refused_and_not_followed(int status)
    {
        using var client = server.Client("localhost");
        Assert.Equal("outbound.redirect", await RefusalOfAsync(client, server.At($"/redirect/{status}", "localhost")));
    }

    [Theory]
    [InlineData("/too-large/announced")]
    [InlineData("/too-large/chunked")]
    public async Task Answer_larger_than_one_mebibyte_is_refused(string path)
    {
        using var client = server.Client("localhost");
        Assert.Equal("outbound.too-large", await RefusalOfAsync(client, server.At(path, "localhost")));
        using var request = new HttpRequestMessage(HttpMethod.Get, server.At("/largest", "localhost"));
        using var answer = await client.SendAsync(request, CancellationToken.None);
        Assert.Equal(PartnerHttp.MaximumBytes, (await answer.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task Partner_that_drips_its_answer_is_cut_off_after_five_seconds()
    {
        using var client = server.Client("localhost");
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(new[] { "/slow/body", "/slow/headers" }.Select(path => Assert.ThrowsAsync<TaskCanceledException>(async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, server.At(path, "localhost"));
            using var answer = await client.SendAsync(request, CancellationToken.None);
        })));
        Assert.InRange(watch.Elapsed.TotalSeconds, 4.5, 9);
    }

    private static async Task<string> TextOfAsync(PartnerHttp client, Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var answer = await client.SendAsync(request, CancellationToken.None);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<string> RefusalOfAsync(PartnerHttp client, Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return (await Assert.ThrowsAsync<OutboundRefusedException>(() => client.SendAsync(request, CancellationToken.None))).Code;
    }
}
