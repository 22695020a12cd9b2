using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Trust.Crypto.Keys;
using Xunit.Abstractions;

namespace Trust.Crypto.Tests.Sm2.ConstantTime;

/// <summary>
/// Whether the time of what takes a secret tells the secret. Minutes long and noisy on a busy machine, so <c>./test.sh</c> leaves it out; <c>tests/timing.sh</c> runs it and writes
/// <c>Trust.Foundation/Crypto/timing.md</c>.
/// </summary>
[Trait("Category", "Timing")]
public class TimingTests(ITestOutputHelper output)
{
    private const int Pooled = 4096;

    private static readonly string? Report = Environment.GetEnvironmentVariable("TRUST_TIMING");
    private static readonly BigInteger Order = FieldTests.Number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");
    private static readonly BigInteger Ordinary = FieldTests.Number("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8");
    private static readonly ScalarElement[] Pool = [.. Enumerable.Range(0, Pooled).Select(_ => Sm2Curve.RandomScalar())];

    // Where every input is copied to, and where results go so that nothing is left out.
    private ScalarElement _scalar;
    private FieldElement _element, _inverse;
    private readonly ScalarElement[] _lanes = new ScalarElement[SignatureLanes.Lanes];
    private readonly byte[] _coordinates = new byte[SignatureLanes.Lanes * 32], _nonce = new byte[32], _digest = new byte[32];
    private readonly ulong[] _failed = new ulong[SignatureLanes.Lanes];
    private AffinePoint _point;
    private object? _result;

    private static int Count => int.Parse(Environment.GetEnvironmentVariable("TRUST_TIMING_COUNT") ?? "1000000", CultureInfo.InvariantCulture);

    private static ScalarElement Any => Pool[Random.Shared.Next(Pooled)];

    [Theory]
    [InlineData("1"), InlineData("an ordinary scalar")]
    public void Time_of_a_multiplication_that_may_tell_is_seen_to_tell(string name)
    {
        // The way of verification, whose scalars are public: a fixed one, even without anything special about it, is told from random ones.
        var (one, scalar) = (FieldTests.ScalarOf(1), Scalar(name));
        var outcome = TwoClasses.Measure(Count / 5, isFixed => isFixed ? scalar : Any, input => _scalar = input,
            () => _element = Sm2Curve.PublicSumOfTwo(one, _scalar, AffinePoint.Base, null).X);
        Write("control: multiplication of verification", name, outcome);
        Assert.True(Math.Abs(outcome.T) > 2 * TwoClasses.Limit, $"{outcome}");
    }

    [Theory]
    [InlineData("1"), InlineData("n - 1"), InlineData("2^255"), InlineData("an ordinary scalar")]
    public void Multiples_of_the_base_point_take_the_same_time(string scalar) =>
        Compare("`Sm2Curve.MultiplyBase`", scalar, Count, Scalar(scalar), () => _point = Sm2Curve.MultiplyBase(_scalar));

    [Theory]
    [InlineData("1"), InlineData("n - 1"), InlineData("2^255"), InlineData("an ordinary scalar")]
    public void Multiples_of_any_point_take_the_same_time(string scalar)
    {
        var point = Sm2Curve.MultiplyBase(Any);
        Compare("`Sm2Curve.Multiply` (decryption)", scalar, Count, Scalar(scalar), () => _point = Sm2Curve.Multiply(point, _scalar));
    }

    [Theory]
    [InlineData("1"), InlineData("n - 1"), InlineData("an ordinary scalar")]
    public void Inversions_modulo_the_order_take_the_same_time(string scalar) =>
        Compare("`ScalarElement.Invert`", scalar, Count, Scalar(scalar), () => _scalar = _scalar.Invert());

    [Fact]
    public void Inversions_in_the_field_take_the_same_time()
    {
        var fixedOne = FieldElement.One;
        var outcome = TwoClasses.Measure(Count, isFixed => isFixed ? fixedOne : FieldElement.From(Any), input => _element = input, () => _inverse = FieldElement.Invert(_element));
        Judge("`FieldElement.Invert`", "1", outcome);
    }

    [Theory]
    [InlineData("1"), InlineData("an ordinary scalar")]
    public void Signing_takes_the_same_time_for_every_nonce(string scalar)
    {
        using var key = Sm2PrivateKey.Generate();
        Random.Shared.NextBytes(_digest);
        var nonce = Scalar(scalar);
        var outcome = TwoClasses.Measure(Count, isFixed => Bytes(isFixed ? nonce : Any), input => input.CopyTo(_nonce, 0), () => _result = key.SignDigestWith(_nonce, _digest));
        Judge("sign, nonce given", $"nonce: {scalar}", outcome);
    }

