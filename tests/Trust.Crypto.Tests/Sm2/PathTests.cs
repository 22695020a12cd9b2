using System.Runtime.Intrinsics.X86;
using Xunit.Abstractions;

namespace Trust.Crypto.Tests.Sm2;

/// <summary>Which way this machine takes. <c>./test.sh</c> runs the tests of SM2 and SM3 once more for each lesser way, forced by the environment, and names it here.</summary>
public class PathTests(ITestOutputHelper output)
{
    private const string Variable = "TRUST_SM_PATH";

    [Fact]
    public void Way_of_the_arithmetic_is_the_one_that_was_asked_for()
    {
        var path = (Sm2Batch.Lanes, Sm3Batch.Lanes, Bmi2.X64.IsSupported) switch
        {
            (8, 16, true) => "avx512",
            (4, 8, true) => "avx2",
            (1, 1, false) => "plain",
            var other => other.ToString(),
        };
        output.WriteLine(path);
        Assert.Equal(Environment.GetEnvironmentVariable(Variable) ?? path, path);
        Assert.Contains(path, new[] { "avx512", "avx2", "plain" });
    }
}
