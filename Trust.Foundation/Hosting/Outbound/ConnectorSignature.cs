using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Trust.Contracts;
using Trust.Crypto;

namespace Trust.Hosting.Outbound;

/// <summary>
/// The signature of one message between a connector and its service: HMAC-SM3 (GB/T 15852.2) with the shared key. A request binds method and path, time,
/// a nonce and the body; the answer binds the nonce of its request, so that no answer fits another question. Both travel in one header:
/// <c>time=1772352000;nonce=(32 hex digits);mac=(64 hex digits)</c>.
/// </summary>
/// <param name="Time">When it was signed, in whole seconds.</param>
/// <param name="Nonce">128 random bits of the request, 32 small hexadecimal digits.</param>
/// <param name="Mac">The code, 64 small hexadecimal digits.</param>
public sealed partial record ConnectorSignature(DateTimeOffset Time, string Nonce, string Mac)
{
    /// <summary>Header of request and answer. Not <c>Trust-…</c>: the front removes such headers from every outside request.</summary>
    public const string HeaderName = "Connector-Signature";

    /// <summary>How far the two clocks may differ: 5 minutes.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const string AnswerLines = "answer";

    /// <summary>Signs a request under a new nonce.</summary>
    /// <param name="key">Shared key.</param>
    /// <param name="method">Method, capitals.</param>
    /// <param name="path">Path as it is sent, percent-encoded, without query.</param>
    /// <param name="body">Bytes of the body.</param>
    /// <param name="now">Present time.</param>
    public static ConnectorSignature OfRequest(Secret key, string method, string path, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return Make(key, RequestLines(method, path), now, nonce, body);
    }

    /// <summary>Signs the answer to a request.</summary>
    /// <param name="key">Shared key.</param>
    /// <param name="nonce">Nonce of the request.</param>
    /// <param name="body">Bytes of the body.</param>
    /// <param name="now">Present time.</param>
    public static ConnectorSignature OfAnswer(Secret key, string nonce, ReadOnlySpan<byte> body, DateTimeOffset now) => Make(key, AnswerLines, now, nonce, body);

    /// <summary>Reads the header; anything but its exact form is none.</summary>
    /// <param name="header">Value of the header.</param>
    public static ConnectorSignature? Parse(string? header)
    {
        if (header is null || Form().Match(header) is not { Success: true } parts)
        {
            return null;
        }

        var time = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts.Groups["time"].Value, CultureInfo.InvariantCulture));
        return new(time, parts.Groups["nonce"].Value, parts.Groups["mac"].Value);
    }

    /// <summary>Whether the time is near enough.</summary>
    /// <param name="now">Present time.</param>
    public bool IsFresh(DateTimeOffset now) => (now - Time).Duration() <= Window;

    /// <summary>Whether this signature is one of such a request.</summary>
    /// <param name="key">Shared key.</param>
    /// <param name="method">Method, capitals.</param>
    /// <param name="path">Path as it was sent, percent-encoded, without query.</param>
    /// <param name="body">Bytes of the body.</param>
    public bool SignsRequest(Secret key, string method, string path, ReadOnlySpan<byte> body) => Equals(Make(key, RequestLines(method, path), Time, Nonce, body));

    /// <summary>Whether this signature is one of such an answer.</summary>
    /// <param name="key">Shared key.</param>
    /// <param name="body">Bytes of the body.</param>
    public bool SignsAnswer(Secret key, ReadOnlySpan<byte> body) => Equals(Make(key, AnswerLines, Time, Nonce, body));

    /// <summary>Equal codes are found in the same time wherever they differ.</summary>
    /// <param name="other">Another signature.</param>
    public bool Equals(ConnectorSignature? other) =>
        other is not null && Time == other.Time && Nonce == other.Nonce
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Mac), Encoding.ASCII.GetBytes(other.Mac));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Time, Nonce);

    /// <summary>Value of the header.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"time={Time.ToUnixTimeSeconds()};nonce={Nonce};mac={Mac}");

    private static string RequestLines(string method, string path) => $"request\n{method}\n{path}";

    private static ConnectorSignature Make(Secret key, string lines, DateTimeOffset time, string nonce, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(key);
        var seconds = time.ToUnixTimeSeconds();
        var text = string.Create(CultureInfo.InvariantCulture, $"{lines}\n{seconds}\n{nonce}\n{Convert.ToHexStringLower(Sm3.HashData(body))}");
        var secret = Encoding.UTF8.GetBytes(key.Reveal());
        var mac = HmacSm3.HashData(secret, Encoding.UTF8.GetBytes(text));
        CryptographicOperations.ZeroMemory(secret);
        return new(DateTimeOffset.FromUnixTimeSeconds(seconds), nonce, Convert.ToHexStringLower(mac));
    }

    [GeneratedRegex("^time=(?<time>[0-9]{1,11});nonce=(?<nonce>[0-9a-f]{32});mac=(?<mac>[0-9a-f]{64})\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
