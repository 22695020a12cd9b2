using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Trust.Gateway.Tests.Privacy;

/// <summary>An OpenTelemetry collector that keeps what it is sent: protobuf writes texts as they are.</summary>
public sealed class Collector : IAsyncDisposable
{
    // An empty message, uncompressed (gRPC over HTTP/2).
    private static readonly byte[] Empty = new byte[5];

    private readonly ConcurrentQueue<(string Kind, string Text)> received = new();
    private readonly WebApplication app;

    private Collector(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        app = builder.Build();
        app.Run(TakeAsync);
        Address = $"http://localhost:{port}";
    }

    public string Address { get; }

    public string TextOf(string kind) => string.Join('\n', received.Where(message => message.Kind == kind).Select(message => message.Text));

    public static async Task<Collector> StartAsync(int port)
    {
        var collector = new Collector(port);
        await collector.app.StartAsync();
        return collector;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        received.Enqueue((context.Request.Path.Value!.Contains("trace", StringComparison.OrdinalIgnoreCase) ? "traces" : "metrics", Encoding.UTF8.GetString(body.ToArray())));
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        await context.Response.Body.WriteAsync(Empty);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
