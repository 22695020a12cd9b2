using System.Text;
using Trust.Crypto;
using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;
using Trust.Crypto.TimeStamps;
using Trust.Documents.Seals;
using Trust.Documents.Signing;
using Trust.Documents.Tests.Ofd;
using Trust.Documents.Tests.Signing;
using Trust.Documents.Verification;
using Trust.Testing;

namespace Trust.Documents.Tests.Verification;

/// <summary>An office with authorities, a seal maker, a signer and a time stamp authority of its own, all made in the test.</summary>
internal sealed class SealingOffice
{
    internal const string SignatureXml = "Doc_0/Signs/Sign_0/Signature.xml";
    internal const string Value = "Doc_0/Signs/Sign_0/SignedValue.dat";
    internal const string SealFile = "Doc_0/Signs/Sign_0/Seal.esl";
    internal const string Page = "Doc_0/Pages/Page_0/Content.xml";

    internal static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    internal static readonly DateTimeOffset Signed = new(2026, 3, 18, 8, 30, 5, TimeSpan.Zero);
    internal static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    internal SealingOffice()
    {
        Root = CertificateBuilder.Authority(Name("根"), Start, Start.AddYears(20), 1).SelfSign(RootKey);
        Issuing = CertificateBuilder.Authority(Name("签发"), Start, Start.AddYears(10), 0).Issue(IssuingKey.SubjectPublicKeyInfo, Root, RootKey);
        Maker = Certify(MakerKey, "制章", Start.AddYears(5));
        Signer = Certify(SignerKey, "澜江市民政局", Start.AddYears(2));
        Tsa = (CertificateBuilder.EndEntity(Name("时间戳"), Start, Start.AddYears(5)) with { ExtendedKeyUsage = [ExtendedKeyUsages.TimeStamping], ExtendedKeyUsageIsCritical = true })
            .Issue(TsaKey.SubjectPublicKeyInfo, Issuing, IssuingKey);
        Seal = MakeSeal(SealBuilder);
    }

    internal ISigningKey RootKey { get; } = Key();

    internal ISigningKey IssuingKey { get; } = Key();

    internal ISigningKey MakerKey { get; } = Key();

    internal ISigningKey SignerKey { get; } = Key();

    internal ISigningKey TsaKey { get; } = Key();

    internal Certificate Root { get; }

    internal Certificate Issuing { get; }

    internal Certificate Maker { get; }

    internal Certificate Signer { get; }

    internal Certificate Tsa { get; }

    internal SesSeal Seal { get; }

    internal SesSealBuilder SealBuilder => new()
    {
        VendorId = "Trust",
        SealId = "9901000000001",
        Type = 1,
        Name = "澜江市民政局（样章）",
        Certificates = [Signer.Encoded],
        CreateDate = Start,
        ValidStart = Start,
        ValidEnd = Start.AddYears(1),
        Picture = new("PNG", Png, 42, 42),
    };

    /// <summary>A document of two pages with an annotation and an attachment.</summary>
    internal static byte[] Document => new OfdMaker()
        .With("Doc_0/Document.xml", OfdMaker.Document(
            "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>",
            "<ofd:Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/><ofd:Page ID='2' BaseLoc='Pages/Page_1/Content.xml'/>",
            "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations><ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"))
        .With("Doc_0/Pages/Page_1/Content.xml", OfdMaker.Page("<ofd:TextObject ID='6' Boundary='10 20 50 10' Font='3' Size='5'><ofd:TextCode X='0' Y='8'>Two</ofd:TextCode></ofd:TextObject>"))
        .With("Doc_0/Annots/Annotations.xml", $"<ofd:Annotations xmlns:ofd='{OfdMaker.Namespace}'/>")
        .With("Doc_0/Attachs/Attachments.xml", $"<ofd:Attachments xmlns:ofd='{OfdMaker.Namespace}'><ofd:Attachment ID='a1' Name='data' Format='xml'><ofd:FileLoc>data.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>")
        .With("Doc_0/Attachs/data.xml", "<data/>")
        .Make();

    internal static ISigningKey Key() => SigningKeyMaterial.Generate(KeyAlgorithm.Sm2).ToSigningKey(KeyPurpose.SealMaker);

    internal static DistinguishedName Name(string commonName) => DistinguishedName.Create(("C", "CN"), ("O", "云川省"), ("CN", commonName));

    internal Certificate Certify(ISigningKey key, string name, DateTimeOffset notAfter, Func<CertificateBuilder, CertificateBuilder>? change = null)
    {
        var builder = CertificateBuilder.EndEntity(Name(name), Start, notAfter);
        return (change?.Invoke(builder) ?? builder).Issue(key.SubjectPublicKeyInfo, Issuing, IssuingKey);
    }

