using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Outbound;

namespace Trust.Hosting.Tests.Outbound;

/// <summary>A partner's server on 127.0.0.1 with a certificate of its own; also the redirects, floods and dripping of a bad one.</summary>
public sealed class PartnerServer : IAsyncLifetime
{
    private readonly X509Certificate2 certificate = MakeCertificate();
    private readonly WebApplication app;
    private int requests;

    public PartnerServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        app = builder.Build();
        app.Use((context, next) =>
        {
            Interlocked.Increment(ref requests);
            return next(context);
        });
        MapGood();
        MapBad();
    }

    public int Requests => Volatile.Read(ref requests);

    public int Port { get; private set; }

    public PartnerHttp Client(params string[] allowed) => new(Allow(allowed), Trusts);

    internal PartnerHttp Client(Func<string, IPAddress[]> resolve, params string[] allowed) => new(Allow(allowed), Trusts, (host, _) => Task.FromResult(resolve(host)));

    public Uri At(string path, string host = "partner.example") => new($"https://{host}:{Port}{path}");

    public async Task InitializeAsync()
    {
        await app.StartAsync();
        var address = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Port = new Uri(address).Port;
    }

    public async Task DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
        certificate.Dispose();
    }

    private void MapGood()
    {
        app.MapGet("/ok", () => "good");
        app.MapPost("/echo", async context => await context.Request.Body.CopyToAsync(context.Response.Body));
        app.MapGet("/largest", () => Results.Bytes(new byte[PartnerHttp.MaximumBytes]));
        app.MapGet("/fault", () => Results.StatusCode(500));
        app.MapGet("/host", (HttpContext context) => context.Request.Host.Value);
    }

    private void MapBad()
    {
        foreach (var status in new[] { 301, 302, 303, 307, 308 })
        {
            app.MapGet($"/redirect/{status}", context =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = "/ok";
                return Task.CompletedTask;
            });
        }

        app.MapGet("/too-large/announced", () => Results.Bytes(new byte[PartnerHttp.MaximumBytes + 1]));
        app.MapGet("/too-large/chunked", async context =>
        {
            for (var chunk = 0; chunk < 64; chunk++)
            {
                await context.Response.Body.WriteAsync(new byte[64 * 1024], context.RequestAborted);
            }
        });
        app.MapGet("/slow/headers", context => Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted));
        app.MapGet("/slow/body", async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(".", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(200, context.RequestAborted);
            }
        });
    }

    private bool Trusts(object sender, X509Certificate? given, X509Chain? chain, System.Net.Security.SslPolicyErrors errors) =>
        given is not null && given.GetRawCertData().AsSpan().SequenceEqual(certificate.RawData);

    private static OutboundOptions Allow(string[] hosts) => new() { AllowedPrivateHosts = hosts };

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=partner.example", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
