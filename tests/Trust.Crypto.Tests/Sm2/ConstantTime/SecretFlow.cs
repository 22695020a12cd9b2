namespace Trust.Crypto.Tests.Sm2.ConstantTime;

/// <summary>How much is known of a value. What comes out of memory is secret unless said otherwise here; what is made of a secret is secret.</summary>
internal enum Knowledge
{
    Secret,
    Public,

    /// <summary>A reference to an object, whose length is public too.</summary>
    Reference,
}

/// <summary>
/// Follows secrets through the machine code of one method, over every path, and names each instruction whose time tells one: a jump on a secret, an address made of one, a division, a secret handed to a
/// method that takes it for public, and whatever it does not know. Public are constants, addresses, references, lengths of objects, arguments that are not declared secret, and what is made of nothing else:
/// so counters of loops, their ends and what they index need no list.
/// </summary>
internal sealed partial class SecretFlow
{
    private static readonly string[] LostInCalls = ["rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11"];

    private readonly CompiledMethod _method;
    private readonly Func<string, int[]?> _secretArguments;
    private readonly SortedDictionary<int, string> _found = [];
    private readonly HashSet<(string, int)> _exposed;

    // A point is the largest structure whose parts go through registers of numbers; lanes are vectors, which are secret anyway.
    private const int Largest = 128;

    private SecretFlow(CompiledMethod method, Func<string, int[]?> secretArguments)
    {
        (_method, _secretArguments) = (method, secretArguments);

        // Where others may write: structures whose address is taken.
        _exposed = [.. method.Code.Where(one => one.Name == "lea" && one.Operands[0] is not "rbp" and not "rsp")
            .Select(one => Memory.Of(one.Operands[1])).Where(memory => memory?.Frame is not null).Select(memory => (memory!.Frame!, memory.Offset))];
    }

    /// <summary>Instructions of the method that tell a secret, in their order.</summary>
    /// <param name="method">The method.</param>
    /// <param name="secretArguments">For a method, the registers of its arguments that are secret by value, counted from zero; null where the method may not be called.</param>
    internal static IReadOnlyList<string> Find(CompiledMethod method, Func<string, int[]?> secretArguments)
    {
        var flow = new SecretFlow(method, secretArguments);
        flow.Run();
        return [.. flow._found.Values];
    }

    private void Run()
    {
        var states = new FlowState?[_method.Code.Count + 1];
        var waiting = new Stack<int>();
        var entry = new FlowState();
        var secret = _secretArguments(_method.Signature) ?? [];
        for (var index = 0; index < CompiledSignature.CountRegisters(_method.Signature); index++)
        {
            entry.Set(CompiledSignature.Registers[index], secret.Contains(index) ? Knowledge.Secret : Knowledge.Public);
        }

        Reach(0, entry);
        Drain();

        // Handlers are entered from outside.
        foreach (var place in _method.Labels.Values.Order())
        {
            if (place < _method.Code.Count && states[place] is null)
            {
                Reach(place, new FlowState());
                Drain();
            }
        }

        void Reach(int place, FlowState state)
        {
            if (states[place] is null)
            {
                states[place] = state.Copy();
                waiting.Push(place);
            }
            else if (states[place]!.Meet(state))
            {
                waiting.Push(place);
            }
        }

        void Drain()
        {
            while (waiting.TryPop(out var place))
            {
                if (place == _method.Code.Count)
                {
                    continue;
                }

                var instruction = _method.Code[place];
                var state = states[place]!.Copy();
                Step(place, instruction, state);
                if (instruction.Name[0] == 'j' && TryTarget(instruction, out var target))
                {
                    Reach(target, state);
                }

                if (instruction.Name is not ("jmp" or "ret" or "tail.jmp" or "int3"))
                {
                    Reach(place + 1, state);
                }
            }
        }
    }

    // "SHORT G_M000_IG05"; "-5 instr" clears the frame in the first block and goes back inside of it.
    private bool TryTarget(Instruction instruction, out int target) => _method.Labels.TryGetValue(instruction.Operands[0].Split(' ')[^1], out target);

    private void Tell(int place, string kind) => _found[place] = $"{kind}: {_method.Code[place]}";

