using System.Text.RegularExpressions;

namespace Trust.Crypto.Tests.Sm2.ConstantTime;

/// <summary>What the compiler's name of a method says of how it is called (System V): <c>Type:Method(argument,argument):result:this</c>.</summary>
internal static partial class CompiledSignature
{
    internal static readonly string[] Registers = ["rdi", "rsi", "rdx", "rcx", "r8", "r9"];

    /// <summary>Registers that its arguments are in: "this", the hidden place of a structure that is returned, then the others; a structure among these is in memory, a span in two registers.</summary>
    internal static int CountRegisters(string signature)
    {
        var count = (signature.EndsWith(":this", StringComparison.Ordinal) ? 1 : 0) + (ReturnsStructure(signature) ? 1 : 0);
        foreach (var argument in OutermostCommas().Split(Parts().Match(signature).Groups[1].Value).Where(argument => argument.Length > 0))
        {
            var needed = IsSpan(argument) ? 2 : IsStructure().IsMatch(argument) ? 0 : 1;
            count += count + needed <= Registers.Length ? needed : 0;
        }

        return count;
    }

    internal static bool ReturnsStructure(string signature) => IsStructure().IsMatch(Returned(signature));

    /// <summary>In two registers.</summary>
    internal static bool ReturnsSpan(string signature) => IsSpan(Returned(signature));

    /// <summary>A number, or nothing; not so the runtime's own methods, which return references.</summary>
    internal static bool ReturnsNumber(string signature) => signature.Contains('(', StringComparison.Ordinal) && IsNumber().IsMatch(Returned(signature));

    private static string Returned(string signature) => Parts().Match(signature).Groups[2].Value;

    private static bool IsSpan(string type) => type.StartsWith("System.Span`1", StringComparison.Ordinal) || type.StartsWith("System.ReadOnlySpan`1", StringComparison.Ordinal);

    [GeneratedRegex(@"\((.*)\)(?::(?!this$)([^:]*))?(?::this)?$")]
    private static partial Regex Parts();

    // Brackets that open behind a comma close before the next one, and none that stood open closes.
    [GeneratedRegex(@",(?![^\[]*\])")]
    private static partial Regex OutermostCommas();

    [GeneratedRegex(@"^Trust\.Crypto\.\w+(Element|Point|Lanes)$|^System\.Runtime\.Intrinsics\.Vector\d+`1")]
    private static partial Regex IsStructure();

    [GeneratedRegex(@"^$|^(bool|byte|sbyte|short|ushort|int|uint|long|ulong)$")]
    private static partial Regex IsNumber();
}
