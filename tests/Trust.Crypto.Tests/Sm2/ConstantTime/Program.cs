using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Trust.Crypto.Tests.Sm2.ConstantTime;

/// <summary>
/// Everything that handles secrets, run in a process of its own so that the compiler lists it: <see cref="MachineCodeTests"/> starts it. Once, then a break in which the runtime starts to count calls, and
/// then as often as is asked: by now nothing is compiled for the first time, so that listings of two threads don't mix.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        var times = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        Run();
        if (times > 0)
        {
            Thread.Sleep(800);
        }

        for (var time = 0; time < times; time++)
        {
            Run();
            if (time % 40 == 39)
            {
                Thread.Sleep(300);
            }
        }

        Console.WriteLine(SignatureLanes.IsSupported ? "lanes" : "no lanes");
        return 0;
    }

    private static void Run()
    {
        using var key = Sm2PrivateKey.Generate();
        var holds = key.PublicKey.Verify("message"u8, key.Sign("message"u8));
        Sm2Batch.Sign(key, Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[20], 9).ToArray());
        if (!holds || !key.TryDecrypt(key.PublicKey.Encrypt("secret"u8), out _))
        {
            throw new InvalidOperationException("A signature does not hold, or a ciphertext does not open.");
        }

        // A scalar for which Z is zero at the end.
        var order = FieldTests.Number("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");
        Sm2Curve.MultiplyBase(FieldTests.ScalarOf((30 * (BigInteger.One << 252)) - order));
        Span<ulong> words = stackalloc ulong[4];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(words));
        LeakyCode.Run(words);
    }
}