    private void Step(int place, Instruction instruction, FlowState state)
    {
        var (name, operands) = (instruction.Name, instruction.Operands);
        foreach (var memory in name is "lea" or "call" or "tail.jmp" or "nop" ? [] : operands.Select(Memory.Of).OfType<Memory>())
        {
            if (memory.Registers.Any(register => state.Get(register) == Knowledge.Secret))
            {
                Tell(place, "address");
            }
        }

        switch (name)
        {
            case "nop" or "align" or "int3" or "ret" or "vzeroupper" or "push":
                break;
            case "pop":
                state.Set(operands[0], Knowledge.Secret);
                break;
            case "jmp":
                if (!TryTarget(instruction, out _))
                {
                    Tell(place, "indirect jump");
                }

                break;
            case "call" or "tail.jmp":
                Call(place, operands[0], state);
                break;
            case ['j', ..]:
                if (state.Flags == Knowledge.Secret)
                {
                    Tell(place, "jump");
                }

                break;
            case "cmp" or "test" or "bt":
                state.Flags = Lowest(operands, state);
                break;
            default:
                Compute(place, name, operands, state);
                break;
        }
    }

    private void Call(int place, string target, FlowState state)
    {
        // Keeps what it finds in registers, arguments too: large frames call it first.
        if (target == "CORINFO_HELP_STACK_PROBE")
        {
            return;
        }

        var callee = target.Trim('[', ']');
        var secret = _secretArguments(callee);
        if (secret is null)
        {
            Tell(place, "call");
        }

        for (var index = 0; index < CompiledSignature.CountRegisters(callee); index++)
        {
            if (state.Get(CompiledSignature.Registers[index]) == Knowledge.Secret && secret?.Contains(index) == false)
            {
                Tell(place, $"argument {index}");
            }
        }

        Array.ForEach(LostInCalls, register => state.Set(register, Knowledge.Secret));
        state.Flags = Knowledge.Secret;
        state.Forget(IsExposed);
        SetSpan(place, callee, state);
        state.Set("rdx", CompiledSignature.ReturnsSpan(callee) ? Knowledge.Public : Knowledge.Secret);
        state.Set("rax", CompiledSignature.ReturnsNumber(callee) ? Knowledge.Secret : CompiledSignature.ReturnsStructure(callee) ? Knowledge.Public : Knowledge.Reference);
    }

    // A span made in the frame by a constructor that was not taken in line: its address and its length are public, and nothing else is ever written there.
    private void SetSpan(int place, string callee, FlowState state)
    {
        if (callee.StartsWith("System.Span`1", StringComparison.Ordinal) && callee.Contains(":.ctor", StringComparison.Ordinal)
            && _method.Code.Take(place).LastOrDefault(one => one.Operands is ["rdi", ..]) is { Name: "lea" } address && Memory.Of(address.Operands[1]) is { Frame: not null } made)
        {
            state.Set(made with { Kind = "qword" }, Knowledge.Public, isKept: true);
            state.Set(made with { Kind = "qword", Offset = made.Offset + 8 }, Knowledge.Public, isKept: true);
        }
    }

    // A span moved from place to place of the frame, as two halves of a vector.
    private bool TryCopy(int place, FlowState state)
    {
        if (place == 0 || _method.Code[place - 1] is not { Name: "vmovdqu" or "vmovups" or "movdqu" or "movups", Operands: [var loaded, var source] } || loaded != _method.Code[place].Operands[1]
            || Memory.Of(source) is not { Kind: "xmmword", Frame: not null } origin || Memory.Of(_method.Code[place].Operands[0]) is not { Kind: "xmmword", Frame: not null } target)
        {
            return false;
        }

        var halves = new[] { 0, 8 }.Select(half => state.Get(origin with { Kind = "qword", Offset = origin.Offset + half })).ToArray();
        state.Set(target with { Kind = "qword" }, halves[0], isKept: false);
        state.Set(target with { Kind = "qword", Offset = target.Offset + 8 }, halves[1], isKept: false);
        return true;
    }

    private bool IsExposed(string frame, int offset) => _exposed.Any(place => place.Item1 == frame && place.Item2 <= offset && offset < place.Item2 + Largest);
}
