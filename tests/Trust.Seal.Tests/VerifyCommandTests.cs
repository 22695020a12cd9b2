using System.Text.Json;
using Trust.Documents.Verification;
using Trust.Seal.Pki;
using Trust.Testing;

namespace Trust.Seal.Tests;

/// <summary>The command <c>verify</c>: a program of its own, with nothing but the file and the folder <c>trust</c>.</summary>
public sealed class VerifyCommandTests(LifeCycleTests.App shared) : IClassFixture<LifeCycleTests.App>, IDisposable
{
    private readonly SealApp app = shared.Seal;
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Sealed_file_passes_a_changed_one_fails_and_each_has_its_exit_code()
    {
        using var machine = await app.MachineAsync();
        var good = await machine.SealedAsync();
        var data = await TrustAsync();
        Assert.Equal(0, (await RunAsync("good.ofd", good, "--data", data)).Code);

        var changed = good.ToArray();
        changed[changed.Length / 2] ^= 1;
        Assert.NotEqual(0, (await RunAsync("changed.ofd", changed, "--data", data)).Code);
        Assert.Equal(2, (await RunAsync("unsigned.ofd", SampleDocument.Notice(), "--data", data)).Code);
        Assert.Equal(3, (await RunAsync("none.ofd", [1, 2, 3], "--data", data)).Code);
        Assert.Equal(3, (await GatewayProcess.RunAsync(["verify", Path.Combine(folder.Path, "missing.ofd")], "Production")).ExitCode);
        foreach (var wrong in new[] { new[] { "verify" }, ["verify", "a", "b"], ["verify", "a", "--cert"], ["verify", "a", "--what"] })
        {
            Assert.Equal(64, (await GatewayProcess.RunAsync(wrong, "Production")).ExitCode);
        }
    }

    [Fact]
    public async Task Pdf_is_judged_without_the_node_as_with_it()
    {
        using var machine = await app.MachineAsync();
        var good = await machine.SealedAsync(SampleDocument.NoticePdf());
        var data = await TrustAsync();
        Assert.Equal(0, (await RunAsync("good.pdf", good, "--data", data)).Code);
        var changed = (byte[])good.Clone();
        changed[changed.AsSpan().IndexOf("/Title"u8) + 9] ^= 1;
        Assert.Equal(1, (await RunAsync("changed.pdf", changed, "--data", data)).Code);
        Assert.Equal(2, (await RunAsync("unsigned.pdf", SampleDocument.NoticePdf(), "--data", data)).Code);
        Assert.Equal(3, (await RunAsync("none.pdf", good[..100], "--data", data)).Code);
    }

    [Fact]
    public async Task Json_is_one_object_and_nothing_else_and_says_what_the_service_says()
    {
        using var machine = await app.MachineAsync();
        var good = await machine.SealedAsync();
        var (code, output) = await RunAsync("good.ofd", good, "--json", "--data", await TrustAsync());
        Assert.Equal(0, code);
        var report = JsonDocument.Parse(output.Trim()).RootElement;
        var service = await machine.VerifyAsync(good);
        Assert.Equal("TOTAL_PASSED", report.GetProperty("indication").GetString());
        Assert.Equal(
            service.GetProperty("checks").EnumerateArray().Select(check => (check.GetProperty("id").GetString(), check.GetProperty("status").GetString())),
            report.GetProperty("checks").EnumerateArray().Select(check => (check.GetProperty("id").GetString(), check.GetProperty("status").GetString())));
    }

    [Fact]
    public async Task Without_a_trust_list_nobody_is_trusted()
    {
        using var machine = await app.MachineAsync();
        var (code, output) = await RunAsync("good.ofd", await machine.SealedAsync(), "--data", folder.Path);
        Assert.Equal(2, code);
        Assert.Contains("no authority is trusted", output, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private async Task<string> TrustAsync()
    {
        var list = Path.Combine(app.DataFolder, PublishedTrust.Folder, TrustListFile.Name);
        for (var look = 0; look < 100 && !File.Exists(list); look++)
        {
            await Task.Delay(100);
        }

        return app.DataFolder;
    }

    // No settings, no keys: Production.
    private async Task<(int Code, string Output)> RunAsync(string name, byte[] file, params string[] options)
    {
        var path = Path.Combine(folder.Path, name);
        await File.WriteAllBytesAsync(path, file);
        return await GatewayProcess.RunAsync(["verify", path, .. options], "Production");
    }
}
