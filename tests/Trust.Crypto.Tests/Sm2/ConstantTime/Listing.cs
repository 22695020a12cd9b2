using System.Text.RegularExpressions;

namespace Trust.Crypto.Tests.Sm2.ConstantTime;

/// <summary>One instruction as the compiler prints it (<c>DOTNET_JitDisasm</c>).</summary>
internal sealed record Instruction(string Name, string[] Operands, bool IsPrologue)
{
    public override string ToString() => $"{Name} {string.Join(", ", Operands)}";
}

/// <summary>A compiled method: its instructions, and where each label stands among them.</summary>
internal sealed record CompiledMethod(string Signature, string Version, List<Instruction> Code, Dictionary<string, int> Labels)
{
    internal bool IsOptimized => !Version.StartsWith("Tier0", StringComparison.Ordinal) && !Version.Contains("Instrumented", StringComparison.Ordinal);
}

/// <summary>Reads what <c>DOTNET_JitStdOutFile</c> received.</summary>
internal static partial class Listing
{
    internal static List<CompiledMethod> Read(IEnumerable<string> lines)
    {
        var methods = new List<CompiledMethod>();
        var (isPrologue, hasFrameRegister) = (false, true);
        foreach (var line in lines.Select(WithoutWidth))
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                methods.Add(new(heading.Groups[1].Value, heading.Groups[2].Value, [], []));
                hasFrameRegister = true;
            }
            else if (line.StartsWith("; rsp based frame", StringComparison.Ordinal))
            {
                hasFrameRegister = false;
            }
            else if (Label().Match(line) is { Success: true } label)
            {
                methods[^1].Labels[label.Value] = methods[^1].Code.Count;
                isPrologue = methods[^1].Labels.Count == 1;
            }
            else if (Line().Match(hasFrameRegister ? line : Named(line)) is { Success: true } instruction)
            {
                var (name, rest) = (instruction.Groups[1].Value, instruction.Groups[2].Value);
                if (name is "rep" or "lock")
                {
                    (name, rest) = ($"{name} {rest}", "");
                }

                methods[^1].Code.Add(new(name, name is "call" or "tail.jmp" ? [rest] : Split(rest), isPrologue));
            }
        }

        return methods;
    }

    // Lanes have one name, whatever the width of the registers: a listing is of one width.
    private static string WithoutWidth(string line) => OfWidth().Replace(Width().Replace(line, "FieldLanes"), "$1");

    // Where the frame is found by the stack pointer, rbp holds any value: it gets a number.
    private static string Named(string line) => FrameRegister().Replace(line, found => found.Value[0] == 'r' ? "r16" : "r16d");

    private static string[] Split(string operands) => operands.Length == 0 ? [] : [.. operands.Split(',').Select(operand => operand.Replace("  ", " ", StringComparison.Ordinal).Trim())];

    [GeneratedRegex(@"^; Assembly listing for method (.+) \(([^()]+)\)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^G_M\w+_IG\w+(?=:)")]
    private static partial Regex Label();

    [GeneratedRegex(@"\bFieldLanes\d+\b")]
    private static partial Regex Width();

    [GeneratedRegex(@"\b((?:Curve|Signature)Lanes)`1\[Trust\.Crypto\.FieldLanes\]")]
    private static partial Regex OfWidth();

    [GeneratedRegex(@"\b[re]bp\b")]
    private static partial Regex FrameRegister();

    [GeneratedRegex(@"^ {6,}([a-z][\w.]*) *(.*?)\s*(?:;.*)?$")]
    private static partial Regex Line();
}

/// <summary>A memory operand: what it names, and the registers its address is made of.</summary>
internal sealed partial record Memory(string Kind, string[] Registers, int Offset, bool IsStatic)
{
    internal int Size => Kind switch { "byte" => 1, "word" => 2, "dword" => 4, "xmmword" => 16, "ymmword" => 32, "zmmword" => 64, _ => 8 };

    /// <summary>A place in the frame; null where the address has other registers in it.</summary>
    internal string? Frame => Registers is ["rbp" or "rsp"] ? Registers[0] : null;

    internal static Memory? Of(string operand)
    {
        var match = Form().Match(operand);
        if (!match.Success)
        {
            return null;
        }

        var inside = match.Groups[2].Value;
        var offset = Displacement().Match(inside);
        return new(
            match.Groups[1].Value, [.. Register().Matches(inside).Select(register => register.Value)],
            offset.Success ? (offset.Value[0] == '-' ? -1 : 1) * Convert.ToInt32(offset.Value[3..], 16) : 0, inside.Contains("reloc", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^(?:(\w+) ptr )?\[(.*)\](?: ?\{.*)?$")]
    private static partial Regex Form();

    [GeneratedRegex(@"[+-]0x[0-9A-F]+")]
    private static partial Regex Displacement();

    [GeneratedRegex(@"\b(r[a-ds][xip]|rbp|r[89]|r1[0-6])\b")]
    private static partial Regex Register();
}
