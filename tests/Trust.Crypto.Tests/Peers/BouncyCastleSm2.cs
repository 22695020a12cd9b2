using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace Trust.Crypto.Tests.Peers;

/// <summary>An SM2 key in BouncyCastle's hands.</summary>
internal sealed class BouncyCastleSm2(Sm2PrivateKey key)
{
    private static readonly X9ECParameters Curve = CustomNamedCurves.GetByName("sm2p256v1");
    private static readonly ECDomainParameters Domain = new(Curve.Curve, Curve.G, Curve.N, Curve.H);

    private readonly ECPrivateKeyParameters _private = new(new BigInteger(1, key.ToScalar()), Domain);
    private readonly ECPublicKeyParameters _public = new(Curve.Curve.DecodePoint(key.PublicKey.Point.ToArray()), Domain);

    internal byte[] Sign(byte[] data, byte[] userId) => Signer(true, _private, data, userId).GenerateSignature();

    internal bool Verify(byte[] data, byte[] signature, byte[] userId) => Signer(false, _public, data, userId).VerifySignature(signature);

    /// <summary>C1C3C2.</summary>
    internal byte[] Encrypt(byte[] plaintext) => Run(new ParametersWithRandom(_public), true, plaintext);

    internal byte[] Decrypt(byte[] ciphertext) => Run(_private, false, ciphertext);

    private static byte[] Run(ICipherParameters key, bool encrypts, byte[] data)
    {
        var engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
        engine.Init(encrypts, key);
        return engine.ProcessBlock(data, 0, data.Length);
    }

    private static SM2Signer Signer(bool signs, ICipherParameters key, byte[] data, byte[] userId)
    {
        var signer = new SM2Signer();
        signer.Init(signs, new ParametersWithID(key, userId));
        signer.BlockUpdate(data, 0, data.Length);
        return signer;
    }
}
