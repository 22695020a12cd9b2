using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trust.Hosting.Http;
using Trust.Hosting.Modules;

namespace Trust.Hosting.Actors;

/// <summary>
/// Guards the internal listener: nothing but probes passes without an actor token for exactly this call, and operations of
/// contracts are served there only.
/// </summary>
internal sealed partial class InternalCalls(
    RequestDelegate next, ListenerKinds listeners, PeerDirectory peers, ReplayMemory replay, ModuleRegistry modules, TimeProvider time, ILogger<InternalCalls> logger)
{
    private const int OperationBodyLimit = 4 * 1024 * 1024;
    private const int PageBodyLimit = 64 * 1024 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        var operation = context.GetEndpoint()?.Metadata.GetMetadata<OperationMetadata>();
        if (!listeners.IsInternal(context))
        {
            // From outside there is no such address, whatever the endpoint table says.
            await (operation is not null || context.Request.Path.StartsWithSegments("/internal", StringComparison.OrdinalIgnoreCase) ? NotFound(context) : next(context));
            return;
        }

        if (context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        var module = ModuleOf(context.Request.Path, operation);
        if (module is null || await OpenAsync(context, module, operation) is not { } call)
        {
            CallRefused(context.Request.Path);
            await Problems.WriteAsync(context, HostErrors.CallRefused);
            return;
        }

        var name = operation?.Name ?? $"{module}.pages";
        if (!peers.MayCall(call.Peer, name) || (operation is not null && !operation.Kinds.Contains(call.Actor.Kind)))
        {
            CallForbidden(call.Peer, name);
            await Problems.WriteAsync(context, HostErrors.CallForbidden);
            return;
        }

        context.SetActor(call.Actor);
        await next(context);
    }

    private async Task<AcceptedCall?> OpenAsync(HttpContext context, string module, OperationMetadata? operation)
    {
        var request = context.Request;
        if (request.Headers[ActorToken.HeaderName] is not [{ Length: > 0 } token])
        {
            return null;
        }

        if (!await HasClientOfNodeAsync(context))
        {
            return null;
        }

        var digest = await DigestBodyAsync(context, operation is null ? PageBodyLimit : OperationBodyLimit);
        var binding = new CallBinding(module, request.Method, context.Features.Get<IHttpRequestFeature>()!.RawTarget, digest);
        var call = ActorToken.Open(token, binding, peers, time.GetUtcNow());
        if (call is null || !replay.TryRemember(call.TokenId, call.Expires))
        {
            return null;
        }

        if (operation is not { Changes: true })
        {
            return call;
        }

        var shared = context.RequestServices.GetRequiredKeyedService<SharedReplayMemory>(module);
        return await shared(context.RequestServices, call.TokenId, call.Expires, context.RequestAborted) ? call : null;
    }

    // On https the handshake has demanded a certificate of the node CA; here it must not have been dropped.
    private static async Task<bool> HasClientOfNodeAsync(HttpContext context) =>
        !context.Request.IsHttps || await context.Connection.GetClientCertificateAsync(context.RequestAborted) is not null;

    private static async Task<string> DigestBodyAsync(HttpContext context, int limit)
    {
        var request = context.Request;
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return CallBinding.Digest([]);
        }

        request.EnableBuffering(bufferThreshold: 256 * 1024, bufferLimit: limit);
        var digest = await SHA256.HashDataAsync(request.Body, context.RequestAborted);
        request.Body.Position = 0;
        return System.Buffers.Text.Base64Url.EncodeToString(digest);
    }

    private string? ModuleOf(PathString path, OperationMetadata? operation)
    {
        var name = operation is not null ? operation.Name.Split('.')[0] : modules.OwnerOf(path);
        return name is not null && modules.IsLocal(name) ? name : null;
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    [LoggerMessage(2201, LogLevel.Warning, "A call of {Path} without a valid actor token was refused.")]
    private partial void CallRefused(PathString path);

    [LoggerMessage(2202, LogLevel.Warning, "Process {Peer} may not use {Operation}, or not for this actor.")]
    private partial void CallForbidden(string peer, string operation);
}
