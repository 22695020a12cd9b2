using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Trust.Crypto;
using Trust.Crypto.Tests.Peers;

namespace Trust.Benchmarks.Sm;

/// <summary>
/// SM2 and SM3 beside BouncyCastle ("bc": one signer kept initialised a key, the curve with arithmetic of its own), P-256 of libcrypto ("p256") and SM3 of libcrypto
/// ("openssl"). Messages of 100 bytes, ZA and SM3 included; 2,048 different signatures by 64 keys that were used before, or by 2,048 keys that were not.
/// </summary>
internal sealed class SmBenchmark : Benchmark
{
    private const int Signatures = 2_048;
    private const int KnownKeys = 64;
    private const int Warmed = 64;
    private const int MessageSize = 100;
    private const int Kibibyte = 1_024;
    private const int Stream = 16 * Kibibyte;

    // Below this part of a goal something was lost, whatever machine it is.
    private const double Lost = 0.7;

    // With AVX-512, and with AVX2.
    private static readonly Dictionary<string, (double Wide, double Narrow)> Goals = new()
    {
        ["sign"] = (0.95, 0.95),
        ["verify"] = (0.75, 0.75),
        ["verifyKnown"] = (2.5, 2.5),
        ["bulkVerify"] = (10, 3.5),
        ["bulkSign"] = (3, double.NaN),
        ["sm3"] = (0.9, 0.9),
        ["sm3Batch"] = (5, 1.6),
    };

    private readonly List<Sm2PrivateKey> _keys = [.. Enumerable.Range(0, Signatures).Select(_ => Sm2PrivateKey.Generate())];
    private readonly OpenSslP256 _p256 = new();
    private string? _fault;
    private int _turn;

    internal override string? Fault => _fault;

    internal override Task<JsonObject> RunAsync(TextWriter people)
    {
        var curve = CustomNamedCurves.GetByName("sm2p256v1").Curve;
        people.WriteLine($"bc: {curve.GetType().Name}; paths: AVX-512 {Avx512BW.IsSupported}, AVX2 {Avx2.IsSupported}, BMI2 {Bmi2.X64.IsSupported}; SM3 side by side: {Sm3Batch.Lanes}");
        _fault = curve is FpCurve ? "The baseline has the generic curve." : null;
        var report = new JsonObject();
        var messages = Enumerable.Range(0, Signatures).Select(_ => Random(MessageSize)).ToArray();
        var digests = messages.Select(message => Sm3.HashData(message)).ToArray();
        var (ecdsa, peers) = (_p256.SignatureOf(digests[0]), _keys.Take(KnownKeys).Select(Peer).ToArray());

        var ofEach = Enumerable.Range(0, KnownKeys).ToArray();
        var known = Enumerable.Range(0, Signatures).Select(index => _keys[index % KnownKeys].Sign(messages[index])).ToArray();
        var theirs = Enumerable.Range(0, Signatures).Select(index => peers[index % KnownKeys].Verifier).ToArray();
        Write(people, report, "sign", 1,
            ("us", () => Next(index => _keys[index % KnownKeys].Sign(messages[index]))),
            ("bc", () => Next(index => Sign(peers[index % KnownKeys].Signer, messages[index]))),
            ("p256", () => Next(index => _p256.Sign(digests[index]))));

        var fresh = Enumerable.Range(0, Signatures).Select(index => _keys[index].Sign(messages[index])).ToArray();
        Write(people, report, "verify", 1,
            ("us", () => Next(index => Require(_keys[index].PublicKey.Verify(messages[index], fresh[index])))),
            ("bc", () => Next(index => Require(Verify(theirs[index], messages[index], known[index])))),
            ("p256", () => Next(index => _p256.Verify(digests[0], ecdsa))));

        for (var index = 0; index < KnownKeys * Warmed; index++)
        {
            Require(_keys[index % KnownKeys].PublicKey.Verify(messages[index % KnownKeys], known[index % KnownKeys]));
        }

        Write(people, report, "verifyKnown", 1,
            ("us", () => Next(index => Require(_keys[index % KnownKeys].PublicKey.Verify(messages[index], known[index])))),
            ("bc", () => Next(index => Require(Verify(theirs[index], messages[index], known[index])))),
            ("p256", () => Next(index => _p256.Verify(digests[0], ecdsa))));

        Sm2Signed[] bulk = [.. Enumerable.Range(0, Signatures).Select(index => new Sm2Signed(_keys[index % KnownKeys].PublicKey, messages[index], known[index]))];
        var results = new bool[Signatures];
        Write(people, report, "bulkVerify", Signatures,
            ("us", () => Bulk(bulk, results)),
            ("bc", () => All(index => Require(Verify(theirs[index], messages[index], known[index])))),
            ("p256", () => All(_ => _p256.Verify(digests[0], ecdsa))));

        ReadOnlyMemory<byte>[][] unsigned = [.. messages.Select(message => (ReadOnlyMemory<byte>)message).Chunk(Signatures / KnownKeys)];
        Write(people, report, "bulkSign", Signatures,
            ("us", () => Array.ForEach(ofEach, index => Sm2Batch.Sign(_keys[index], unsigned[index]))),
            ("bc", () => All(index => Sign(peers[index % KnownKeys].Signer, messages[index]))),
            ("p256", () => All(index => _p256.Sign(digests[index]))));

        var (stream, hash) = (Random(Stream), new byte[Sm3.HashSizeInBytes]);
        Write(people, report, "sm3", Stream / Kibibyte,
            ("us", () => Sm3.HashData(stream, hash)),
            ("openssl", () => Require(Libcrypto.EVP_Digest(stream, Stream, hash, out _, Libcrypto.Sm3Digest, 0) == 1)));

        ReadOnlyMemory<byte>[] many = [.. Enumerable.Range(0, 64).Select(_ => (ReadOnlyMemory<byte>)Random(Stream))];
        var hashes = new byte[many.Length * Sm3.HashSizeInBytes];
        Write(people, report, "sm3Batch", many.Length * Stream / Kibibyte,
            ("us", () => Sm3Batch.HashData(many, hashes)),
            ("openssl", () => Array.ForEach(many, one => Require(Libcrypto.EVP_Digest(stream, Stream, hash, out _, Libcrypto.Sm3Digest, 0) == 1))));
        return Task.FromResult(report);
    }