    internal SesSeal MakeSeal(SesSealBuilder builder) => builder.Build(Maker.Encoded, info => MakerKey.Sign(info.Span));

    internal ReadOnlyMemory<byte> Stamp(ReadOnlyMemory<byte> value, DateTimeOffset time) =>
        TimeStampAuthority.Issue(TsaKey, Tsa, Sm3.HashData(value.Span), time).Encoded;

    /// <summary>Seals a document; <paramref name="act"/> says what is done otherwise than right.</summary>
    internal Package SealDocument(Act? act = null, byte[]? document = null)
    {
        act ??= new();
        var seal = act.Seal ?? Seal;
        var request = new OfdSignatureRequest
        {
            Provider = new("Trust", "0.1.0"),
            SignatureDateTime = act.Claimed,
            SealDer = seal.Encoded,
            Stamps = [new(0, new(120, 200, 42, 42))],
            ExcludedEntries = act.Excluded,
        };
        Assert.True(OfdSignatureDraft.TryPrepare(document ?? Document, request, out var draft, out var fault), fault?.ToString());
        var package = new Package(Raw.Names(draft.Complete([1])));
        var xml = act.Xml(Encoding.UTF8.GetString(draft.SignatureXml.Span));
        package[draft.SignatureXmlEntryName[1..]] = Encoding.UTF8.GetBytes(xml);
        var value = MakeValue(act, seal, Encoding.UTF8.GetBytes(xml), draft.SignatureXmlEntryName);
        package[draft.SignatureXmlEntryName[1..].Replace("Signature.xml", "SignedValue.dat", StringComparison.Ordinal)] = value;
        return package;
    }

    /// <summary>The value alone.</summary>
    internal byte[] MakeValue(Act act, SesSeal seal, byte[] xml, string path)
    {
        var builder = new SesSignatureBuilder { Seal = seal, Time = act.Claimed, DataHash = Sm3.HashData(xml), PropertyInfo = act.PropertyInfo ?? path };
        var toSign = builder.WriteToSign();
        var signed = (act.Key ?? SignerKey).Sign(toSign);
        while (!act.Wanted(signed))
        {
            signed = (act.Key ?? SignerKey).Sign(toSign);
        }

        var value = act.Value(signed);
        var stamp = act.Stamp ?? (act.StampedAt is { } time ? stamped => Stamp(stamped, time) : null);
        return act.Encoded(SesSignatureBuilder.Assemble(toSign, (act.Certificate ?? Signer).Encoded, value, stamp).Encoded.ToArray());
    }

    internal VerificationInput Input(DateTimeOffset? now = null, params RevokedCertificate[] revoked)
    {
        var time = now ?? Now;
        return new()
        {
            FileName = "test.ofd",
            Time = new ManualTime(time),
            Material = new()
            {
                Anchors = [Root],
                TimeStampAnchors = [Root],
                Intermediates = [Issuing],
                RevocationLists = [List(time, Root, RootKey), List(time, Issuing, IssuingKey, revoked)],
            },
        };
    }

    internal VerificationReport Verify(Package package, VerificationInput? input = null) => SealVerifier.Verify(package.Make(), input ?? Input());

    private static RevocationList List(DateTimeOffset now, Certificate issuer, ISigningKey key, params RevokedCertificate[] revoked) =>
        new RevocationListBuilder { ThisUpdate = now.AddHours(-1), NextUpdate = now.AddDays(1), Number = 1, Revoked = revoked }.Issue(issuer, key);
}

/// <summary>What is done when a document is sealed.</summary>
internal sealed record Act
{
    internal DateTimeOffset Claimed { get; init; } = SealingOffice.Signed;

    internal DateTimeOffset? StampedAt { get; init; } = SealingOffice.Signed.AddSeconds(1);

    internal Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? Stamp { get; init; }

    internal SesSeal? Seal { get; init; }

    internal ISigningKey? Key { get; init; }

    internal Certificate? Certificate { get; init; }

    internal string? PropertyInfo { get; init; }

    internal IReadOnlyList<string> Excluded { get; init; } = [];

    internal Func<string, string> Xml { get; init; } = xml => xml;

    /// <summary>Which of the many values of one message is wanted.</summary>
    internal Func<byte[], bool> Wanted { get; init; } = _ => true;

    internal Func<byte[], byte[]> Value { get; init; } = value => value;

    internal Func<byte[], byte[]> Encoded { get; init; } = value => value;
}
