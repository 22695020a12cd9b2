using System.Globalization;
using System.Text;
using System.Text.Json;
using Trust.Crypto.Certificates;
using Trust.Documents.Packaging;
using Trust.Documents.Verification;
using Trust.Hosting.Startup;
using Trust.License;

namespace Trust.Gateway.Commands;

/// <summary>
/// Checks a file on the command line: no network, no database, no master key, in any environment. It reads the file and the folder <c>trust</c> of the data directory,
/// nothing else.
/// </summary>
internal static class Verify
{
    private const int Usage = 64;
    private const int Unreadable = 3;
    private const string UsageText = "Usage: verify FILE [--cert FILE]... [--json] [--data FOLDER]    exit code: 0 passed, 1 failed, 2 indeterminate, 3 unreadable";

    private sealed record Call(string File, IReadOnlyList<string> Certificates, bool Json, string Data);

    public static int Run(string[] args)
    {
        if (Read(args) is not { } call)
        {
            Console.Error.WriteLine(UsageText);
            return Usage;
        }

        List<Certificate> candidates = [];
        foreach (var path in call.Certificates)
        {
            if (!TryReadCertificate(path, out var certificate))
            {
                Console.Error.WriteLine($"{path} holds no certificate (DER or PEM).");
                return Usage;
            }

            candidates.Add(certificate!);
        }

        byte[] content;
        try
        {
            if (new FileInfo(call.File).Length > DocumentLimits.Default.MaxFileBytes)
            {
                return Refuse(call, DocumentFaults.TooLarge, "The file is larger than the limit.");
            }

            content = File.ReadAllBytes(call.File);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refuse(call, "file.unreadable", "The file cannot be opened.");
        }

        var material = ReadTrust(call.Data, out var remark);
        var report = SealVerifier.Verify(content, new VerificationInput { FileName = Path.GetFileName(call.File), CandidateCertificates = candidates, Material = material });
        var (judged, json, lines) = LicenseModule.CheckFile(content, report, Path.Combine(call.Data, "trust"), TimeProvider.System.GetUtcNow());
        Console.Out.WriteLine(call.Json ? json : Text(judged, lines, material.Anchors, remark));
        return judged.ToExitCode();
    }

    private static Call? Read(string[] args)
    {
        string? file = null;
        List<string> certificates = [];
        var json = false;
        var data = Environment.GetEnvironmentVariable("Trust__DataDirectory") is { Length: > 0 } set ? set : new RootOptions().DataDirectory;
        for (var index = 0; index < args.Length; index++)
        {
            switch (args[index])
            {
                case "--json":
                    json = true;
                    break;
                case "--cert" or "--data" when index + 1 == args.Length:
                    return null;
                case "--cert":
                    certificates.Add(args[++index]);
                    break;
                case "--data":
                    data = args[++index];
                    break;
                case var word when file is null && !word.StartsWith('-'):
                    file = word;
                    break;
                default:
                    return null;
            }
        }

        return file is null ? null : new Call(file, certificates, json, data);
    }

    private static bool TryReadCertificate(string path, out Certificate? certificate)
    {
        certificate = null;
        try
        {
            var bytes = new FileInfo(path).Length <= Certificate.MaxSizeInBytes ? File.ReadAllBytes(path) : [];
            return Certificate.TryParseFile(bytes, out certificate);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Without a trust list the cryptography is still checked; nobody is trusted then, and the report says so.
    private static TrustMaterial ReadTrust(string data, out string? remark)
    {
        var folder = Path.Combine(data, "trust");
        try
        {
            if (!Certificate.TryParse(File.ReadAllBytes(Path.Combine(folder, TrustListFile.CertificateName)), out var authority))
            {
                remark = $"{TrustListFile.CertificateName} in {folder} does not read: no authority is trusted.";
                return TrustMaterial.None;
            }

            var read = TrustListFile.TryRead(File.ReadAllBytes(Path.Combine(folder, TrustListFile.Name)), authority, out var material, out var fault);
            remark = read ? null : $"{fault} No authority is trusted.";
            return read ? material! : TrustMaterial.None;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            remark = $"There is no trust list in {folder}: no authority is trusted.";
            return TrustMaterial.None;
        }
    }

    private static int Refuse(Call call, string code, string detail)
    {
        if (call.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { kind = "unreadable", code, detail }));
        }
        else
        {
            Console.Error.WriteLine($"{code}: {detail}");
        }

        return Unreadable;
    }

    private static string Text(VerificationReport report, IReadOnlyList<string> lines, IReadOnlyList<Certificate> anchors, string? remark)
    {
        var text = new StringBuilder();
        text.AppendLine(report.Sentence.Zh).AppendLine(report.Sentence.En).AppendLine();
        text.AppendLine(report.Advice.Zh).AppendLine(report.Advice.En).AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Name(report)}{(report.SubIndication is { } reason ? $" / {reason}" : "")}{(report.Code is { } code ? $" ({code})" : "")}");
        foreach (var line in lines)
        {
            text.AppendLine(line);
        }

        if (remark is not null)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"! {remark}");
        }

        foreach (var anchor in anchors)
        {
            // Whoever supplies the folder supplies what is trusted: compare this with what the node publishes.
            text.AppendLine(CultureInfo.InvariantCulture, $"  trusted: {anchor.Subject}, SHA-256 {anchor.ToFingerprint()}");
        }

        foreach (var check in report.Checks)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{Mark(check.Status)} {check.Id,-18}{(check.Signature is { } number ? $"#{number} " : "   ")}{check.Detail}  [{check.Clause}]");
        }

        foreach (var entry in report.Unprotected)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  not protected by #{entry.Signature}: {entry.Entry} ({entry.Role}{(entry.IsShown ? ", shown" : "")})");
        }

        return text.ToString().TrimEnd();
    }

    private static string Name(VerificationReport report) => report.Indication switch
    {
        Indication.TotalPassed => "TOTAL_PASSED",
        Indication.TotalFailed => "TOTAL_FAILED",
        _ => "INDETERMINATE",
    };

    private static string Mark(CheckStatus status) => status switch
    {
        CheckStatus.Ok => "+",
        CheckStatus.NotOk => "x",
        CheckStatus.Warning => "!",
        CheckStatus.Information => "i",
        _ => "-",
    };
}
