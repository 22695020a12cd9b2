using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Trust.Contracts.Codes;

namespace Trust.Contracts;

/// <summary>
/// Base of the HTTP clients of the contracts. An operation is a POST of a JSON record to <c>/internal/{module}/v1/{operation}</c>;
/// the host's message handler signs it as the actor.
/// </summary>
/// <param name="http">Client whose handler adds the actor token.</param>
/// <param name="module">Receiving module.</param>
public abstract class ModuleClient(HttpClient http, string module)
{
    /// <summary>Where a request carries its actor to the signing handler.</summary>
    public static readonly HttpRequestOptionsKey<Actor> ActorOption = new("trust.actor");

    private sealed record Problem(string? Code, string? Detail);

    /// <summary>Calls an operation. A module that does not answer is a refusal <c>{module}.unavailable</c>, not an exception.</summary>
    /// <typeparam name="T">Type of the answer; null is answered as 204.</typeparam>
    /// <param name="operation">Name of the operation in the path, for example <c>resolve-person</c>.</param>
    /// <param name="actor">Who makes the call.</param>
    /// <param name="body">Arguments.</param>
    /// <param name="key">Idempotency key, for an operation that changes something.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    protected async Task<Result<T>> CallAsync<T>(
        string operation, Actor actor, object body, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/internal/{module}/v1/{operation}")
        {
            Content = JsonContent.Create(body, body.GetType(), options: ContractJson.Options),
        };
        request.Options.Set(ActorOption, actor);
        if (key is { } given)
        {
            request.Headers.Add("Idempotency-Key", given.Value);
        }

        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return await ReadAsync<T>(response, cancellationToken);
        }
        catch (Exception exception) when (IsLost(exception, cancellationToken))
        {
            return Unavailable();
        }
    }

    private async Task<Result<T>> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return default(T)!;
        }

        if (response.IsSuccessStatusCode)
        {
            return (await response.Content.ReadFromJsonAsync<T>(ContractJson.Options, cancellationToken))!;
        }

        var problem = await ReadProblemAsync(response, cancellationToken);
        return problem?.Code is { } code && KindOf(response.StatusCode) is { } kind
            ? new TrustError(code, kind, problem.Detail ?? "The module refused the call.")
            : Unavailable();
    }

    private static async Task<Problem?> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<Problem>(ContractJson.Options, cancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private TrustError Unavailable() => new($"{module}.unavailable", ErrorKind.Unavailable, $"The module {module} is not answering.");

    // A timeout of the client arrives as a cancellation that the caller did not ask for.
    private static bool IsLost(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static ErrorKind? KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => ErrorKind.Invalid,
        HttpStatusCode.Unauthorized => ErrorKind.Unauthenticated,
        HttpStatusCode.Forbidden => ErrorKind.Forbidden,
        HttpStatusCode.NotFound => ErrorKind.NotFound,
        HttpStatusCode.Conflict => ErrorKind.Conflict,
        HttpStatusCode.RequestEntityTooLarge => ErrorKind.TooLarge,
        HttpStatusCode.UnprocessableEntity => ErrorKind.Unprocessable,
        HttpStatusCode.TooManyRequests => ErrorKind.TooMany,
        HttpStatusCode.ServiceUnavailable => ErrorKind.Unavailable,
        _ => null,
    };
}
