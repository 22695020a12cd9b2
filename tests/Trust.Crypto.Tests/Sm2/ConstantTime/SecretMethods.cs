namespace Trust.Crypto.Tests.Sm2.ConstantTime;

/// <summary>A method that handles secrets, all its overloads.</summary>
/// <param name="Name">Type and method.</param>
/// <param name="Secret">Registers of arguments that are secret by value, counted from zero; a hidden place of the result comes after "this" and before the arguments.</param>
/// <param name="Told">How many instructions may tell something, in one overload.</param>
/// <param name="Why">What they tell, and why that is no secret.</param>
internal sealed record SecretMethod(string Name, int[] Secret, int Told = 0, string Why = "");

/// <summary>What handles secrets, and what of it may branch.</summary>
internal static class SecretMethods
{
    /// <summary>Missing in a listing, they were renamed or are no longer used: the table is to follow. The others may be compiled into their callers.</summary>
    internal static readonly string[] AlwaysThere =
    [
        "FieldElement:Multiply", "FieldElement:Square", "FieldElement:Invert", "FieldElement:IsZero", "FieldElement:Canonical", "FieldElement:Write",
        "ScalarElement:MontgomeryTimes", "ScalarElement:Invert", "ScalarElement:ReduceOnce", "ScalarElement:Subtract", "ScalarElement:IsZero", "ScalarElement:MakeOdd", "ScalarElement:ReadPlain",
        "ScalarElement:Write", "CurvePoint:Add", "CurvePoint:Double", "AffinePoint:Map", "CompletePoint:Multiply", "CompletePoint:Add", "OddDigits:Split", "PointTable:ScanWords",
        "Sm2Curve:MultiplyBase", "Sm2Curve:Multiply", "Sm2Curve:Scan", "Sm2PrivateKey:SignDigest", "Sm2PrivateKey:SignRaw", "Sm2PrivateKey:DrawNonce", "Sm2PrivateKey:.ctor", "Sm2PrivateKey:IsValidScalar",
        "Sm3Block:Rounds",
    ];

    internal static readonly string[] ThereWithLanes =
        ["FieldLanes:Multiply", "FieldLanes:Square", "FieldLanes:Lane", "CurveLanes:Add", "SignatureLanes:MultiplyBase", "SignatureLanes:Divide", "Sm2PrivateKey:SignSideBySide"];

    /// <summary>Compiled once and at their best, whatever the tiers do.</summary>
    internal static readonly string[] Hot =
        ["FieldElement:Multiply", "ScalarElement:MontgomeryTimes", "CurvePoint:Add", "CurvePoint:Double", "PointTable:ScanWords", "FieldLanes:Multiply", "FieldLanes:Square", "CurveLanes:Add"];

    /// <summary>
    /// What makes numbers of bytes and bytes of numbers around the arithmetic. In tiers so much is taken in line that spans go through memory, where <see cref="SecretFlow"/> does not follow their
    /// lengths: these are looked at without tiers only.
    /// </summary>
    private static readonly string[] Outer = ["Sm2PrivateKey:", "Sm2Curve:WritePoint", "Sm3:", "Sm3Block:Finish"];

