using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;
using Trust.Documents.Seals;

namespace Trust.Documents.Tests.Seals;

/// <summary>A maker, a signer and a seal of version 4.</summary>
internal static class SealMaking
{
    internal static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    internal static readonly ISigningKey MakerKey = Key();
    internal static readonly ISigningKey SignerKey = Key();
    internal static readonly Certificate Maker = Certify(MakerKey, "制章");
    internal static readonly Certificate Signer = Certify(SignerKey, "签章");

    internal static SesSealBuilder Builder => new()
    {
        VendorId = "Trust",
        SealId = "9901000000001",
        Type = 1,
        Name = "澜江市民政局（样章）",
        Certificates = [Signer.Encoded],
        CreateDate = Start,
        ValidStart = Start,
        ValidEnd = Start.AddYears(1),
        Picture = new("PNG", new byte[] { 0x89, 0x50 }, 42, 40),
        Extensions = [new("1.2.156.10197.6.7.2.2.1", false, new byte[] { 1, 2 }), new("2.999.7", true, new byte[] { 3 })],
    };

    internal static SesSeal Seal { get; } = Make(Builder);

    internal static SesSignatureBuilder Signature => new()
    {
        Seal = Seal,
        Time = Start.AddDays(10),
        DataHash = new byte[32],
        PropertyInfo = "/Doc_0/Signs/Sign_0/Signature.xml",
    };

    internal static SesSeal Make(SesSealBuilder builder) => builder.Build(Maker.Encoded, info => MakerKey.Sign(info.Span));

    internal static SesSignature Sign(SesSignatureBuilder builder, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? timeStamp = null) =>
        builder.Build(Signer.Encoded, tbs => SignerKey.Sign(tbs.Span), timeStamp);

    internal static SesSeal Read(byte[] encoded)
    {
        Assert.True(SesSeal.TryParse(encoded, out var seal, out var fault), fault?.ToString());
        return seal;
    }

    internal static SesSignature ReadSignature(byte[] encoded)
    {
        Assert.True(SesSignature.TryParse(encoded, out var signature, out var fault), fault?.ToString());
        return signature;
    }

    private static ISigningKey Key() => SigningKeyMaterial.Generate(KeyAlgorithm.Sm2).ToSigningKey(KeyPurpose.SealMaker);

    private static Certificate Certify(ISigningKey key, string name) =>
        CertificateBuilder.EndEntity(DistinguishedName.Create(("C", "CN"), ("CN", name)), Start, Start.AddYears(2)).SelfSign(key);
}
