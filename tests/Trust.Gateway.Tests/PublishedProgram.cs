using System.Diagnostics;
using Trust.Testing;

namespace Trust.Gateway.Tests;

/// <summary>The program as it is published, and a data folder that a development run has filled with demo people.</summary>
public sealed class PublishedProgram : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string DemoData => folder.At("demo");

    /// <summary>Master key of <see cref="RealKeys"/>.</summary>
    public const string MasterKey = "a-long-master-key-that-nobody-has-published-0001";

    /// <summary>Keys made by the command for a real installation; copy them before changing anything.</summary>
    public string RealKeys => folder.At("keys");

    public string DevelopmentKeys { get; } = Path.Combine(GatewayProcess.RepositoryRoot, "keys-dev");

    private string Program => folder.At("published", "Trust.Gateway.dll");

    public async Task InitializeAsync()
    {
        // The configuration that the tests were built in: its build output is there already.
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "publish", Path.Combine(GatewayProcess.RepositoryRoot, "Trust.Gateway"), "-c", configuration, "--no-build", "--nologo", "-o", folder.At("published") })
        {
            start.ArgumentList.Add(argument);
        }

        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, output);
        await FillDemoDataAsync();
        var (code, said) = await RunAsync(
            "Production", "keys", "generate", $"--Trust:Keys:Directory={RealKeys}", $"--Trust:Keys:MasterKey={MasterKey}", "--Trust:PublicUrl=https://trust.example");
        Assert.True(code == 0, said);
    }

    public Task<(int ExitCode, string Output)> RunAsync(string? environment, params string[] arguments) =>
        GatewayProcess.RunAsync([.. arguments, $"--urls=http://127.0.0.1:{GatewayProcess.FreePort()}"], environment, Program);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();

    private async Task FillDemoDataAsync()
    {
        var port = GatewayProcess.FreePort();
        await using var development = GatewayProcess.Start([$"--urls=http://localhost:{port}", $"--Trust:DataDirectory={DemoData}"]);
        await development.WaitForAsync(new Uri($"http://localhost:{port}/health/ready"));
    }
}