    public override ValueTask DisposeAsync()
    {
        _keys.ForEach(key => key.Dispose());
        _p256.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Write(TextWriter people, JsonObject report, string name, int units, params (string Name, Action Act)[] rows)
    {
        var times = Runner.Measure([.. rows.Select(row => row.Act)]);
        var line = new JsonObject { ["us"] = Math.Round(times[0] / units, 4) };
        for (var index = 1; index < rows.Length; index++)
        {
            line[rows[index].Name] = Math.Round(times[index] / times[0], 3);
        }

        report[name] = line;
        var reached = times[^1] / times[0] / (Avx512BW.IsSupported ? Goals[name].Wide : Avx2.IsSupported ? Goals[name].Narrow : double.NaN);
        people.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-14}{times[0] / units,10:F3} µs   {string.Join("   ", rows.Skip(1).Select((row, index) => $"{row.Name} {times[index + 1] / units:F3} µs: {times[index + 1] / times[0]:F2}"))}{(double.IsNaN(reached) ? "" : $"   {reached:P0} of the goal{(reached < Lost ? ": WARNING, something was lost" : "")}")}"));
    }

    private static void Bulk(Sm2Signed[] signatures, bool[] results)
    {
        Sm2Batch.Verify(signatures, results);
        Require(Array.TrueForAll(results, result => result));
    }

    private static void All(Action<int> act)
    {
        for (var index = 0; index < Signatures; index++)
        {
            act(index);
        }
    }

    private void Next(Action<int> act) => act(_turn++ & (Signatures - 1));

    private static (SM2Signer Signer, SM2Signer Verifier) Peer(Sm2PrivateKey key)
    {
        var named = CustomNamedCurves.GetByName("sm2p256v1");
        var domain = new ECDomainParameters(named.Curve, named.G, named.N, named.H);
        var (signer, verifier) = (new SM2Signer(), new SM2Signer());
        signer.Init(true, new ECPrivateKeyParameters(new BigInteger(1, key.ToScalar()), domain));
        verifier.Init(false, new ECPublicKeyParameters(named.Curve.DecodePoint(key.PublicKey.Point.ToArray()), domain));
        return (signer, verifier);
    }

    private static void Sign(SM2Signer signer, byte[] message)
    {
        signer.BlockUpdate(message, 0, message.Length);
        signer.GenerateSignature();
    }

    private static bool Verify(SM2Signer verifier, byte[] message, byte[] signature)
    {
        verifier.BlockUpdate(message, 0, message.Length);
        return verifier.VerifySignature(signature);
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("A measured operation failed.");
        }
    }

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        System.Random.Shared.NextBytes(bytes);
        return bytes;
    }
}
