using System.Diagnostics;
using System.Text;

namespace Trust.Crypto.Tests.Peers;

/// <summary>Runs a program of the machine in a folder of its own.</summary>
internal sealed class Tool : IDisposable
{
    internal string Folder { get; } = Directory.CreateTempSubdirectory("trust-crypto-").FullName;

    internal string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    internal string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    internal (int ExitCode, string Output) OpenSsl(params string[] arguments) => Run("openssl", arguments, "");

    internal (int ExitCode, string Output) Run(string program, IEnumerable<string> arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result + errors.Result);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
