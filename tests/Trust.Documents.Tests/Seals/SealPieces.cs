using Trust.Crypto;
using static Trust.Documents.Tests.Seals.Der;

namespace Trust.Documents.Tests.Seals;

/// <summary>Seals and signatures of any edition, field by field; every field can be replaced.</summary>
internal sealed record SealPieces
{
    internal byte[] HeaderId { get; init; } = Ia5("ES");

    internal int HeaderVersion { get; init; } = 4;

    internal byte[] SealId { get; init; } = Ia5("9901000000001");

    internal byte[] ListType { get; init; } = Int(1);

    internal byte[] List { get; init; } = Sequence(Octets(SealMaking.Signer.Encoded));

    internal byte[] Start { get; init; } = General("20260101000000Z");

    internal byte[] End { get; init; } = General("20270101000000Z");

    internal byte[][] Extensions { get; init; } = [];

    internal byte[][] TimeStamp { get; init; } = [];

    internal byte[] TimeInfo { get; init; } = General("20260111000000Z");

    internal byte[] DataHash { get; init; } = Bits(new byte[32]);

    internal byte[] PropertyInfo { get; init; } = Ia5("/Doc_0/Signs/Sign_0/Signature.xml");

    internal byte[][] TbsExtensions { get; init; } = [];

    internal byte[][] SignatureTimeStamp { get; init; } = [];

    internal static SealPieces Old => new() { HeaderVersion = 1, Start = Utc("260101000000Z"), End = Utc("270101000000Z"), TimeInfo = Bits("20260111000000Z"u8.ToArray()) };

    internal byte[] Info
    {
        get
        {
            byte[][] property = HeaderVersion == 1
                ? [Int(1), Utf8("局"), List, Start, Start, End]
                : [Int(1), Utf8("局"), ListType, List, Start, Start, End];
            byte[][] fields =
            [
                Sequence(HeaderId, Int(HeaderVersion), Ia5("Trust")), SealId, Sequence(property), Sequence(Ia5("PNG"), Octets(new byte[] { 1 }), Int(42), Int(40)), .. Extensions,
            ];
            return Sequence(fields);
        }
    }

    internal byte[] Seal()
    {
        var certificate = Octets(SealMaking.Maker.Encoded);
        var algorithm = Oid(Oids.Sm2WithSm3);
        return HeaderVersion == 1
            ? Sequence(Info, Sequence(certificate, algorithm, Bits(SealMaking.MakerKey.Sign(Sequence(Info, certificate, algorithm)))))
            : Sequence([Info, certificate, algorithm, Bits(SealMaking.MakerKey.Sign(Info)), .. TimeStamp]);
    }

    internal byte[] Signature()
    {
        var certificate = Octets(SealMaking.Signer.Encoded);
        var algorithm = Oid(Oids.Sm2WithSm3);
        if (HeaderVersion == 1)
        {
            var old = Sequence(Int(1), Seal(), TimeInfo, DataHash, PropertyInfo, certificate, algorithm);
            return Sequence(old, Bits(SealMaking.SignerKey.Sign(old)));
        }

        byte[][] fields = [Int(HeaderVersion), Seal(), TimeInfo, DataHash, PropertyInfo, .. TbsExtensions];
        var tbs = Sequence(fields);
        return Sequence([tbs, certificate, algorithm, Bits(SealMaking.SignerKey.Sign(tbs)), .. SignatureTimeStamp]);
    }
}
