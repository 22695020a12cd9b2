using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trust.Contracts;
using Trust.Crypto;

namespace Trust.Hosting.Outbound;

/// <summary>Why an outside service gave no answer that counts. Codes never change meaning.</summary>
public static class ConnectorErrors
{
    /// <summary>No connection, or it broke.</summary>
    public static readonly TrustError Unreachable = Of("unreachable", "The service cannot be reached.");

    /// <summary>The whole answer was not there in time.</summary>
    public static readonly TrustError TimedOut = Of("timeout", "The service did not answer in time.");

    /// <summary>The service wanted the request to go elsewhere.</summary>
    public static readonly TrustError Redirected = Of("redirect", "The service answered with a redirect.");

    /// <summary>More than 64 KiB.</summary>
    public static readonly TrustError TooLarge = Of("too-large", "The answer is larger than 64 KiB.");

    /// <summary>No signature, more than one, or none that can be read.</summary>
    public static readonly TrustError NotSigned = Of("not-signed", "The answer is not signed.");

    /// <summary>Signed with another key, or changed since.</summary>
    public static readonly TrustError WronglySigned = Of("wrong-signature", "The signature of the answer is wrong.");

    /// <summary>Signed more than 5 minutes ago or ahead.</summary>
    public static readonly TrustError Stale = Of("stale", "The answer is too old, or the clocks differ.");

    /// <summary>The answer to another request.</summary>
    public static readonly TrustError OtherRequest = Of("other-request", "The answer belongs to another request.");

    /// <summary>Not the JSON that was agreed.</summary>
    public static readonly TrustError Malformed = Of("malformed", "The answer cannot be read.");

    /// <summary>An outcome that is not agreed.</summary>
    public static readonly TrustError UnknownOutcome = Of("unknown-outcome", "The outcome is not a known one.");

    /// <summary>A status that is no answer.</summary>
    /// <param name="status">The status.</param>
    public static TrustError Status(HttpStatusCode status) => Of("status", $"The service answered with status {(int)status}.");

    private static TrustError Of(string reason, string detail) => new($"connector.{reason}", ErrorKind.Unavailable, detail);
}

/// <summary>What a service answered, and the digest by which the answer can be found again.</summary>
/// <typeparam name="T">The agreed content.</typeparam>
/// <param name="Content">Content.</param>
/// <param name="Digest">SHA-256 of the body as received, small hexadecimal digits.</param>
public sealed record ConnectorAnswer<T>(T Content, string Digest);

/// <summary>
/// Calls an outside service for a connector: one signed POST of JSON, and an answer that is signed for this very request. Everything else is an error of
/// <see cref="ConnectorErrors"/>; only the caller's own cancellation is thrown.
/// </summary>
/// <param name="client">Client made by <see cref="ConnectorRegistration.AddConnector"/>: address, limits, no redirects.</param>
/// <param name="options">Shared key.</param>
/// <param name="time">Clock.</param>
public sealed class ConnectorClient(HttpClient client, ConnectorOptions options, TimeProvider time)
{
    /// <summary>JSON between connectors and services: camel case, each member once, none missing.</summary>
    public static JsonSerializerOptions Json { get; } = MakeJson();

    /// <summary>Largest answer: 64 KiB.</summary>
    public const int MaximumBytes = 64 * 1024;

    private Secret Key => options.Key ?? throw new InvalidOperationException("The connector has no key.");

    /// <summary>Name of this caller for the gate in front of a service: a token derived from the key, which never gives the key away.</summary>
    /// <param name="key">Shared key.</param>
    /// <returns>HMAC-SM3 of the word <c>bearer</c>, 64 small hexadecimal digits.</returns>
    public static string BearerToken(Secret key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Convert.ToHexStringLower(HmacSm3.HashData(Encoding.UTF8.GetBytes(key.Reveal()), "bearer"u8));
    }

    /// <summary>Posts JSON and returns the content of the signed answer.</summary>
    /// <typeparam name="TBody">Content of the request.</typeparam>
    /// <typeparam name="TAnswer">Content of the answer.</typeparam>
    /// <param name="path">Below the service's address, without a slash in front.</param>
    /// <param name="body">Content of the request.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="bearer">Whether the service's gate asks for <see cref="BearerToken"/>.</param>
    public async Task<Result<ConnectorAnswer<TAnswer>>> PostAsync<TBody, TAnswer>(string path, TBody body, CancellationToken cancellationToken, bool bearer = false)
        where TAnswer : class =>
        (await PostAsync(path, JsonSerializer.SerializeToUtf8Bytes(body, Json), bearer, cancellationToken)).Then(Read<TAnswer>);

    private async Task<Result<byte[]>> PostAsync(string path, byte[] body, bool bearer, CancellationToken cancellationToken)
    {
        var address = new Uri(client.BaseAddress!, path);
        var signature = ConnectorSignature.OfRequest(Key, "POST", address.AbsolutePath, body, time.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(ConnectorSignature.HeaderName, signature.ToString());
        if (bearer)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", BearerToken(Key));
        }

        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            return await CheckAsync(response, signature.Nonce, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            return failure.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded ? ConnectorErrors.TooLarge : ConnectorErrors.Unreachable;
        }
        catch (IOException)
        {
            return ConnectorErrors.Unreachable;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ConnectorErrors.TimedOut;
        }
    }

    private async Task<Result<byte[]>> CheckAsync(HttpResponseMessage response, string nonce, CancellationToken cancellationToken)
    {
        if ((int)response.StatusCode is >= 300 and < 400)
        {
            return ConnectorErrors.Redirected;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return ConnectorErrors.Status(response.StatusCode);
        }

        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var header = response.Headers.TryGetValues(ConnectorSignature.HeaderName, out var values) ? values.ToArray() : [];
        if (header is not [var only] || ConnectorSignature.Parse(only) is not { } signature)
        {
            return ConnectorErrors.NotSigned;
        }

        return signature switch
        {
            _ when !signature.SignsAnswer(Key, body) => ConnectorErrors.WronglySigned,
            _ when signature.Nonce != nonce => ConnectorErrors.OtherRequest,
            _ when !signature.IsFresh(time.GetUtcNow()) => ConnectorErrors.Stale,
            _ => body,
        };
    }

    private static Result<ConnectorAnswer<T>> Read<T>(byte[] body)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Json) is { } content
                ? new ConnectorAnswer<T>(content, Convert.ToHexStringLower(SHA256.HashData(body)))
                : ConnectorErrors.Malformed;
        }
        catch (JsonException)
        {
            return ConnectorErrors.Malformed;
        }
    }

    private static JsonSerializerOptions MakeJson()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            AllowDuplicateProperties = false,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.Strict,
            PropertyNameCaseInsensitive = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
        json.MakeReadOnly(populateMissingResolver: true);
        return json;
    }
}
