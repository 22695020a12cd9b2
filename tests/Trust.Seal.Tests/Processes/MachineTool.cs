using System.Diagnostics;
using System.Text;
using Trust.Testing;

namespace Trust.Seal.Tests.Processes;

/// <summary>Programs of the machine (openssl, unzip, dd, curl, node), run in a folder of their own.</summary>
public sealed class MachineTool : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder folder = new();

    public string At(string name) => folder.At(name);

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(At(name), content);
        return At(name);
    }

    public byte[] Read(string name) => File.ReadAllBytes(At(name));

    /// <summary>Runs a program.</summary>
    /// <returns>Exit code, standard output and errors.</returns>
    public (int ExitCode, string Output) Try(string program, params string[] arguments) => Run(program, arguments, "");

    /// <summary>Runs a program that must succeed.</summary>
    public string Run(string program, params string[] arguments)
    {
        var (code, output) = Run(program, arguments, "");
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: {code}\n{output}");
        return output;
    }

    public (int ExitCode, string Output) Run(string program, IEnumerable<string> arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new TimeoutException($"{program} does not end.");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }

    public void Dispose() => folder.Dispose();
}
