using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Trust.Crypto.Keys;

namespace Trust.Identity.Oidc;

/// <summary>
/// A key of the key folder as the token library wants it: signing goes through <see cref="ISigningKey"/>, so that a key on a device never leaves it. Its own id is the
/// <c>kid</c>.
/// </summary>
internal sealed class KeyFolderSecurityKey : AsymmetricSecurityKey
{
    private readonly ISigningKey? signer;
    private readonly byte[] subjectPublicKeyInfo;

    /// <param name="entry">Published key; signs only when <paramref name="signer"/> is given.</param>
    /// <param name="signer">The active key, or null for one that is next or retired.</param>
    public KeyFolderSecurityKey(KeyEntry entry, ISigningKey? signer)
    {
        this.signer = signer;
        subjectPublicKeyInfo = entry.SubjectPublicKeyInfo.ToArray();
        KeyId = entry.KeyId;
        Algorithm = entry.Algorithm == KeyAlgorithm.Rsa3072 ? SecurityAlgorithms.RsaSha256 : SecurityAlgorithms.EcdsaSha256;
        CryptoProviderFactory = new CryptoProviderFactory { CustomCryptoProvider = new Provider(), CacheSignatureProviders = false };
        if (entry.Algorithm == KeyAlgorithm.Rsa3072)
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
            KeySize = rsa.KeySize;
            Jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(false)));
        }
        else
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
            KeySize = ecdsa.KeySize;
            var point = ecdsa.ExportParameters(false).Q;
            Jwk = new JsonWebKey { Kty = "EC", Crv = "P-256", X = Base64UrlEncoder.Encode(point.X!), Y = Base64UrlEncoder.Encode(point.Y!) };
        }

        Jwk.Kid = KeyId;
        Jwk.Use = "sig";
        Jwk.Alg = Algorithm;
    }

    /// <summary><c>RS256</c> or <c>ES256</c>: a key has one algorithm.</summary>
    public string Algorithm { get; }

    /// <summary>Public half for the key set.</summary>
    public JsonWebKey Jwk { get; }

    public override int KeySize { get; }

    [Obsolete("Asked by the base class.")]
    public override bool HasPrivateKey => signer is not null;

    public override PrivateKeyStatus PrivateKeyStatus => signer is null ? PrivateKeyStatus.DoesNotExist : PrivateKeyStatus.Exists;

    public override bool IsSupportedAlgorithm(string algorithm) => algorithm == Algorithm;

    public override bool CanComputeJwkThumbprint() => false;

    private sealed class Provider : ICryptoProvider
    {
        public bool IsSupportedAlgorithm(string algorithm, params object[] args) =>
            args.Length > 0 && args[0] is KeyFolderSecurityKey key && key.Algorithm == algorithm;

        public object Create(string algorithm, params object[] args) => args[0] is KeyFolderSecurityKey key && key.Algorithm == algorithm
            ? new Signatures(key, algorithm)
            : throw new NotSupportedException($"The key does not sign with {algorithm}.");

        public void Release(object cryptoInstance) => (cryptoInstance as IDisposable)?.Dispose();
    }

    private sealed class Signatures(KeyFolderSecurityKey key, string algorithm) : SignatureProvider(key, algorithm)
    {
        public override byte[] Sign(byte[] input) => Signer.Sign(input, SignatureFormat.Raw);

        public override byte[] Sign(byte[] input, int offset, int count) => Signer.Sign(input.AsSpan(offset, count), SignatureFormat.Raw);

        public override bool Sign(ReadOnlySpan<byte> data, Span<byte> destination, out int bytesWritten)
        {
            var value = Signer.Sign(data, SignatureFormat.Raw);
            bytesWritten = value.Length;
            return value.AsSpan().TryCopyTo(destination);
        }

        public override bool Verify(byte[] input, byte[] signature) => Verify(input, 0, input.Length, signature, 0, signature.Length);

        public override bool Verify(byte[] input, int inputOffset, int inputLength, byte[] signature, int signatureOffset, int signatureLength)
        {
            var data = input.AsSpan(inputOffset, inputLength);
            var value = signature.AsSpan(signatureOffset, signatureLength);
            if (key.Algorithm == SecurityAlgorithms.RsaSha256)
            {
                using var rsa = RSA.Create();
                rsa.ImportSubjectPublicKeyInfo(key.subjectPublicKeyInfo, out _);
                return rsa.VerifyData(data, value, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }

            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(key.subjectPublicKeyInfo, out _);
            return ecdsa.VerifyData(data, value, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        protected override void Dispose(bool disposing)
        {
        }

        private ISigningKey Signer => key.signer ?? throw new InvalidOperationException("The key does not sign: it is next or retired.");
    }
}
