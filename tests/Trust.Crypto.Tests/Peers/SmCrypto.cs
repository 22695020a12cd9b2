using System.Text.Json;

namespace Trust.Crypto.Tests.Peers;

/// <summary>The npm package sm-crypto: one process answers a list of requests.</summary>
internal static class SmCrypto
{
    internal static List<JsonElement> Ask(IEnumerable<object> requests)
    {
        if (!Directory.Exists(Path.Combine(TestFiles.Peers, "node_modules")))
        {
            throw new InvalidOperationException("Run 'npm ci' in tests/peers first.");
        }

        using var tool = new Tool();
        var (exitCode, output) = tool.Run("node", [Path.Combine(TestFiles.Peers, "sm-crypto.mjs")], string.Join('\n', requests.Select(r => JsonSerializer.Serialize(r))));
        Assert.True(exitCode == 0, output);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