    internal static readonly SecretMethod[] All =
    [
        .. Named("FieldElement", "Read", "From", "Write", "Pack", "IsZero", "AreEqual", "Add", "Subtract", "Canonical", "Multiply", "Square", "Invert", "Times", "get_One", "get_Zero", "get_SquareOfRadix"),
        new("FieldElement:.ctor", [1, 2, 3, 4, 5]), new("FieldElement:Unpack", [1, 2, 3, 4]), new("FieldElement:Reduce(ulong", [1, 2, 3, 4, 5]), new("FieldElement:Reduce(byref", []),
        new("FieldElement:Carry", [1, 2, 3, 4, 5]), new("FieldElement:Join", [1, 2, 3, 4, 5]),
        new("FieldElement:Select", [1]), new("FieldElement:High", [0, 1]), new("System.Math:<BigMul>g__SoftwareFallback", [0, 1]), new("System.Math:BigMul", [0, 1]),
        .. Named("ScalarElement", "Read", "ReadPlain", "Write", "Pack", "MakeOdd", "IsZero", "Add", "Subtract", "MontgomeryTimes", "ToMontgomery", "ReduceOnce", "LessOrder", "get_One", "get_SquareOfRadix"),
        new("ScalarElement:.ctor", [1, 2, 3, 4, 5]), new("ScalarElement:Carry", [1, 2, 3, 4, 5]),
        .. Named("CurvePoint", ".ctor", "Add", "Double", "ToAffine()", "ToAffine(byref)"),
        .. Named("AffinePoint", ".ctor", "get_Base", "get_B", "Map"), new("AffinePoint:NegateIf", [2]),
        .. Named("CompletePoint", ".ctor", "get_Infinity", "ToAffine", "Multiply", "Add", "Product", "Sum", "Difference", "Triple"),
        .. Named("OddDigits", "Split"), new("OddDigits:Index", [0]), new("OddDigits:Sign", [0]),
        .. Named("PointTable", "get_Base"), new("PointTable:Scan", [3]), new("PointTable:ScanWords", [3]), new("PointTable:ScanWithoutVectors", [2]), new("PointTable:Unpack", [1]),
        .. Named("Sm2Curve", "Digit", "WritePoint"), new("Sm2Curve:Scan", [3]),
        .. Named("FieldLanes", "get_Lanes", "get_One", "Unpack", "Turn", "Cut", "Lane", "Subtract", "NegateIf", "ReducedDifference", "Carry", "Fold", "Shift", "Product", "Multiply", "Square"),
        .. Named("CurveLanes", "Add", "Begin"),
        .. Named("SignatureLanes", "get_Lanes", "MultiplyBase", "Divide", "Signs"),
        .. Named("Sm3", "HashData"),
        .. Named("Sm3Block", "Start", "Compress", "Expand", "Rounds"), new("Sm3Block:P0", [0]), new("Sm3Block:Finish", [], 2, "the length of the place for the hash, which is handed over in memory"),
        new("ScalarElement:Invert", [], 1, "which bits n - 2 has"),
        new("Sm2Curve:MultiplyBase", [], 1, Infinity), new("Sm2Curve:Multiply", [], 1, Infinity), new("Sm2Curve:Finish", [], 1, Infinity),
        .. Named("Sm2PrivateKey", "IsValidScalar"),
        new("Sm2PrivateKey:.ctor", []),
        new("Sm2PrivateKey:SignDigest", [], 1, "r, r + k or s is zero: never; then k is another one"),
        new("Sm2PrivateKey:Take", [], 1, Forgotten), new("Sm2PrivateKey:SignRaw", [], 2, $"{Forgotten}; {Again}"), new("Sm2PrivateKey:Write", [], 1, Forgotten),
        new("Sm2PrivateKey:SignDigestWith", [], 2, $"{Forgotten}; as SignDigest"), new("Sm2PrivateKey:Draw", [], 1, Again), new("Sm2PrivateKey:Read", [], 1, "whether the number is a key"),
        new("Sm2PrivateKey:DrawNonce", [], 1, Again),
        new("Sm2PrivateKey:SignSideBySide", [], 3, $"a lane with Z = 0, as above; {Forgotten}; as SignDigest"),
    ];

    private const string Infinity = "Z is zero: a handful of scalars, none of which a signer meets";
    private const string Forgotten = "whether the key is forgotten";
    private const string Again = "a number is drawn again, and then it is another one (one in 2^32)";

    /// <summary>
    /// What else may be called. It gets addresses and lengths only; what it reads there is wiped, copied, filled, or public.
    /// The two that draw random bytes are mostly the framework's own code in line; what they decide is whether a number is drawn again and whether drawn bytes are left.
    /// </summary>
    private static readonly string[] Called =
    [
        "CORINFO_HELP_", "System.ThrowHelper:", "System.ArgumentException:.ctor", "System.Lazy`1[System.__Canon]:CreateValue", "System.Security.Cryptography.CryptographicOperations:ZeroMemory",
        "System.Security.Cryptography.RandomNumberGenerator:Fill", "System.SpanHelpers:ClearWithoutReferences", "System.SpanHelpers:Memmove", "System.Span`1[byte]:.ctor",
        "Trust.Crypto.NonceEntropy:Take", "Trust.Crypto.Sm2Curve:RandomScalar", "Trust.Crypto.Sm2PublicKey:", "Trust.Crypto.Sm2Curve:OddMultiples",
        "Trust.Crypto.Sm2SignatureEncoding:ToDer", "Trust.Crypto.Sm2PrivateKey:Encode",
    ];

    /// <summary>The entry for a method, by what the compiler calls it.</summary>
    internal static SecretMethod? Find(string signature) => All.FirstOrDefault(method => Is(signature, method.Name));

    internal static bool Is(string signature, string name) => signature.StartsWith(
        name.StartsWith("System.", StringComparison.Ordinal) ? name : name.Contains('(', StringComparison.Ordinal) ? Space + name : $"{Space}{name}(", StringComparison.Ordinal);

    internal static bool IsOuter(string signature) => Outer.Any(start => signature.StartsWith(Space + start, StringComparison.Ordinal));

    /// <summary>For <see cref="SecretFlow.Find"/>.</summary>
    internal static int[]? SecretArguments(string callee) =>
        Find(callee)?.Secret ?? (Called.Any(start => callee.StartsWith(start, StringComparison.Ordinal)) || callee.StartsWith(LeakyCode.Compiled, StringComparison.Ordinal) ? [] : null);

    internal const string Space = "Trust.Crypto.";

    private static IEnumerable<SecretMethod> Named(string type, params string[] names) => names.Select(name => new SecretMethod($"{type}:{name}", []));
}
