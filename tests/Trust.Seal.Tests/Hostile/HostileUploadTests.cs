using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trust.Seal.Tests.Processes;
using Trust.Testing;
using Xunit.Abstractions;

namespace Trust.Seal.Tests.Hostile;

/// <summary>
/// Hostile files, sent by curl to a running process: each is refused with a stable code, nothing is a fault of the server, and the process never takes more than 400 MB. One
/// process bears all of it.
/// </summary>
[Requirement("SEC-02")]
public sealed partial class HostileUploadTests(ITestOutputHelper report) : IAsyncLifetime, IDisposable
{
    private const int MostKilobytes = 400 * 1000;
    private const string Api = "/api/seal/v1/verifications";
    private const string Check = "/verify/seal";

    private readonly TemporaryFolder data = new();
    private readonly MachineTool tool = new();
    private SealNode node = null!;

    public async Task InitializeAsync()
    {
        node = await SealNode.StartAsync(data.Path, ["--Logging:LogLevel:Default=Warning"]);
        using var machine = await node.MachineAsync();
        HostileFiles.Write(tool, await machine.SealedAsync());
        report.WriteLine($"before: {PeakKilobytes()} kB");
    }

    public Task DisposeAsync() => node.DisposeAsync().AsTask();

    public void Dispose()
    {
        data.Dispose();
        tool.Dispose();
    }

    [Fact]
    public void Every_hostile_upload_is_refused_with_a_stable_code_in_bounded_memory()
    {
        AssertApi();
        report.WriteLine($"API: {PeakKilobytes()} kB");
        AssertPage();
        report.WriteLine($"page: {PeakKilobytes()} kB");
        AssertManyAtOnce();
        report.WriteLine($"at once: {PeakKilobytes()} kB");

        // It is still there and still right.
        Assert.Equal((200, "TOTAL_PASSED"), Send("good.ofd"));
        Assert.InRange(PeakKilobytes(), 1, MostKilobytes);
        Assert.DoesNotContain("fail:", node.Front.Output, StringComparison.Ordinal);
    }

    private void AssertApi()
    {
        Assert.Equal((200, "TOTAL_PASSED"), Send("good.ofd"));
        foreach (var (name, code) in HostileFiles.All)
        {
            Assert.Equal((name, (422, code)), (name, Send($"{name}.ofd")));
        }

        Assert.Equal((400, "seal.upload-invalid"), Send("empty.ofd"));
        Assert.Equal((413, "seal.too-large"), Send("large.ofd"));
        Assert.Equal((413, "seal.too-large"), Send("large.ofd", "-H", "Transfer-Encoding: chunked"));
        Assert.Equal(400, Slow(Api));
        Assert.Equal("seal.upload-invalid", CodeOfAnswer());
        Assert.Equal((400, "seal.upload-invalid"), Send("good.ofd", [.. Enumerable.Range(0, 1200).SelectMany(number => new[] { "-F", $"f{number}=x" })]));
        Assert.Equal((400, "seal.upload-invalid"), Send("good.ofd", "-F", "file=@good.ofd"));
        Assert.Equal((400, "seal.upload-invalid"), Send("good.ofd", "-F", $"note={new string('x', 5000)}"));
        Assert.Equal((400, "seal.upload-invalid"), Post(Api, "-H", "Content-Type: application/octet-stream", "--data-binary", "@good.ofd"));
        Assert.Equal((400, "seal.upload-invalid"), Post(Api, "-H", "Content-Type: multipart/form-data; boundary=x", "--data-binary", "@good.ofd"));
        Assert.Equal((400, "seal.upload-invalid"), Post(Api, "-H", $"Content-Type: multipart/form-data; boundary={new string('x', 500)}", "--data-binary", "@good.ofd"));
    }

