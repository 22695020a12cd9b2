using Trust.Crypto;

namespace Trust.Documents.Verification;

internal static class Digests
{
    internal static string Sm3Text(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(Sm3.HashData(data));
}
