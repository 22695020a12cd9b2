using System.Buffers;
using System.Buffers.Binary;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Crypto;
using Trust.Hosting.Actors;
using Trust.Hosting.Http;

namespace Trust.Hosting.Idempotency;

/// <summary>
/// A request that carries an idempotency key. A handler behind <see cref="IdempotencyEndpoints.RequireIdempotencyKey"/> takes it as a parameter; its three values are
/// arguments of <see cref="IdempotentExecution"/>.
/// </summary>
/// <param name="Caller">Who calls: the actor, with the organisation acted for and the client application. Two capacities of one person are two callers.</param>
/// <param name="Key">Key that the caller chose.</param>
/// <param name="RequestDigest">SM3 over method, path with query, and body, 32 bytes.</param>
public sealed record IdempotentRequest(string Caller, IdempotencyKey Key, ReadOnlyMemory<byte> RequestDigest) : IBindableFromHttpContext<IdempotentRequest>
{
    /// <summary>Makes it a parameter of a minimal API handler.</summary>
    /// <param name="context">The request.</param>
    /// <param name="parameter">The parameter.</param>
    /// <returns>The request's key and digest.</returns>
    public static ValueTask<IdempotentRequest?> BindAsync(HttpContext context, ParameterInfo parameter) => new(context.GetIdempotency());
}

/// <summary>Idempotency keys over HTTP.</summary>
public static class IdempotencyEndpoints
{
    /// <summary>Header of the key; a handler may also take it alone: <c>[FromHeader(Name = IdempotencyEndpoints.HeaderName)] IdempotencyKey key</c>.</summary>
    public const string HeaderName = "Idempotency-Key";

    /// <summary>Largest body unless an endpoint says otherwise: 4 MiB, as for calls between processes.</summary>
    public const long DefaultBodyLimit = 4 * 1024 * 1024;

    private const int MemoryBytes = 256 * 1024;
    private const int PieceBytes = 16 * 1024;

    /// <summary>
    /// Refuses requests without exactly one well-formed <c>Idempotency-Key</c> (400 <see cref="IdempotencyErrors.KeyMissing"/>) or with a larger body (413), after
    /// authorisation and before anything of the request is bound. The body is kept and rewound: the handler reads it as usual.
    /// </summary>
    /// <typeparam name="TBuilder">Kind of endpoint builder.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="bodyLimit">Largest body in bytes.</param>
    public static TBuilder RequireIdempotencyKey<TBuilder>(this TBuilder endpoint, long bodyLimit = DefaultBodyLimit)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Finally(builder =>
        {
            var handler = builder.RequestDelegate ?? throw new InvalidOperationException($"{builder.DisplayName} handles nothing.");
            builder.RequestDelegate = context => RunAsync(context, handler, bodyLimit);
        });
        return endpoint;
    }

    /// <summary>Caller, key and digest of the request.</summary>
    /// <param name="context">The request.</param>
    /// <exception cref="InvalidOperationException">The endpoint does not say <see cref="RequireIdempotencyKey"/>.</exception>
    public static IdempotentRequest GetIdempotency(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IdempotentRequest>()
            ?? throw new InvalidOperationException($"{context.GetEndpoint()?.DisplayName} does not say {nameof(RequireIdempotencyKey)}.");
    }

    /// <summary>Does a change once for a request, see <see cref="IdempotentExecution.ExecuteIdempotentAsync{T}"/>.</summary>
    /// <typeparam name="T">The answer, written and read as JSON.</typeparam>
    /// <param name="db">Context of the module without a transaction of its own.</param>
    /// <param name="request">The request.</param>
    /// <param name="change">The change on the same context; it may save, and does not commit.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The answer, the change's refusal, <see cref="IdempotencyErrors.KeyReused"/> or <see cref="IdempotencyErrors.InProgress"/>.</returns>
    public static Task<Result<T>> ExecuteIdempotentAsync<T>(
        this DbContext db, IdempotentRequest request, Func<CancellationToken, Task<Result<T>>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return db.ExecuteIdempotentAsync(request.Caller, request.Key, request.RequestDigest, change, cancellationToken);
    }

    private static async Task RunAsync(HttpContext context, RequestDelegate handler, long bodyLimit)
    {
        if (context.Request.Headers[HeaderName] is not [var text] || !IdempotencyKey.TryParse(text, out var key))
        {
            await Problems.WriteAsync(context, IdempotencyErrors.KeyMissing);
            return;
        }

        if (await DigestAsync(context, bodyLimit) is not { } digest)
        {
            await Problems.WriteAsync(context, HostErrors.TooLarge);
            return;
        }

        context.Features.Set(new IdempotentRequest(CallerOf(context.GetActor()), key, digest));
        await handler(context);
    }

    // What a person does for an organisation, or through a client, is not what they do for themselves: each has keys of its own.
    private static string CallerOf(Actor actor)
    {
        var organisation = actor.Capacity is { } capacity ? $" {capacity.Kind}:{capacity.OrganisationCode}" : "";
        var client = actor.ClientId is { } id ? $" client:{id}" : "";
        return $"{actor}{organisation}{client}";
    }

    /// <summary>Null when the body is larger than the limit.</summary>
    private static async Task<byte[]?> DigestAsync(HttpContext context, long limit)
    {
        var request = context.Request;
        if (request.ContentLength > limit)
        {
            return null;
        }

        // A form that was read before is gone from a body nobody kept, and every form would have the digest of an empty body.
        if (!request.Body.CanSeek && context.Features.Get<IFormFeature>()?.Form is not null)
        {
            throw new InvalidOperationException("The form was read before the idempotency key was looked at.");
        }

        request.EnableBuffering(MemoryBytes);
        request.Body.Position = 0;
        using var hasher = new Sm3Hasher();
        Append(hasher, "trust-idempotent-request-v1");
        Append(hasher, request.Method);
        Append(hasher, request.GetEncodedPathAndQuery());
        if (!await AppendBodyAsync(hasher, request.Body, limit, context.RequestAborted))
        {
            return null;
        }

        request.Body.Position = 0;
        return hasher.GetHashAndReset();
    }

    private static async Task<bool> AppendBodyAsync(Sm3Hasher hasher, Stream body, long limit, CancellationToken cancellationToken)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            var total = 0L;
            int count;
            while ((count = await body.ReadAsync(piece, cancellationToken)) > 0)
            {
                total += count;
                if (total > limit)
                {
                    return false;
                }

                hasher.Append(piece.AsSpan(0, count));
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        }
    }

    // Text stands behind its length, so that no part of one field reads as another one's.
    private static void Append(Sm3Hasher hasher, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hasher.Append(length);
        hasher.Append(bytes);
    }
}