    private void AssertPage()
    {
        tool.Run("curl", "-sS", "-c", "jar", "-o", "page.html", At(Check));
        var token = WebUtility.HtmlDecode(Token().Match(File.ReadAllText(tool.At("page.html"))).Groups[1].Value);
        string[] form = ["-b", "jar", "-F", $"__RequestVerificationToken={token}"];
        foreach (var (name, code) in HostileFiles.All)
        {
            // The page says it in words; the report behind it has the code.
            var (status, location) = PostPage([.. form, "-F", $"file=@{name}.ofd"]);
            Assert.Equal((name, 302), (name, status));
            Assert.Equal(200, PostPage(["-G", "-b", "jar"], location).Status);
            tool.Run("curl", "-sS", "--fail", "-o", "report.json", At($"{location}/report.json"));
            using var json = JsonDocument.Parse(File.ReadAllText(tool.At("report.json")));
            Assert.Equal((name, code), (name, json.RootElement.GetProperty("code").GetString()));
        }

        Assert.Equal(302, PostPage([.. form, "-F", "file=@good.ofd"]).Status);
        AssertSaid("请先选一个文件", [.. form, "-F", "file=@empty.ofd"]);
        AssertSaid("文件太大", [.. form, "-F", "file=@large.ofd"]);
        AssertSaid("文件太大", [.. form, "-F", "file=@large.ofd", "-H", "Transfer-Encoding: chunked"]);
        Assert.InRange(Slow(Check), 400, 499);
        AssertRefused([.. form, "-F", "file=@good.ofd", .. Enumerable.Range(0, 1200).SelectMany(number => new[] { "-F", $"f{number}=x" })]);
        AssertRefused(["-F", "file=@good.ofd"]);
    }

    // Bombs and large bodies side by side: the memory is that of a few.
    private void AssertManyAtOnce()
    {
        string[] names = ["bomb.ofd", "bomb-xml.ofd", "entries.ofd", "deep.ofd", "large.ofd", "truncated.ofd"];
        var codes = names.Concat(names).AsParallel().WithDegreeOfParallelism(12)
            .Select((name, number) => tool.Try("curl", "-sS", "-o", $"answer{number}", "-w", "%{http_code}", "-H", "Expect:", "-H", "Transfer-Encoding: chunked", "-F", $"file=@{name}", At(Api)).Output[..3]).ToList();
        Assert.All(codes, code => Assert.Contains(code, new[] { "413", "422" }));
    }

    // A byte a second, for ever.
    private int Slow(string path)
    {
        const string Head = @"--x\r\nContent-Disposition: form-data; name=""file""; filename=""a.ofd""\r\n\r\n";
        var sender = $"(printf -- '{Head}'; for i in $(seq 20); do printf x; sleep 1; done)";
        var curl = $"curl -sS -X POST -T - -H 'Content-Type: multipart/form-data; boundary=x' -H 'Accept: text/html, application/json' -H 'Expect:' -o answer.json -w '%{{http_code}}' '{At(path)}'";
        var (_, said) = tool.Try("bash", "-c", $"{sender} | {curl}");
        return int.Parse(said.AsSpan(0, 3), CultureInfo.InvariantCulture);
    }

    private string? CodeOfAnswer() => SealCalls.CodeOf(tool.Read("answer.json"));

    private void AssertSaid(string words, string[] arguments)
    {
        Assert.Equal(200, PostPage(arguments).Status);
        Assert.Contains(words, WebUtility.HtmlDecode(File.ReadAllText(tool.At("page.html"))), StringComparison.Ordinal);
    }

    private void AssertRefused(string[] arguments)
    {
        var (status, _) = PostPage(arguments);
        Assert.InRange(status, 400, 499);
    }

    private (int Status, string What) Send(string file, params string[] more) => Post(Api, [.. more, "-F", $"file=@{file}"]);

    // The code of the problem, or the indication of the report. An answer before the body is through may end curl with an error of its own.
    private (int Status, string What) Post(string path, params string[] arguments)
    {
        File.Delete(tool.At("answer.json"));
        var said = tool.Try("curl", ["-sS", "-o", "answer.json", "-w", "%{http_code} %{content_type}", .. arguments, At(path)]).Output.Split(' ', 2);
        using var json = JsonDocument.Parse(File.ReadAllText(tool.At("answer.json")));
        var status = int.Parse(said[0], CultureInfo.InvariantCulture);
        Assert.StartsWith(status == 200 ? "application/json" : "application/problem+json", said[1], StringComparison.Ordinal);
        return (status, json.RootElement.GetProperty(status == 200 ? "indication" : "code").GetString()!);
    }

    private (int Status, string Location) PostPage(string[] arguments, string path = Check)
    {
        var said = tool.Try("curl", ["-sS", "-o", "page.html", "-w", "%{http_code} %{redirect_url}", "-H", "Accept: text/html", .. arguments, At(path)]).Output.Split(' ', 2);
        return (int.Parse(said[0], CultureInfo.InvariantCulture), said[1].Length > 0 ? new Uri(said[1]).AbsolutePath : "");
    }

    private string At(string path) => new Uri(node.Address, path).ToString();

    private int PeakKilobytes() => int.Parse(
        Peak().Match(File.ReadAllText($"/proc/{node.Front.Id}/status")).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"VmHWM:\s+(\d+) kB")]
    private static partial Regex Peak();

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