    [Theory]
    [InlineData("1"), InlineData("n - 2"), InlineData("an ordinary scalar")]
    public void Signing_takes_the_same_time_for_every_key(string scalar)
    {
        // Both classes sign through one key object: what changes are the numbers in it.
        using var key = Sm2PrivateKey.Generate();
        var one = Parts(Scalar(scalar));
        var pool = Pool.Select(Parts).ToArray();
        Random.Shared.NextBytes(_digest);
        var outcome = TwoClasses.Measure(
            Count,
            isFixed => (Key: isFixed ? one : pool[Random.Shared.Next(Pooled)], Nonce: Bytes(Any)),
            input =>
            {
                (ScalarOf(key), InverseOf(key)) = input.Key;
                input.Nonce.CopyTo(_nonce, 0);
            },
            () => _result = key.SignDigestWith(_nonce, _digest));
        Judge("sign, nonce given", $"key: {scalar}", outcome);

        outcome = TwoClasses.Measure(Count, isFixed => isFixed ? one : pool[Random.Shared.Next(Pooled)], input => (ScalarOf(key), InverseOf(key)) = input,
            () => _result = key.SignDigest(_digest, SignatureFormat.Raw));
        Judge("sign, nonce drawn", $"key: {scalar}", outcome);
    }

    [Theory]
    [InlineData("1"), InlineData("an ordinary scalar")]
    public void Keys_are_made_of_their_scalars_in_the_same_time(string scalar)
    {
        var one = Bytes(Scalar(scalar));
        var outcome = TwoClasses.Measure(Count, isFixed => isFixed ? one : Bytes(Any), input => input.CopyTo(_nonce, 0), () => _result = Sm2PrivateKey.TryFromScalar(_nonce, out var key) ? key : null);
        Judge("`Sm2PrivateKey.TryFromScalar`", scalar, outcome);
    }

    [Theory]
    [InlineData("1"), InlineData("an ordinary scalar")]
    public void Decryption_takes_the_same_time_for_every_key(string scalar)
    {
        // Of a ciphertext that is for none of them: the check value is the last thing that is looked at. The key changes under one object.
        using var key = Sm2PrivateKey.Generate();
        using var other = Sm2PrivateKey.Generate();
        var (one, ciphertext) = (Scalar(scalar), other.PublicKey.Encrypt(new byte[32]));
        var outcome = TwoClasses.Measure(Count, isFixed => isFixed ? one : Any, input => ScalarOf(key) = input, () => _result = key.TryDecrypt(ciphertext, Sm2CiphertextFormat.C1C3C2, out _) ? key : null);
        Judge("`Sm2PrivateKey.TryDecrypt`, 32 bytes", $"key: {scalar}", outcome);
    }

    [Theory]
    [InlineData("1", 1), InlineData("an ordinary scalar", 1), InlineData("1", 8)]
    public void Eight_multiples_side_by_side_take_the_same_time(string scalar, int lanes)
    {
        if (!SignatureLanes.IsSupported)
        {
            return;
        }

        var one = Scalar(scalar);
        var outcome = TwoClasses.Measure(
            Count, isFixed => Enumerable.Range(0, SignatureLanes.Lanes).Select(lane => isFixed && (lanes == SignatureLanes.Lanes || lane == 3) ? one : Any).ToArray(),
            input => input.CopyTo(_lanes, 0), () => SignatureLanes.MultiplyBase(_lanes, _coordinates, _failed));
        Judge("`SignatureLanes.MultiplyBase` (bulk signing)", $"{(lanes == 1 ? "one lane" : "all lanes")}: {scalar}", outcome);
    }

    private void Compare(string operation, string name, int count, ScalarElement scalar, Action run) =>
        Judge(operation, name, TwoClasses.Measure(count, isFixed => isFixed ? scalar : Any, input => _scalar = input, run));

    private void Judge(string operation, string name, TwoClasses.Outcome outcome)
    {
        Write(operation, name, outcome);
        Assert.True(Math.Abs(outcome.T) < TwoClasses.Limit, $"{outcome}");
    }

    private void Write(string operation, string name, TwoClasses.Outcome outcome)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"| {operation} | {name} | {outcome.Count:N0} | {outcome.Fixed:F2} | {outcome.Random:F2} | {outcome.T:F1} |");
        output.WriteLine(line);
        if (Report is not null)
        {
            File.AppendAllText(Report, line + "\n");
        }
    }

    private static ScalarElement Scalar(string name) => FieldTests.ScalarOf(name switch
    {
        "1" => BigInteger.One,
        "n - 1" => Order - 1,
        "n - 2" => Order - 2,
        "2^255" => BigInteger.One << 255,
        _ => Ordinary,
    });

    private static byte[] Bytes(in ScalarElement scalar)
    {
        var bytes = new byte[32];
        scalar.Write(bytes);
        return bytes;
    }

    private static (ScalarElement Scalar, ScalarElement Inverse) Parts(ScalarElement scalar) => (scalar, ScalarElement.Add(scalar, ScalarElement.One).Invert().ToMontgomery());

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_scalar")]
    private static extern ref ScalarElement ScalarOf(Sm2PrivateKey key);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_inverse")]
    private static extern ref ScalarElement InverseOf(Sm2PrivateKey key);
}
