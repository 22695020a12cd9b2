namespace Trust.Crypto.Tests.Sm2.ConstantTime;

/// <summary>What is known before an instruction: registers, places of the frame, flags. What is not named is secret.</summary>
internal sealed class FlowState
{
    private readonly Dictionary<string, Knowledge> _registers = [];
    private readonly Dictionary<(string Frame, int Offset), (int Size, Knowledge Value, bool IsKept)> _places = [];

    internal Knowledge Flags { get; set; }

    internal FlowState Copy()
    {
        var copy = new FlowState { Flags = Flags };
        foreach (var (register, value) in _registers)
        {
            copy._registers[register] = value;
        }

        foreach (var (place, value) in _places)
        {
            copy._places[place] = value;
        }

        return copy;
    }

    /// <summary>Keeps what both know; whether that is less than before.</summary>
    internal bool Meet(FlowState other)
    {
        var before = (_registers.Values.Sum(value => (int)value), _places.Values.Sum(place => 1 + (int)place.Value), Flags);
        Flags = Flags < other.Flags ? Flags : other.Flags;
        foreach (var register in _registers.Keys.ToList())
        {
            var value = other._registers.GetValueOrDefault(register);
            _registers[register] = value < _registers[register] ? value : _registers[register];
        }

        foreach (var (place, mine) in _places.ToList())
        {
            if (!other._places.TryGetValue(place, out var theirs) || theirs.Size != mine.Size)
            {
                _places.Remove(place);
            }
            else
            {
                _places[place] = (mine.Size, theirs.Value < mine.Value ? theirs.Value : mine.Value, mine.IsKept && theirs.IsKept);
            }
        }

        return before != (_registers.Values.Sum(value => (int)value), _places.Values.Sum(place => 1 + (int)place.Value), Flags);
    }

    internal Knowledge Get(string register) => Full(register) is "rbp" or "rsp" ? Knowledge.Public : _registers.GetValueOrDefault(Full(register));

    /// <summary>A part of a register below 32 bits leaves the rest as it was.</summary>
    internal void Set(string register, Knowledge value)
    {
        var full = Full(register);
        var isPart = register.Length > 1 && register[0] != 'e' && full != register && !register.EndsWith('d');
        _registers[full] = isPart && Get(full) < value ? Get(full) : value;
    }

    internal Knowledge Get(Memory memory) =>
        _places.TryGetValue((memory.Frame!, memory.Offset), out var place) && memory.Size <= place.Size ? place.Value : Knowledge.Secret;

    internal void Set(Memory memory, Knowledge value, bool isKept)
    {
        foreach (var (place, held) in _places.ToList())
        {
            if (place.Frame == memory.Frame && place.Offset < memory.Offset + memory.Size && memory.Offset < place.Offset + held.Size)
            {
                _places.Remove(place);
            }
        }

        _places[(memory.Frame!, memory.Offset)] = (memory.Size, value, isKept);
    }

    /// <summary>Places of the frame that someone else may have written: of 64 bits, as all parts of elements are; what has 32 is a counter or a length.</summary>
    internal void Forget(Func<string, int, bool> isWritten)
    {
        foreach (var (place, held) in _places.ToList())
        {
            if (!held.IsKept && held.Size == 8 && isWritten(place.Frame, place.Offset))
            {
                _places.Remove(place);
            }
        }
    }

    private static string Full(string register) => register switch
    {
        "al" or "ax" or "eax" or "ah" => "rax",
        "bl" or "bx" or "ebx" or "bh" => "rbx",
        "cl" or "cx" or "ecx" or "ch" => "rcx",
        "dl" or "dx" or "edx" or "dh" => "rdx",
        "sil" or "si" or "esi" => "rsi",
        "dil" or "di" or "edi" => "rdi",
        "bpl" or "bp" or "ebp" => "rbp",
        "spl" or "sp" or "esp" => "rsp",
        ['r', >= '0' and <= '9', ..] => register.TrimEnd('d', 'w', 'b'),
        _ => register,
    };
}
