using System.Text;
using Trust.Contracts;
using Trust.Hosting.Outbound;

namespace Trust.Hosting.Tests.Outbound;

/// <summary>The codes were computed with OpenSSL's HMAC-SM3 from the lines in the interface note.</summary>
public sealed class ConnectorSignatureTests
{
    private const string Nonce = "00112233445566778899aabbccddeeff";
    private const string Request = $"time=1772352000;nonce={Nonce};mac=6691a853909e06df1a9e663320189c20314c4e36db17d1e24c776af7b1517526";
    private const string Answer = $"time=1772352001;nonce={Nonce};mac=652406b561fe2eb419d5605e4d056897dddef0a8a6b180c44aded77a79f2d9bf";

    private static readonly Secret Key = new("0123456789abcdef0123456789abcdef");
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"reference":"x"}""");
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1772352000);

    [Fact]
    public void Request_and_answer_of_another_implementation_are_accepted()
    {
        Assert.True(ConnectorSignature.Parse(Request)!.SignsRequest(Key, "POST", "/v1/checks", Body));
        Assert.True(ConnectorSignature.Parse(Answer)!.SignsAnswer(Key, Body));
        Assert.Equal("e5c6f79e71ad3681bdfc91b408fd70dbc6fb2ee8b4173d7bd856b50c7e978c8d", ConnectorClient.BearerToken(Key));
    }

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        Assert.Equal(Answer, ConnectorSignature.OfAnswer(Key, Nonce, Body, Time.AddSeconds(1.9)).ToString());
        var request = ConnectorSignature.OfRequest(Key, "POST", "/v1/checks", Body, Time);
        Assert.True(ConnectorSignature.Parse(request.ToString())!.SignsRequest(Key, "POST", "/v1/checks", Body));
        Assert.NotEqual(request.Nonce, ConnectorSignature.OfRequest(Key, "POST", "/v1/checks", Body, Time).Nonce);
    }

    [Fact]
    public void Request_moved_to_another_place_is_not_signed()
    {
        var signature = ConnectorSignature.Parse(Request)!;
        Assert.False(signature.SignsRequest(Key, "PUT", "/v1/checks", Body));
        Assert.False(signature.SignsRequest(Key, "POST", "/v1/messages", Body));
        Assert.False(signature.SignsRequest(Key, "POST", "/v1/checks", [.. Body, (byte)' ']));
        Assert.False(signature.SignsRequest(new Secret("0123456789abcdef0123456789abcdeF"), "POST", "/v1/checks", Body));
        Assert.False((signature with { Time = Time.AddSeconds(1) }).SignsRequest(Key, "POST", "/v1/checks", Body));
        Assert.False((signature with { Nonce = Nonce[1..] + "0" }).SignsRequest(Key, "POST", "/v1/checks", Body));
    }

    [Fact]
    public void Request_sent_back_as_its_own_answer_is_not_signed() => Assert.False(ConnectorSignature.Parse(Request)!.SignsAnswer(Key, Body));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("time=1;nonce=1;mac=1")]
    [InlineData(Request + " ")]
    [InlineData(Request + "\n")]
    [InlineData(Request + "," + Request)]
    [InlineData("time=-1772352000;nonce=" + Nonce + ";mac=6691a853909e06df1a9e663320189c20314c4e36db17d1e24c776af7b1517526")]
    [InlineData("time=999999999999;nonce=" + Nonce + ";mac=6691a853909e06df1a9e663320189c20314c4e36db17d1e24c776af7b1517526")]
    [InlineData("time=1772352000;nonce=00112233445566778899AABBCCDDEEFF;mac=6691a853909e06df1a9e663320189c20314c4e36db17d1e24c776af7b1517526")]
    [InlineData("nonce=" + Nonce + ";time=1772352000;mac=6691a853909e06df1a9e663320189c20314c4e36db17d1e24c776af7b1517526")]
    public void Header_of_another_form_is_no_signature(string? header) => Assert.Null(ConnectorSignature.Parse(header));

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void Clocks_may_differ_by_five_minutes(int seconds, bool fresh) => Assert.Equal(fresh, ConnectorSignature.Parse(Request)!.IsFresh(Time.AddSeconds(seconds)));
}
