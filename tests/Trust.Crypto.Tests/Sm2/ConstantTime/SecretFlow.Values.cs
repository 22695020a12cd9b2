namespace Trust.Crypto.Tests.Sm2.ConstantTime;

/// <content>What becomes of values.</content>
internal sealed partial class SecretFlow
{
    private void Compute(int place, string name, string[] operands, FlowState state)
    {
        switch (name)
        {
            case "xor" or "sub" when operands[0] == operands[1]:
                // Null is a reference.
                state.Set(operands[0], Knowledge.Reference);
                state.Flags = Knowledge.Public;
                break;
            case "mov" or "movzx" or "movsx" or "movsxd" or "movbe":
                Store(place, operands[0], Load(operands[1], state), state);
                break;
            case "lea":
                state.Set(operands[0], (Memory.Of(operands[1])?.Registers ?? []).Select(state.Get).Append(Knowledge.Public).Min());
                break;
            case "movsq":
                if (Min(state.Get("rsi"), state.Get("rdi")) == Knowledge.Secret)
                {
                    Tell(place, "address");
                }

                state.Forget(IsExposed);
                break;
            case "cdqe" or "bswap":
                break;
            case "cdq" or "cqo":
                state.Set("rdx", state.Get("rax"));
                break;
            case "mulx":
                var product = Lowest([operands[2], "rdx"], state);
                state.Set(operands[0], product);
                state.Set(operands[1], product);
                break;
            case "mul" or "imul" when operands.Length == 1:
                state.Flags = Lowest([operands[0], "rax"], state);
                state.Set("rax", state.Flags);
                state.Set("rdx", state.Flags);
                break;
            case "imul":
                state.Flags = Lowest(operands.Length == 2 ? operands : operands[1..], state);
                state.Set(operands[0], state.Flags);
                break;
            case "shlx" or "shrx" or "sarx" or "rorx":
                state.Set(operands[0], Lowest(operands[1..], state));
                break;
            case "andn" or "blsr" or "bzhi" or "tzcnt" or "lzcnt" or "popcnt":
                state.Flags = Lowest(operands[1..], state);
                state.Set(operands[0], state.Flags);
                break;
            case "add" or "sub" or "and" or "or" or "xor" or "shl" or "shr" or "sar" or "rol" or "ror" or "neg" or "inc" or "dec":
                state.Flags = Lowest(operands, state);
                Store(place, operands[0], state.Flags, state);
                break;
            case "not":
                Store(place, operands[0], Lowest(operands, state), state);
                break;
            case "adc" or "sbb":
                state.Flags = Min(state.Flags, Lowest(operands, state));
                Store(place, operands[0], state.Flags, state);
                break;
            case ['s', 'e', 't', ..]:
                Store(place, operands[0], state.Flags, state);
                break;
            case ['c', 'm', 'o', 'v', ..]:
                state.Set(operands[0], Min(state.Flags, Lowest(operands, state)));
                break;
            case "vptest" or "vtestps" or ['v', 'u', 'c', 'o', 'm', ..] or ['k', 'o', 'r', ..]:
                state.Flags = Knowledge.Secret;
                break;

            // Vectors are secret whatever they hold. Gathers and scatters take addresses from them.
            case "vmovdqu" or "vmovups" or "movdqu" or "movups" when TryCopy(place, state):
                break;
            case "movups" or "movaps" or "movdqu" or "movdqa" or "movd" or "movq" or "movss" or "movsd" or "xorps" or "pxor":
                Store(place, operands[0], Knowledge.Secret, state);
                break;
            case ['v', ..] or ['k', ..] when !name.Contains("gather", StringComparison.Ordinal) && !name.Contains("scatter", StringComparison.Ordinal) && !name.StartsWith("vdiv", StringComparison.Ordinal):
                Store(place, operands[0], Knowledge.Secret, state);
                break;
            default:
                Tell(place, name is "div" or "idiv" ? "division" : "unknown");
                break;
        }
    }

    private static Knowledge Min(Knowledge a, Knowledge b) => a < b ? a : b;

    private static Knowledge Lowest(IEnumerable<string> operands, FlowState state) => Min(Knowledge.Public, operands.Select(operand => Load(operand, state)).Min());

    private static Knowledge Load(string operand, FlowState state)
    {
        if (Memory.Of(operand) is not { } memory)
        {
            return char.IsAsciiDigit(operand[0]) || operand[0] == '-' || operand.Contains("reloc", StringComparison.Ordinal) ? Knowledge.Public : state.Get(operand);
        }

        // An address or a reference in memory is public: one made of a secret was named where it was stored.
        return memory switch
        {
            { Kind: "gword" } => Knowledge.Reference,
            { Kind: "bword" } or { IsStatic: true } => Knowledge.Public,
            { Frame: not null } => state.Get(memory),
            { Kind: "dword", Offset: 8, Registers: [var register] } when state.Get(register) == Knowledge.Reference => Knowledge.Public,
            _ => Knowledge.Secret,
        };
    }

    private void Store(int place, string operand, Knowledge value, FlowState state)
    {
        if (Memory.Of(operand) is not { } memory)
        {
            state.Set(operand, value);
            return;
        }

        if (memory.Kind is "gword" or "bword" && value == Knowledge.Secret)
        {
            Tell(place, "stored address");
        }

        if (memory.Frame is null)
        {
            state.Forget(IsExposed);
        }
        else
        {
            // An argument that is put by at the start lies where nothing else is ever written.
            state.Set(memory, value, _method.Code[place].IsPrologue && !operand.Contains("mmword", StringComparison.Ordinal));
        }
    }
}
