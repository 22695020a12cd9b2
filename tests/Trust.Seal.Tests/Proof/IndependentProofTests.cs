using System.Text.Json;
using Trust.Seal.Tests.Processes;
using Trust.Testing;

namespace Trust.Seal.Tests.Proof;

/// <summary>Our sealed OFD in the hands of programs that know nothing of us. Every good value has a twin with one bit changed.</summary>
[Requirement("SEA-09")]
[Requirement("STD-14")]
public sealed class IndependentProofTests : IClassFixture<ProofNode>, IDisposable
{
    private readonly ProofNode node;
    private readonly MachineTool tool = new();
    private readonly SealedPieces pieces;

    public IndependentProofTests(ProofNode node)
    {
        this.node = node;
        pieces = new SealedPieces(tool, node.Document);
        node.Download(tool, "root.cer", "issuing.cer", "tsa.cer", "seal-maker.cer", "issuing.crl");
    }

    public void Dispose() => tool.Dispose();

    [Fact]
    public void Digests_of_all_entries_and_of_the_signature_file_are_those_of_OpenSSL()
    {
        Assert.Equal("1.2.156.10197.1.401", pieces.CheckMethod);
        Assert.NotEmpty(pieces.References);
        Assert.All(pieces.References, reference => Assert.Equal(reference.Digest, tool.Sm3(reference.File)));
        Assert.All(pieces.References, reference => Assert.NotEqual(reference.Digest, tool.Sm3(tool.Twin(reference.File))));

        // Everything in the package but the signature's own two files and the list of signatures is covered.
        var all = Directory.GetFiles(tool.At("ofd"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(tool.At(""), path)).Where(path => !path.EndsWith(".twin", StringComparison.Ordinal));
        Assert.Equal(
            [.. new[] { pieces.SignatureXml, pieces.Value }.Order(StringComparer.Ordinal)],
            all.Except(pieces.References.Select(reference => reference.File)).Where(path => !path.EndsWith("Signatures.xml", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        Assert.Equal(Convert.ToHexStringLower(tool.Read(pieces.DataHash)), tool.Sm3(pieces.SignatureXml));
        Assert.NotEqual(Convert.ToHexStringLower(tool.Read(pieces.DataHash)), tool.Sm3(tool.Twin(pieces.SignatureXml)));
        Assert.Equal($"/{pieces.SignatureXml["ofd/".Length..]}", "/" + System.Text.Encoding.ASCII.GetString(tool.Read(pieces.PropertyInfo)).TrimStart('/'));
    }

    [Fact]
    public void Seal_and_signature_verify_with_OpenSSL()
    {
        // v4: the maker signs eSealInfo, the signer TBS_Sign as stored.
        Assert.True(tool.Verifies(pieces.Maker, pieces.SealSignature, pieces.SealInfo));
        Assert.True(tool.Verifies(pieces.Signer, pieces.Signature, pieces.ToSign));
        Assert.False(tool.Verifies(pieces.Maker, pieces.SealSignature, tool.Twin(pieces.SealInfo)));
        Assert.False(tool.Verifies(pieces.Signer, pieces.Signature, tool.Twin(pieces.ToSign)));
        Assert.False(tool.Verifies(pieces.Maker, tool.Twin(pieces.SealSignature, 10), pieces.SealInfo));
        Assert.False(tool.Verifies(pieces.Signer, tool.Twin(pieces.Signature, 10), pieces.ToSign));

        // Each by its own key only.
        Assert.False(tool.Verifies(pieces.Signer, pieces.SealSignature, pieces.SealInfo));
        Assert.False(tool.Verifies(pieces.Maker, pieces.Signature, pieces.ToSign));
        Assert.Equal(tool.Read("seal-maker.cer"), tool.Read(pieces.Maker));
    }

    [Fact]
    public void Certificates_lead_over_the_issuing_CA_to_the_root()
    {
        Assert.True(tool.Chains(pieces.Signer, "issuing.cer", "root.cer"));
        Assert.True(tool.Chains(pieces.Maker, "issuing.cer", "root.cer"));
        Assert.True(tool.Chains("tsa.cer", "issuing.cer", "root.cer", "-purpose", "timestampsign"));
        Assert.False(tool.Chains(tool.Twin(pieces.Signer, 200), "issuing.cer", "root.cer"));
        Assert.False(tool.Chains(tool.Twin(pieces.Maker, 200), "issuing.cer", "root.cer"));
        Assert.False(tool.Chains(pieces.Signer, "seal-maker.cer", "root.cer"));
        Assert.Equal(File.ReadAllText(Path.Combine(GatewayProcess.RepositoryRoot, "keys-dev", "root.pem")).Trim(), File.ReadAllText(tool.At("root.cer.pem")).Trim());
    }

    [Fact]
    public void Time_stamp_imprints_the_signature_value_and_verifies_with_OpenSSL()
    {
        Assert.Equal(Convert.ToHexStringLower(tool.Read(pieces.Imprint)), tool.Sm3(pieces.Signature));
        Assert.Equal(Convert.ToHexStringLower(tool.Read(pieces.StampDigest)), tool.Sm3(pieces.StampInfo));
        Assert.True(tool.Verifies("tsa.cer", pieces.StampSignature, pieces.Attributes));
        Assert.NotEqual(Convert.ToHexStringLower(tool.Read(pieces.Imprint)), tool.Sm3(tool.Twin(pieces.Signature, 10)));
        Assert.NotEqual(Convert.ToHexStringLower(tool.Read(pieces.StampDigest)), tool.Sm3(tool.Twin(pieces.StampInfo)));
        Assert.False(tool.Verifies("tsa.cer", pieces.StampSignature, tool.Twin(pieces.Attributes)));
        Assert.False(tool.Verifies(pieces.Signer, pieces.StampSignature, pieces.Attributes));

        // The token as a whole is one that OpenSSL's own time stamp reader understands.
        var text = tool.Run("openssl", "ts", "-reply", "-in", pieces.Token, "-token_in", "-text");
        Assert.Contains("Hash Algorithm: sm3", text, StringComparison.Ordinal);
        Assert.Contains("Policy OID: 1.2.156.10197.6.9.1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Same_values_verify_with_sm_crypto()
    {
        (string Certificate, string Signature, string File)[] values =
        [
            (pieces.Maker, pieces.SealSignature, pieces.SealInfo), (pieces.Signer, pieces.Signature, pieces.ToSign), ("tsa.cer", pieces.StampSignature, pieces.Attributes),
        ];
        var questions = values.SelectMany(value => new[]
        {
            Verify(value.Certificate, value.Signature, value.File), Verify(value.Certificate, value.Signature, tool.Twin(value.File)), Verify(value.Certificate, tool.Twin(value.Signature, 10), value.File),
        }).Append(Hash(pieces.SignatureXml)).Append(Hash(tool.Twin(pieces.SignatureXml))).ToList();
        var answers = Ask(questions);
        Assert.Equal(Enumerable.Repeat(new[] { true, false, false }, values.Length).SelectMany(row => row), answers[..^2].Select(answer => answer.GetBoolean()));
        Assert.Equal(Convert.ToHexStringLower(tool.Read(pieces.DataHash)), answers[^2].GetString());
        Assert.NotEqual(Convert.ToHexStringLower(tool.Read(pieces.DataHash)), answers[^1].GetString());
    }

    [Fact]
    public void OpenSSL_reads_the_answer_of_our_time_stamp_authority()
    {
        tool.Write("data.txt", "准予许可"u8.ToArray());
        tool.Run("openssl", "ts", "-query", "-data", "data.txt", "-sm3", "-cert", "-out", "query.tsq");
        tool.Run("curl", "-sS", "--fail", "-H", "Content-Type: application/timestamp-query", "--data-binary", "@query.tsq", "-o", "reply.tsr", new Uri(node.Node.Address, "/pki/tsa").ToString());
        var query = tool.Run("openssl", "ts", "-query", "-in", "query.tsq", "-text");
        var reply = tool.Run("openssl", "ts", "-reply", "-in", "reply.tsr", "-text");
        Assert.Contains("Status: Granted.", reply, StringComparison.Ordinal);
        Assert.Contains("Hash Algorithm: sm3", reply, StringComparison.Ordinal);
        Assert.Equal(Line(query, "Nonce:"), Line(reply, "Nonce:"));
        Assert.Equal(Dump(query), Dump(reply));

        // Its signature, with the identifier that 'openssl ts -verify' cannot be given.
        tool.Run("openssl", "ts", "-reply", "-in", "reply.tsr", "-token_out", "-out", "fresh.der");
        var token = new DerCut(tool, "fresh.der");
        var attributes = tool.Read(token.Element("fresh-attributes.der", 1, 0, 4, 0, 3));
        attributes[0] = 0x31;
        tool.Write("fresh-attributes.der", attributes);
        token.Content("fresh-signature.der", 1, 0, 4, 0, 5);
        Assert.True(tool.Verifies("tsa.cer", "fresh-signature.der", "fresh-attributes.der"));
        Assert.False(tool.Verifies("tsa.cer", "fresh-signature.der", tool.Twin("fresh-attributes.der")));

        // A digest that is not SM3 is refused in a form that OpenSSL reads too.
        tool.Run("openssl", "ts", "-query", "-data", "data.txt", "-sha1", "-out", "weak.tsq");
        tool.Run("curl", "-sS", "--fail", "-H", "Content-Type: application/timestamp-query", "--data-binary", "@weak.tsq", "-o", "weak.tsr", new Uri(node.Node.Address, "/pki/tsa").ToString());
        var refused = tool.Run("openssl", "ts", "-reply", "-in", "weak.tsr", "-text");
        Assert.Contains("Status: Rejected.", refused, StringComparison.Ordinal);
        Assert.Contains("unrecognized or unsupported algorithm identifier", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenSSL_reads_revocation_list_and_OCSP_answer()
    {
        var list = tool.Run("openssl", "crl", "-inform", "DER", "-in", "issuing.crl", "-text", "-noout");
        Assert.Contains("Revoked Certificates:", list, StringComparison.Ordinal);
        Assert.Contains("X509v3 CRL Number:", list, StringComparison.Ordinal);
        var crl = new DerCut(tool, "issuing.crl");
        crl.Element("tbslist.der", 0);
        crl.Content("listsignature.der", 2);
        Assert.True(tool.Verifies("issuing.cer", "listsignature.der", "tbslist.der"));
        Assert.False(tool.Verifies("issuing.cer", "listsignature.der", tool.Twin("tbslist.der")));

        // OpenSSL 3.0 leaves the port out of Host, and another Host is refused.
        string[] ocsp = ["ocsp", "-sha256", "-issuer", "issuing.cer.pem", "-url", new Uri(node.Node.Address, "/pki/ocsp").ToString(), "-header", $"Host={node.Node.Address.Authority}", "-noverify", "-text"];
        Assert.True(tool.Chains(pieces.Signer, "issuing.cer", "root.cer"));
        var answer = tool.Run("openssl", [.. ocsp, "-cert", $"{pieces.Signer}.pem", "-respout", "ocsp.der"]);
        Assert.Contains("OCSP Response Status: successful (0x0)", answer, StringComparison.Ordinal);
        Assert.Contains("Cert Status: good", answer, StringComparison.Ordinal);
        Assert.Contains("OCSP Nonce", answer, StringComparison.Ordinal);

        // OCSPResponse { status, [0] { { id-pkix-ocsp-basic, OCTET STRING { tbsResponseData, algorithm, signature } } } }
        new DerCut(tool, "ocsp.der").Content("basic.der", 1, 0, 1);
        var basic = new DerCut(tool, "basic.der");
        basic.Element("responsedata.der", 0);
        basic.Content("ocspsignature.der", 2);
        Assert.True(tool.Verifies("issuing.cer", "ocspsignature.der", "responsedata.der"));
        Assert.False(tool.Verifies("issuing.cer", "ocspsignature.der", tool.Twin("responsedata.der")));

        // A lost seal's serial number in the list is revoked by OCSP as well.
        var serial = Line(list, "Serial Number:");
        var revoked = tool.Run("openssl", [.. ocsp, "-serial", $"0x{serial}"]);
        Assert.Contains("Cert Status: revoked", revoked, StringComparison.Ordinal);
    }

    private object Verify(string certificate, string signature, string file) => new
    {
        op = "verify",
        message = Convert.ToHexStringLower(tool.Read(file)),
        signature = Convert.ToHexStringLower(tool.Read(signature)),
        publicKey = tool.Point(certificate),
        der = true,
    };

    private object Hash(string file) => new { op = "hash", message = Convert.ToHexStringLower(tool.Read(file)) };

    private List<JsonElement> Ask(List<object> questions)
    {
        var peers = Path.Combine(GatewayProcess.RepositoryRoot, "tests", "peers");
        Assert.True(Directory.Exists(Path.Combine(peers, "node_modules")), "Run 'npm ci' in tests/peers first.");
        var (code, output) = tool.Run("node", [Path.Combine(peers, "sm-crypto.mjs")], string.Join('\n', questions.Select(question => JsonSerializer.Serialize(question))));
        Assert.True(code == 0, output);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static string Line(string text, string name) => text.Split('\n').First(line => line.Contains(name, StringComparison.Ordinal)).Split(':', 2)[1].Trim();

    // The hexadecimal lines of the imprint.
    private static string Dump(string text) => string.Join('\n', text.Split('\n').Where(line => line.StartsWith("    00", StringComparison.Ordinal) && line.Contains(" - ", StringComparison.Ordinal)).Take(2));
}
