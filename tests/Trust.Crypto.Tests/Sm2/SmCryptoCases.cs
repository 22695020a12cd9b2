namespace Trust.Crypto.Tests.Sm2;

/// <summary>A thousand random messages under 25 random keys.</summary>
internal static class SmCryptoCases
{
    internal const int Count = 1000;

    internal static List<(Sm2PrivateKey Key, byte[] Message)> Create()
    {
        var keys = Enumerable.Range(0, 25).Select(_ => Sm2PrivateKey.Generate()).ToArray();
        return [.. Enumerable.Range(0, Count).Select(i =>
        {
            var message = new byte[Random.Shared.Next(16, 200)];
            Random.Shared.NextBytes(message);
            return (keys[i % keys.Length], message);
        })];
    }

    internal static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
