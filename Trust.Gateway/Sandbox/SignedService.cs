using System.Text.Json;
using Trust.Contracts;
using Trust.Hosting.Outbound;

namespace Trust.Gateway.Sandbox;

/// <summary>
/// The service's side of a connector: takes a request only with its signature, does what is wrong at the moment, and signs the answer for this
/// request. Written against the interface notes, so that the connector is tried against what a real service would do.
/// </summary>
internal sealed class SignedService(TimeProvider time)
{
    private static readonly Secret Key = new(ConnectorOptions.DevelopmentKey);

    /// <summary>Answers a request.</summary>
    /// <typeparam name="TBody">Agreed content of the request.</typeparam>
    /// <param name="context">The request.</param>
    /// <param name="fault">What is wrong with the service.</param>
    /// <param name="answer">Makes the content of the answer; null where the reference stands for another request.</param>
    public async Task<IResult> AnswerAsync<TBody>(HttpContext context, ServiceFault fault, Func<TBody, object?> answer)
        where TBody : class
    {
        var cancellationToken = context.RequestAborted;
        await Task.Delay(TimeSpan.FromSeconds(fault.SlowSeconds), time, cancellationToken);
        if (fault.Down)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        if (await ReadAsync(context.Request, cancellationToken) is not { } bytes)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var signature = ConnectorSignature.Parse(context.Request.Headers[ConnectorSignature.HeaderName]);
        var path = context.Request.Path.ToUriComponent();
        if (signature is null || !signature.SignsRequest(Key, context.Request.Method, path, bytes) || !signature.IsFresh(time.GetUtcNow()))
        {
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        if (Content<TBody>(bytes) is not { } body)
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        return answer(body) is { } content ? Sign(context, fault, signature.Nonce, content) : Results.StatusCode(StatusCodes.Status409Conflict);
    }

    private IResult Sign(HttpContext context, ServiceFault fault, string nonce, object content)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content, ConnectorClient.Json);
        if (!fault.Unsigned)
        {
            context.Response.Headers[ConnectorSignature.HeaderName] = ConnectorSignature.OfAnswer(Key, nonce, bytes, time.GetUtcNow()).ToString();
        }

        return Results.Bytes(bytes, "application/json");
    }

    private static T? Content<T>(byte[] bytes)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, ConnectorClient.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Null for more than a connector ever sends.
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[ConnectorClient.MaximumBytes + 1];
        var count = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return count == buffer.Length ? null : buffer[..count];
    }
}
