using Trust.Contracts;
using Trust.Hosting.Outbound;

namespace Trust.Gateway.Tests.Sandbox;

/// <summary>A request to a service of the sandbox, as a connector sends it.</summary>
internal static class SignedCall
{
    public const string Registry = "/sandbox/registry/v1/checks";
    public const string Sms = "/sandbox/sms/v1/messages";

    public static readonly Secret Key = new(ConnectorOptions.DevelopmentKey);

    public static void Sign(HttpRequestMessage request, string path, byte[] body, Secret? key = null, TimeSpan? at = null)
    {
        var signature = ConnectorSignature.OfRequest(key ?? Key, "POST", path, body, TimeProvider.System.GetUtcNow() + (at ?? TimeSpan.Zero));
        request.Method = HttpMethod.Post;
        request.Content = new ByteArrayContent(body);
        request.Headers.Add(ConnectorSignature.HeaderName, signature.ToString());
        request.Headers.Authorization = new("Bearer", ConnectorClient.BearerToken(Key));
    }

    public static byte[] Question(string reference, string name = "唐以宁") =>
        Encode($$"""{"reference":"{{reference}}","idNumber":"990101199411302049","name":"{{name}}","ethnicity":"01","sex":"2"}""");

    public static byte[] Message(string id, string to = "+8619900000001", string text = "验证码427196") => Encode($$"""{"id":"{{id}}","to":"{{to}}","text":"{{text}}"}""");

    public static byte[] Encode(string json) => System.Text.Encoding.UTF8.GetBytes(json);
}
