using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Trust.Testing;

/// <summary>The real program as a separate operating-system process, on ports and a data folder of its own.</summary>
public sealed class GatewayProcess : IAsyncDisposable
{
    // Says that it will never come, not that it comes slowly: a busy machine takes a minute for what takes seconds.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly ConcurrentQueue<string> output = new();
    private readonly Process process;

    private GatewayProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Everything the process has written.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>Folder with Trust.sln.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The program that the tests were built with.</summary>
    public static string ProgramPath { get; } = Path.Combine(AppContext.BaseDirectory, "Trust.Gateway.dll");

    /// <summary>The outside services without which no real installation starts; nobody answers there.</summary>
    public static IReadOnlyList<string> OutsideServices { get; } =
    [
        "--Trust:Identity:Registry:Url=https://registry.example/v1", "--Trust:Identity:Registry:Key=a-registry-key-that-nobody-has-published-01",
        "--Trust:Identity:Sms:Url=https://sms.example/v1", "--Trust:Identity:Sms:Key=a-gateway-key-that-nobody-has-published-01",
    ];

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Starts the program and does not wait.</summary>
    /// <param name="arguments">Command line.</param>
    /// <param name="environment">Value of ASPNETCORE_ENVIRONMENT, or null to leave it unset.</param>
    /// <param name="program">Another build of the program.</param>
    /// <param name="variables">More environment variables.</param>
    public static GatewayProcess Start(
        IEnumerable<string> arguments, string? environment = "Development", string? program = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(program ?? ProgramPath);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name == "DOTNET_ENVIRONMENT").ToList())
        {
            start.Environment.Remove(name);
        }

        if (environment is not null)
        {
            start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        }

        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new GatewayProcess(new Process { StartInfo = start });
    }

    /// <summary>Runs the program to its end.</summary>
    /// <param name="arguments">Command line.</param>
    /// <param name="environment">Value of ASPNETCORE_ENVIRONMENT.</param>
    /// <param name="program">Another build of the program.</param>
    /// <returns>Exit code and everything written.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments, string? environment = "Development", string? program = null)
    {
        await using var started = Start(arguments, environment, program);
        using var limit = new CancellationTokenSource(Limit);
        await started.process.WaitForExitAsync(limit.Token);
        return (started.process.ExitCode, started.Output);
    }

    /// <summary>Waits until an address answers 200.</summary>
    /// <param name="address">Address, for example that of <c>/health/ready</c>.</param>
    public async Task WaitForAsync(Uri address)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Limit)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The program ended with {process.ExitCode}:\n{Output}");
            }

            try
            {
                using var answer = await client.GetAsync(address);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"{address} does not answer:\n{Output}");
    }

    /// <summary>Waits until the process has written something.</summary>
    /// <param name="text">What it writes.</param>
    public async Task WaitForAsync(string text)
    {
        for (var watch = Stopwatch.StartNew(); !Output.Contains(text, StringComparison.Ordinal);)
        {
            if (process.HasExited || watch.Elapsed > Limit)
            {
                throw new TimeoutException($"\"{text}\" is not written:\n{Output}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Ends the process at once (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
    }

    /// <summary>Waits until the process has ended by itself.</summary>
    public async Task WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await process.WaitForExitAsync(limit.Token);
    }

    /// <summary>A port that nothing listened on a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            output.Enqueue(line);
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Trust.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
