using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trust.Contracts;
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
    public async Task InvokeAsync(HttpContext context)
    {
        var operation = context.GetEndpoint()?.Metadata.GetMetadata<OperationMetadata>();
        if (!listeners.IsInternal(context))
        {
            // From outside there is no such address, whatever the endpoint table says.
            await (operation is not null || context.Request.Path.StartsWithSegments("/internal", StringComparison.OrdinalIgnoreCase) ? NotFound(context) : next(context));
            return;
        }

        // A page of errors is drawn by running the pipeline again, for the call that was accepted the first time.
        if (context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) || context.Features.Get<AcceptedCall>() is not null)
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
        if (!peers.MayCall(call.Peer, name) || !MayAct(call.Actor.Kind, operation))
        {
            CallForbidden(call.Peer, name);
            await Problems.WriteAsync(context, HostErrors.CallForbidden);
            return;
        }

        context.SetActor(call.Actor);
        context.Features.Set(call);
        await next(context);
    }

    // Pages and APIs are for people; a process has its operations.
    private static bool MayAct(ActorKind kind, OperationMetadata? operation) =>
        operation is null ? kind != ActorKind.Process : operation.Kinds.Contains(kind);

    private async Task<AcceptedCall?> OpenAsync(HttpContext context, string module, OperationMetadata? operation)
    {
        var request = context.Request;
        if (request.Headers[ActorToken.HeaderName] is not [{ Length: > 0 } token])
        {
            return null;
        }

        // The signature first: nothing of a stranger's body is read.
        if (!await HasClientOfNodeAsync(context) || ActorToken.Authenticate(token, peers, time.GetUtcNow()) is not { } call)
        {
            return null;
        }

        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var binding = new CallBinding(module, request.Method, target, await CallBinding.DigestAsync(request));
        if (call.Binding != binding || !replay.TryRemember(call.TokenId, call.Expires))
        {
            return null;
        }

        return !Changes(request, operation) || await RememberAsync(context, module, call) ? call : null;
    }

    private static bool Changes(HttpRequest request, OperationMetadata? operation) =>
        operation?.Changes ?? !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));

    // All processes of the module share its database; a module without one changes nothing.
    private static async Task<bool> RememberAsync(HttpContext context, string module, AcceptedCall call)
    {
        var shared = context.RequestServices.GetKeyedService<SharedReplayMemory>(module);
        return shared is null || await shared(context.RequestServices, call.TokenId, call.Expires, context.RequestAborted);
    }

    // The handshake has demanded a certificate of the node CA; here it must not have been dropped.
    private static async Task<bool> HasClientOfNodeAsync(HttpContext context) =>
        context.Features.Get<ITlsHandshakeFeature>() is null || await context.Connection.GetClientCertificateAsync(context.RequestAborted) is not null;

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

    [LoggerMessage(1201, LogLevel.Warning, "A call of {Path} without a valid actor token was refused.")]
    private partial void CallRefused(PathString path);

    [LoggerMessage(1202, LogLevel.Warning, "Process {Peer} may not use {Operation}, or not for this actor.")]
    private partial void CallForbidden(string peer, string operation);
}
