using System.Xml.Linq;
using Trust.Seal.Tests.Processes;

namespace Trust.Seal.Tests.Proof;

/// <summary>
/// A sealed OFD cut into its pieces by unzip, asn1parse and dd. Positions are those of GB/T 38540 (SES_Signature) and RFC 5652 (time stamp token); every member is the name
/// of a file.
/// </summary>
internal sealed class SealedPieces
{
    private static readonly XNamespace Ofd = "http://www.ofdspec.org/2016";

    public SealedPieces(MachineTool tool, byte[] document)
    {
        Tool = tool;
        tool.Write("sealed.ofd", document);
        tool.Run("unzip", "-q", "sealed.ofd", "-d", "ofd");
        var list = Directory.GetFiles(tool.At("ofd"), "Signatures.xml", SearchOption.AllDirectories).Single();
        SignatureXml = Locate(list, XDocument.Load(list).Root!.Element(Ofd + "Signature")!.Attribute("BaseLoc")!.Value);
        var xml = XDocument.Load(tool.At(SignatureXml)).Root!;
        References = [.. xml.Descendants(Ofd + "Reference").Select(reference => (
            $"ofd{reference.Attribute("FileRef")!.Value}",
            Convert.ToHexStringLower(Convert.FromBase64String(reference.Element(Ofd + "CheckValue")!.Value))))];
        CheckMethod = xml.Descendants(Ofd + "References").Single().Attribute("CheckMethod")!.Value;
        var value = new DerCut(tool, Value = Locate(tool.At(SignatureXml), xml.Element(Ofd + "SignedValue")!.Value));
        ToSign = value.Element("tosign.der", 0);
        Signer = value.Content("signer.cer", 1);
        Signature = value.Content("signature.der", 3);
        Token = value.Content("token.der", 4, 0);
        DataHash = value.Content("datahash.bin", 0, 3);
        PropertyInfo = value.Content("property.txt", 0, 4);
        Seal = value.Element("seal.der", 0, 1);
        SealInfo = value.Element("sealinfo.der", 0, 1, 0);
        Maker = value.Content("maker.cer", 0, 1, 1);
        SealSignature = value.Content("sealsignature.der", 0, 1, 3);
        CutToken(new DerCut(tool, Token));
    }

    public MachineTool Tool { get; }

    public string SignatureXml { get; }

    public string CheckMethod { get; }

    /// <summary>Entries with the digests that Signature.xml states, hexadecimal.</summary>
    public IReadOnlyList<(string File, string Digest)> References { get; }

    public string Value { get; }

    public string ToSign { get; }

    public string Signer { get; }

    public string Signature { get; }

    public string DataHash { get; }

    public string PropertyInfo { get; }

    public string Seal { get; }

    public string SealInfo { get; }

    public string Maker { get; }

    public string SealSignature { get; }

    public string Token { get; }

    /// <summary>TSTInfo (RFC 3161 section 2.4.2).</summary>
    public string StampInfo { get; private set; } = "";

    /// <summary>Imprint of the stamp.</summary>
    public string Imprint { get; private set; } = "";

    /// <summary>Signed attributes, re-tagged as SET OF as they are signed (RFC 5652 section 5.4).</summary>
    public string Attributes { get; private set; } = "";

    /// <summary>The digest of TSTInfo that the attributes state.</summary>
    public string StampDigest { get; private set; } = "";

    public string StampSignature { get; private set; } = "";

    // ContentInfo { signedData, [0] { version, digestAlgorithms, { tSTInfo, [0] OCTET STRING }, [0] certificates, { { version, sid, digest, [0] attributes, algorithm, value } } } }
    private void CutToken(DerCut token)
    {
        StampInfo = token.Content("stampinfo.der", 1, 0, 2, 1, 0);
        Imprint = new DerCut(Tool, StampInfo).Content("imprint.bin", 2, 1);
        var signer = new[] { 1, 0, 4, 0 };
        var attributes = Tool.Read(token.Element("attributes.der", [.. signer, 3]));
        Assert.Equal(0xA0, attributes[0]);
        attributes[0] = 0x31;
        Tool.Write("attributes.der", attributes);
        Attributes = "attributes.der";
        StampSignature = token.Content("stampsignature.der", [.. signer, 5]);

        // Each attribute is { type, SET { value } }; messageDigest is the one whose value is an OCTET STRING of 32 bytes.
        var cut = new DerCut(Tool, Attributes);
        var digest = Enumerable.Range(0, 8).First(number => cut.At(number, 1, 0) is { Length: 32 } value && value.Kind.StartsWith("OCTET STRING", StringComparison.Ordinal));
        StampDigest = cut.Content("stampdigest.bin", digest, 1, 0);
    }

    private string Locate(string from, string path) => path.StartsWith('/')
        ? $"ofd{path}"
        : Path.GetRelativePath(Tool.At(""), Path.Combine(Path.GetDirectoryName(from)!, path));
}
