using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit.Abstractions;

namespace Trust.Crypto.Tests.Sm2.ConstantTime;

/// <summary>
/// The machine code that the runtime makes here of what handles secrets, in every way of the arithmetic and with and without tiers: no jump and no address depends on a secret, except where
/// <see cref="SecretMethods"/> says so.
/// </summary>
public class MachineCodeTests(ITestOutputHelper output)
{
    private static readonly string[] Types =
        ["FieldElement", "ScalarElement", "CurvePoint", "AffinePoint", "CompletePoint", "OddDigits", "PointTable", "Sm2Curve", "FieldLanes*", "CurveLanes*", "SignatureLanes*", "Sm2PrivateKey",
        "Sm3", "Sm3Block", "Tests.Sm2.ConstantTime.LeakyCode"];

    [Theory]
    [InlineData("best", false), InlineData("avx2", false), InlineData("plain", false), InlineData("none", false), InlineData("best", true), InlineData("avx2", true), InlineData("plain", true), InlineData("none", true)]
    public void Nothing_that_takes_time_depends_on_a_secret(string way, bool inTiers)
    {
        if (!CanRead)
        {
            return;
        }

        // On a busy machine the later versions take their time.
        var (methods, hasLanes) = Compile(way, inTiers);
        for (var again = 0; again < 8 && inTiers && !methods.Exists(method => method.Version.StartsWith("Tier1", StringComparison.Ordinal)); again++)
        {
            (methods, hasLanes) = Compile(way, inTiers);
        }

        var looked = methods.Where(method => method.IsOptimized && SecretMethods.Find(method.Signature) is not null && !(inTiers && SecretMethods.IsOuter(method.Signature))).ToList();
        foreach (var method in looked)
        {
            var entry = SecretMethods.Find(method.Signature)!;
            var found = SecretFlow.Find(method, SecretMethods.SecretArguments);
            output.WriteLine($"{method.Signature} ({method.Version}): {found.Count}");
            Assert.True(found.Count <= entry.Told, $"{method.Signature} ({method.Version}) may tell {entry.Told}:\n  {string.Join("\n  ", found)}");
        }

        // Without tiers there is one version of each; in tiers there is of those that are hot, and of the others what came about. Loops here are too short to be replaced while they run.
        if (!inTiers)
        {
            Assert.All(SecretMethods.AlwaysThere.Concat(hasLanes ? SecretMethods.ThereWithLanes : []), name => Assert.Contains(looked, method => SecretMethods.Is(method.Signature, name)));
        }

        Assert.Contains(looked, method => method.Version.StartsWith(inTiers ? "Tier1" : "FullOpts", StringComparison.Ordinal));
        var single = methods.Where(method => inTiers ? SecretMethods.Hot.Any(name => SecretMethods.Is(method.Signature, name)) : SecretMethods.Find(method.Signature) is not null);
        Assert.All(single, method => Assert.Equal("FullOpts", method.Version.Split(',')[0]));
    }

    [Fact]
    public void Each_kind_of_leak_is_found()
    {
        if (!CanRead)
        {
            return;
        }

        foreach (var way in new[] { "best", "plain" })
        {
            var (methods, _) = Compile(way, inTiers: false);
            foreach (var (name, kind) in new[]
            {
                ("Reduce", "jump"), ("Look", "address"), ("Divide", "division"), ("Rounds", "jump"), ("Pick", "address"), ("IsSame", "jump"), ("Hand", "argument 0"), ("Turn", "jump"),
            })
            {
                var found = SecretFlow.Find(Leaky(methods, name), SecretMethods.SecretArguments);
                Assert.Contains(found, one => one.StartsWith(kind, StringComparison.Ordinal));
            }

            Assert.Empty(SecretFlow.Find(Leaky(methods, "Clean"), SecretMethods.SecretArguments));
            Assert.Contains(SecretFlow.Find(Leaky(methods, "Hand"), _ => null), one => one.StartsWith("call", StringComparison.Ordinal));

            // Verification may tell, and is seen to: so what is told of signing is not for want of looking.
            Assert.NotEmpty(SecretFlow.Find(methods.Single(method => SecretMethods.Is(method.Signature, "Sm2Curve:NonAdjacentForm")), SecretMethods.SecretArguments));
        }
    }

    // The listing is of x64, and arguments lie where System V puts them.
    private static bool CanRead => RuntimeInformation.ProcessArchitecture == Architecture.X64 && !OperatingSystem.IsWindows();

    private static CompiledMethod Leaky(List<CompiledMethod> methods, string name) =>
        methods.Single(method => method.Signature.StartsWith($"{LeakyCode.Compiled}{name}(", StringComparison.Ordinal));

    private static (List<CompiledMethod> Methods, bool HasLanes) Compile(string way, bool inTiers)
    {
        var file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("dotnet", ["exec", typeof(MachineCodeTests).Assembly.Location, inTiers ? "200" : "0"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["DOTNET_JitDisasm"] = string.Join(' ', Types.Select(type => $"{SecretMethods.Space}{type}:*").Append("System.Math:*BigMul*"));
            start.Environment["DOTNET_JitStdOutFile"] = file;
            start.Environment["DOTNET_TieredCompilation"] = inTiers ? "1" : "0";
            start.Environment["DOTNET_TieredPGO"] = "1";
            start.Environment["DOTNET_TC_CallCountingDelayMs"] = "64";
            // What the framework brings compiled is not listed: 64-bit products without BMI2.
            start.Environment["DOTNET_ReadyToRun"] = way is "plain" or "none" ? "0" : "1";
            start.Environment["DOTNET_EnableHWIntrinsic"] = way == "none" ? "0" : "1";
            start.Environment["DOTNET_EnableAVX512"] = way == "avx2" ? "0" : "1";
            start.Environment["DOTNET_EnableAVX2"] = way == "plain" ? "0" : "1";
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors.Result);
            return (Listing.Read(File.ReadLines(file)), said.Trim() == "lanes");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
