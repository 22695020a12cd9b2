using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Trust.Hosting.Tests.Telemetry;

/// <summary>A provider that keeps all that any provider could write: message, state by name, exception, scopes, each as text and as JSON.</summary>
internal sealed class CapturedLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> lines = new();
    private IExternalScopeProvider? scopes;

    public string Text => string.Join('\n', lines);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private void Keep(string category, string message, object? state, Exception? exception)
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{category}: {message}");
        Describe(text, state);
        scopes?.ForEachScope(Describe, text);
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            text.AppendLine(cause.ToString());
            foreach (System.Collections.DictionaryEntry entry in cause.Data)
            {
                Describe(text, entry.Value);
            }
        }

        lines.Enqueue(text.ToString());
    }

    private static void Describe(object? value, StringBuilder text) => Describe(text, value);

    private static void Describe(StringBuilder text, object? value)
    {
        text.AppendLine(Convert.ToString(value, CultureInfo.InvariantCulture));
        if (value is IEnumerable<KeyValuePair<string, object?>> members)
        {
            foreach (var (name, member) in members)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{name}={member} {Json(member)}");
            }
        }
    }

    private static string Json(object? value)
    {
        try
        {
            return value is null ? "" : JsonSerializer.Serialize(value, value.GetType());
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException)
        {
            // Types and delegates among the framework's own state.
            return "";
        }
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Keep(category, formatter(state, exception), state, exception);
    }
}
