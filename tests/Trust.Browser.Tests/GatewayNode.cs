using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Trust.Browser.Tests;

/// <summary>The real program as its own process, on a free port of this machine, with an empty data directory.</summary>
public sealed class GatewayNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("trust-browser-");
    private readonly StringBuilder output = new();
    private readonly Process process;

    private GatewayNode(int port)
    {
        // localhost, not 127.0.0.1: passkeys need a name.
        Address = $"http://localhost:{port}";
        var program = Program();
        var start = new ProcessStartInfo("dotnet", [program, "--urls", Address])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Trust__DataDirectory"] = data.FullName;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
    }

    public string Address { get; }

    public static string Root { get; } = FindRoot();

    public static async Task<GatewayNode> StartAsync()
    {
        var node = new GatewayNode(FreePort());
        node.process.Start();
        node.process.BeginOutputReadLine();
        node.process.BeginErrorReadLine();
        await node.WaitAsync();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
        data.Delete(recursive: true);
    }

    private async Task WaitAsync()
    {
        using var client = new HttpClient { BaseAddress = new Uri(Address) };
        var since = Stopwatch.StartNew();
        while (since.Elapsed < Patience && !process.HasExited)
        {
            try
            {
                using var response = await client.GetAsync("/design");
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(200);
        }

        lock (output)
            throw new InvalidOperationException($"The program did not come up.\n{output}");
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (output)
            output.AppendLine(line.Data);
    }

    private static string Program()
    {
        // .../tests/Trust.Browser.Tests/bin/<configuration>/<framework>/
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root, "Trust.Gateway", "bin", framework.Parent!.Name, framework.Name, "Trust.Gateway.dll");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Trust.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("Trust.sln is not above the tests.");
        return folder.FullName;
    }
}
