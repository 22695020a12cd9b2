using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Tests.Http;

namespace Trust.Hosting.Tests.Telemetry;

/// <summary>A running program at Trace, with everything that its console and another provider were given.</summary>
public sealed partial class LoggedApp : IAsyncLifetime, IDisposable
{
    private static readonly (string, string)[] TraceEverything = [("Logging:LogLevel:Default", "Trace"), ("Logging:Console:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.AspNetCore.*", "Trace"), ("Trust:Rates:Api", "100000")];

    private readonly CapturedLog captured = new();
    private readonly StringWriter console = new();
    private readonly TextWriter writer;
    private TestApp? app;

    public LoggedApp() => writer = TextWriter.Synchronized(console);

    internal TestApp App => app!;

    public ILogger Logger => App.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Trust.Module");

    /// <summary>All that was logged so far; the console writes behind, so a mark is awaited in it.</summary>
    public async Task<string> ReadAsync()
    {
        var mark = $"mark {Guid.NewGuid():N}";
        Line(Logger, mark);
        for (var wait = 0; wait < 500 && !Console().Contains(mark, StringComparison.Ordinal); wait++)
        {
            await Task.Delay(10);
        }

        Assert.Contains(mark, Console(), StringComparison.Ordinal);
        return $"{captured.Text}\n{Console()}";
    }

    public async Task InitializeAsync()
    {
        // The console provider takes the writer when it is made.
        var before = System.Console.Out;
        System.Console.SetOut(writer);
        try
        {
            app = await TestApp.StartAsync(null, captured, TraceEverything);
        }
        finally
        {
            System.Console.SetOut(before);
        }
    }

    public Task DisposeAsync() => App.DisposeAsync().AsTask();

    public void Dispose()
    {
        captured.Dispose();
        writer.Dispose();
        console.Dispose();
    }

    /// <summary>Logs a value in every way in which code can.</summary>
    public void LogEverywhere(object value)
    {
        object[] list = [value, value];
        Argument(Logger, value);
        Several(Logger, "before", value, list);
        var failure = new InvalidOperationException($"The value {value} was refused.", new FormatException(value.ToString())) { Data = { ["value"] = value } };
        Failure(Logger, failure);
        string[] lines =
        [
            $"interpolated {value}",
            JsonSerializer.Serialize(new { Number = value, Several = new[] { value }, ByName = new Dictionary<string, object> { ["x"] = value } }),
            JsonSerializer.Serialize(value, value.GetType()),
            Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(new { value }, JsonSerializerOptions.Web)),
        ];
        foreach (var line in lines)
        {
            Line(Logger, line);
        }

        var structured = new Dictionary<string, object?> { ["value"] = value, ["Nested"] = new { value } };
        Logger.Log(LogLevel.Trace, new EventId(5), structured, null, (_, _) => "structured");
        using (Logger.BeginScope(new Dictionary<string, object> { ["value"] = value }))
        using (Logger.BeginScope(value))
        {
            Line(Logger, "in a scope");
        }
    }

    private string Console()
    {
        lock (writer)
        {
            return console.ToString();
        }
    }

    [LoggerMessage(1, LogLevel.Trace, "Value {Value}.")]
    private static partial void Argument(ILogger logger, object value);

    [LoggerMessage(2, LogLevel.Trace, "{First} {Second} {List}.")]
    private static partial void Several(ILogger logger, string first, object second, object[] list);

    [LoggerMessage(3, LogLevel.Error, "Failed.")]
    private static partial void Failure(ILogger logger, Exception exception);

    [LoggerMessage(4, LogLevel.Information, "{Text}")]
    private static partial void Line(ILogger logger, string text);
}
