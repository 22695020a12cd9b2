using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Http;
using Trust.Hosting.Modules;

namespace Trust.Hosting.Health;

/// <summary>Probes: <c>/health/live</c> (the process answers) and <c>/health/ready</c> (its databases are there and current).</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", () => TypedResults.Text("live"))
            .AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Unlimited);
        endpoints.MapGet("/health/ready", async (Readiness readiness, CancellationToken cancellationToken) =>
                await readiness.IsReadyAsync(cancellationToken)
                    ? Results.Text("ready")
                    : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable))
            .AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Unlimited);
    }
}

/// <summary>Asks the stores of the local modules; an answer serves one second, so that probes cannot load the database.</summary>
internal sealed partial class Readiness(IServiceScopeFactory scopes, ModuleRegistry modules, TimeProvider time, ILogger<Readiness> logger) : IDisposable
{
    private static readonly TimeSpan Reuse = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim gate = new(1, 1);
    private DateTimeOffset asked;
    private bool ready;

    public void Dispose() => gate.Dispose();

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() - asked >= Reuse)
            {
                ready = await AskAsync(cancellationToken);
                asked = time.GetUtcNow();
            }

            return ready;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var module in modules.Local)
        {
            try
            {
                if (module.Store(scope.ServiceProvider) is { } store && !await store.IsCurrentAsync(cancellationToken))
                {
                    NotReady(module.Name, null);
                    return false;
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                NotReady(module.Name, exception);
                return false;
            }
        }

        return true;
    }

    [LoggerMessage(2301, LogLevel.Warning, "The database of {Module} is not ready.")]
    private partial void NotReady(string module, Exception? exception);
}
