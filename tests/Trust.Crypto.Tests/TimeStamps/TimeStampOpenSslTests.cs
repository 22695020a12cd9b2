using Trust.Crypto.Cms;
using Trust.Crypto.Keys;
using Trust.Crypto.Tests.Certificates;
using Trust.Crypto.Tests.Peers;
using Trust.Crypto.TimeStamps;

namespace Trust.Crypto.Tests.TimeStamps;

public class TimeStampOpenSslTests
{
    private static readonly byte[] Stamped = "a signature value"u8.ToArray();

    [Fact]
    public void Signed_attributes_of_an_SM2_token_are_verified_by_OpenSSL()
    {
        // The ts command can't be told the user id; OpenSSL cuts the parts out itself and verifies them as messages.
        var tsa = new TestTimeStampAuthority(KeyAlgorithm.Sm2);
        using var tool = new Tool();
        tool.Write("token.der", tsa.Issue(Stamped).Encoded.ToArray());
        tool.Write("public.der", tsa.Certificate.SubjectPublicKeyInfo.ToArray());
        var (_, listing) = tool.OpenSsl("asn1parse", "-inform", "DER", "-in", "token.der");
        var lines = listing.Split('\n');
        var signer = Array.FindLastIndex(lines, line => line.Contains("d=3", StringComparison.Ordinal) && line.Contains("SET", StringComparison.Ordinal));
        var attributes = Line(lines, signer, "cont [ 0 ]");
        var signature = Array.FindLastIndex(lines, line => line.Contains("OCTET STRING", StringComparison.Ordinal));

        var token = File.ReadAllBytes(Path.Combine(tool.Folder, "token.der"));
        var attributeBytes = token.AsSpan(Offset(lines[attributes]), Header(lines[attributes]) + Length(lines[attributes])).ToArray();
        Assert.Equal(0xa0, attributeBytes[0]);
        attributeBytes[0] = 0x31;
        tool.Write("attributes", attributeBytes);
        tool.Write("signature", token.AsSpan(Offset(lines[signature]) + Header(lines[signature]), Length(lines[signature])).ToArray());
        string[] verify = ["dgst", "-sm3", "-keyform", "DER", "-verify", "public.der", "-sigopt", "distid:1234567812345678", "-signature", "signature", "attributes"];
        var (exitCode, output) = tool.OpenSsl(verify);
        Assert.True(exitCode == 0, output);

        attributeBytes[^1] ^= 1;
        tool.Write("attributes", attributeBytes);
        Assert.NotEqual(0, tool.OpenSsl(verify).ExitCode);

        tool.Write("stamped", Stamped);
        (_, output) = tool.OpenSsl("dgst", "-sm3", "-r", "stamped");
        Assert.Contains(output[..64].ToUpperInvariant(), listing + Convert.ToHexString(token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KeyAlgorithm.EcdsaP256)]
    [InlineData(KeyAlgorithm.Rsa3072)]
    public void Response_to_a_query_of_OpenSSL_is_verified_by_OpenSSL(KeyAlgorithm algorithm)
    {
        var tsa = new TestTimeStampAuthority(algorithm);
        using var tool = new Tool();
        tool.Write("stamped", Stamped);
        tool.Write("root.pem", tsa.Authority.Root.ToPem());
        tool.Write("issuing.pem", tsa.Authority.Issuing.ToPem());
        Assert.Equal(0, tool.OpenSsl("ts", "-query", "-data", "stamped", "-sha256", "-cert", "-out", "query").ExitCode);
        Respond(tool, tsa);
        string[] verify =
        [
            "ts", "-verify", "-queryfile", "query", "-in", "reply", "-CAfile", "root.pem", "-untrusted", "issuing.pem",
            "-attime", TestAuthority.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
        ];
        var (exitCode, output) = tool.OpenSsl(verify);
        Assert.True(exitCode == 0, output);
        (_, output) = tool.OpenSsl("ts", "-reply", "-in", "reply", "-text");
        Assert.Contains("Granted", output, StringComparison.Ordinal);

        Assert.Equal(0, tool.OpenSsl("ts", "-query", "-data", "root.pem", "-sha256", "-cert", "-out", "query").ExitCode);
        Assert.NotEqual(0, tool.OpenSsl(verify).ExitCode);
    }

    [Fact]
    public void Query_with_SM3_and_a_refusal_are_understood_by_both_sides()
    {
        var tsa = new TestTimeStampAuthority(KeyAlgorithm.Sm2);
        using var tool = new Tool();
        tool.Write("stamped", Stamped);
        Assert.Equal(0, tool.OpenSsl("ts", "-query", "-data", "stamped", "-sm3", "-cert", "-out", "query").ExitCode);
        var response = Respond(tool, tsa);
        Assert.True(response.Token!.Verify(Stamped).IsValid);
        var (_, output) = tool.OpenSsl("ts", "-reply", "-in", "reply", "-text");
        Assert.Contains("Hash Algorithm: sm3", output, StringComparison.Ordinal);

        Assert.Equal(0, tool.OpenSsl("ts", "-query", "-data", "stamped", "-sha1", "-out", "query").ExitCode);
        Respond(tool, tsa);
        (_, output) = tool.OpenSsl("ts", "-reply", "-in", "reply", "-text");
        Assert.Contains("Rejected", output, StringComparison.Ordinal);
        Assert.Contains("unrecognized or unsupported algorithm identifier", output, StringComparison.Ordinal);
    }

    private static TimeStampResponse Respond(Tool tool, TestTimeStampAuthority tsa)
    {
        var query = File.ReadAllBytes(Path.Combine(tool.Folder, "query"));
        var response = TimeStampAuthority.Respond(
            tsa.Key, tsa.Certificate, query, TestAuthority.Now, new() { ImprintAlgorithms = [Oids.Sm3, DigestAlgorithms.Sha256] });
        tool.Write("reply", response.Encoded.ToArray());
        return response;
    }

    private static int Line(string[] lines, int from, string what) => Array.FindIndex(lines, from, line => line.Contains(what, StringComparison.Ordinal));

    private static int Offset(string line) => Number(line[..line.IndexOf(':', StringComparison.Ordinal)]);

    private static int Header(string line) => Number(line.Split("hl=")[1][..2]);

    private static int Length(string line) => Number(line.Split(" l=")[1][..4]);

    private static int Number(string text) => int.Parse(text.Trim(), System.Globalization.CultureInfo.InvariantCulture);
}
