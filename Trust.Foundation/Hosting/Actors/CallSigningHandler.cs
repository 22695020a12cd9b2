using Trust.Contracts;
using Trust.Crypto.Keys;

namespace Trust.Hosting.Actors;

/// <summary>This process as a caller: its name and node key.</summary>
/// <param name="process">Name of this process.</param>
/// <param name="openKey">Opens the node key at first use.</param>
/// <param name="time">Clock.</param>
public sealed class CallSigner(string process, Func<ISigningKey> openKey, TimeProvider time)
{
    private readonly Lazy<ISigningKey> key = new(openKey);

    /// <summary>Name of this process.</summary>
    public string Process => process;

    /// <summary>Makes a token for one call.</summary>
    /// <param name="actor">Who makes the call.</param>
    /// <param name="call">The call.</param>
    /// <param name="origin">Where the request entered the node, when it is passed on.</param>
    public string Sign(Actor actor, CallBinding call, CallOrigin? origin = null) =>
        ActorToken.Sign(actor, call, process, key.Value, time.GetUtcNow(), origin);
}

/// <summary>Adds the actor token to calls at another process. Without an actor the call is this process's own.</summary>
/// <param name="module">Receiving module.</param>
/// <param name="signer">This process.</param>
internal sealed class CallSigningHandler(string module, CallSigner signer) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var actor = request.Options.TryGetValue(ModuleClient.ActorOption, out var given) ? given : Actor.Process(signer.Process);
        var binding = new CallBinding(module, request.Method.Method, request.RequestUri!.PathAndQuery, CallBinding.Digest(body));
        request.Headers.Remove(ActorToken.HeaderName);
        request.Headers.Add(ActorToken.HeaderName, signer.Sign(actor, binding));
        return await base.SendAsync(request, cancellationToken);
    }
}
