using System.Diagnostics;
using Trust.Crypto;
using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;
using Trust.Crypto.TimeStamps;
using Trust.Documents.Pictures;
using Trust.Documents.Seals;
using Trust.Documents.Signing;
using Trust.Documents.Verification;
using Trust.Documents.Writing;

namespace Trust.Benchmarks.Seals;

/// <summary>An authority, a seal and a time stamp authority of this run, and what Trust.Seal does with them, by the public libraries only: no database, no HTTP.</summary>
internal sealed class BenchmarkOffice : IDisposable
{
    private readonly TimedKey _authorityKey = new();
    private readonly TimedKey _makerKey = new();
    private readonly TimedKey _signerKey = new();
    private readonly TimedKey _stampKey = new();
    private readonly Certificate _authority;
    private readonly Certificate _signer;
    private readonly Certificate _stamper;
    private readonly SesSeal _seal;
    private readonly TimeStampPolicy _policy;
    private readonly VerificationInput _input;

    internal BenchmarkOffice()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var start = now.AddHours(-1);
        var end = now.AddYears(1);
        _authority = CertificateBuilder.Authority(Name("authority"), start, end, 0).SelfSign(_authorityKey);
        var maker = CertificateBuilder.EndEntity(Name("maker"), start, end).Issue(_makerKey.SubjectPublicKeyInfo, _authority, _authorityKey);
        _signer = CertificateBuilder.EndEntity(Name("signer"), start, end).Issue(_signerKey.SubjectPublicKeyInfo, _authority, _authorityKey);
        _stamper = (CertificateBuilder.EndEntity(Name("stamps"), start, end) with { ExtendedKeyUsage = [ExtendedKeyUsages.TimeStamping], ExtendedKeyUsageIsCritical = true })
            .Issue(_stampKey.SubjectPublicKeyInfo, _authority, _authorityKey);
        _policy = new TimeStampPolicy { Chain = [_authority] };
        _seal = new SesSealBuilder
        {
            VendorId = "TRUST",
            SealId = "9901000000001",
            Type = 1,
            Name = "benchmark",
            Certificates = [_signer.Encoded],
            CreateDate = start,
            ValidStart = start,
            ValidEnd = end,
            Picture = new SesPicture("PNG", Picture(), 42, 42),
        }.Build(maker.Encoded, info => _makerKey.Sign(info.Span));
        var list = new RevocationListBuilder { ThisUpdate = start, NextUpdate = end, Number = 1 }.Issue(_authority, _authorityKey);
        _input = new VerificationInput { FileName = "document.ofd", Material = new() { Anchors = [_authority], TimeStampAnchors = [_authority], RevocationLists = [list], IssuedAt = start, ExpiresAt = end } };
    }

    /// <summary>Time that the keys of seal and stamp have spent in SM2 so far.</summary>
    internal TimeSpan Signing => _signerKey.Spent + _stampKey.Spent;

    /// <summary>Seals with one stamp on the first page, time stamp inside.</summary>
    internal byte[] Seal(ReadOnlyMemory<byte> document)
    {
        var time = TimeProvider.System.GetUtcNow();
        var request = new OfdSignatureRequest { Provider = new("Trust.Seal", "1.0", "Trust"), SignatureDateTime = time, SealDer = _seal.Encoded, Stamps = [new(0, new OfdBox(120, 200, 42, 42))] };
        if (!OfdSignatureDraft.TryPrepare(document, request, out var draft, out var fault))
        {
            throw new InvalidOperationException($"{fault.Code}: {fault.Detail}");
        }

        var signature = new SesSignatureBuilder { Seal = _seal, Time = time, DataHash = draft.Digest, PropertyInfo = draft.SignatureXmlEntryName }
            .Build(_signer.Encoded, toSign => _signerKey.Sign(toSign.Span), value => Stamp(Sm3.HashData(value.Span)));
        return draft.Complete(signature.Encoded.Span);
    }

    internal ReadOnlyMemory<byte> Stamp(byte[] digest) => TimeStampAuthority.Issue(_stampKey, _stamper, digest, TimeProvider.System.GetUtcNow(), _policy).Encoded;

    /// <summary>Checks everything that a report holds; anything but passed is a fault of the benchmark.</summary>
    internal void Verify(ReadOnlyMemory<byte> document)
    {
        var report = SealVerifier.Verify(document, _input);
        if (report.Indication != Indication.TotalPassed)
        {
            throw new InvalidOperationException(report.ToJson());
        }
    }

    public void Dispose()
    {
        _authorityKey.Dispose();
        _makerKey.Dispose();
        _signerKey.Dispose();
        _stampKey.Dispose();
    }

    internal static byte[] Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(bytes).NextBytes(noise);
        return noise;
    }

    private static byte[] Picture() => SealPicture.TryDraw(new SealPictureRequest { ArcText = "基准测试机关", Code = "9901000000001", HasStar = true, DiameterMm = 42 }, out var picture, out var fault)
        ? picture.Png.ToArray()
        : throw new InvalidOperationException($"{fault.Code}: {fault.Detail}");

    private static DistinguishedName Name(string name) => DistinguishedName.Create(("C", "CN"), ("O", "Benchmark"), ("CN", name));

    /// <summary>An SM2 key that counts the time it takes to sign.</summary>
    private sealed class TimedKey : ISigningKey
    {
        private readonly ISigningKey _inner = SigningKeyMaterial.Generate(KeyAlgorithm.Sm2).ToSigningKey(KeyPurpose.SealMaker);

        public TimeSpan Spent { get; private set; }

        public string KeyId => _inner.KeyId;

        public KeyPurpose Purpose => _inner.Purpose;

        public KeyState State => _inner.State;

        public KeyAlgorithm Algorithm => _inner.Algorithm;

        public ReadOnlyMemory<byte> SubjectPublicKeyInfo => _inner.SubjectPublicKeyInfo;

        public ReadOnlyMemory<byte> Certificate => _inner.Certificate;

        public byte[] Sign(ReadOnlySpan<byte> data, SignatureFormat format = SignatureFormat.Der)
        {
            var begun = Stopwatch.GetTimestamp();
            var signature = _inner.Sign(data, format);
            Spent += Stopwatch.GetElapsedTime(begun);
            return signature;
        }

        public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureFormat format = SignatureFormat.Der) => _inner.Verify(data, signature, format);

        public void Dispose() => _inner.Dispose();
    }
}
