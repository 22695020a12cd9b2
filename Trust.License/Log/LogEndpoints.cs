using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Trust.Contracts;
using Trust.Hosting.Http;

namespace Trust.License.Log;

/// <summary>The public log: checkpoint, key, tiles, entries and proofs, for anybody (C2SP tlog-tiles with SM3 in the place of SHA-256).</summary>
internal static class LogEndpoints
{
    private const string Text = "text/plain; charset=utf-8";
    private const string Bytes = "application/octet-stream";

    private static readonly TrustError NotFound = new("log.not-found", ErrorKind.NotFound, "The log does not reach so far.");

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var log = endpoints.MapGroup("/log").AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Api);
        log.MapGet("/checkpoint", CheckpointAsync);
        log.MapGet("/key.der", (LogKey key) => TypedResults.Bytes(key.PublicKey, Bytes, "log-key.der"));
        log.MapGet("/tile/{level:int:range(0,7)}/{**place}", TileAsync);
        log.MapGet("/tile/entries/{**place}", EntriesAsync);
        log.MapGet("/proof/{index:long:min(0)}", InclusionAsync);
        log.MapGet("/consistency/{first:long:min(1)}/{second:long:min(1)}", ConsistencyAsync);
    }

    private static async Task<IResult> CheckpointAsync(ReadLog log, HttpContext context, CancellationToken cancellationToken)
    {
        // What is true now; a kept copy would hide what was appended since.
        context.Response.Headers.CacheControl = "no-store";
        return await log.HeadAsync(cancellationToken) is { } head ? TypedResults.Text(head.Checkpoint, Text) : Problems.From(NotFound with { Detail = "The log has no entry yet." });
    }

    private static async Task<IResult> TileAsync(int level, string place, ReadLog log, HttpContext context, CancellationToken cancellationToken) =>
        TilePlace.TryRead(place, out var tile) && await log.TileAsync(level, tile.Number, tile.Width, cancellationToken) is { } hashes ? Forever(context, hashes) : Problems.From(NotFound);

    private static async Task<IResult> EntriesAsync(string place, ReadLog log, HttpContext context, CancellationToken cancellationToken) =>
        TilePlace.TryRead(place, out var tile) && await log.EntriesAsync(tile.Number, tile.Width, cancellationToken) is { } entries ? Forever(context, entries) : Problems.From(NotFound);

    private static async Task<IResult> InclusionAsync(long index, ReadLog log, CancellationToken cancellationToken) =>
        await log.InclusionAsync(index, cancellationToken) is { } proof ? TypedResults.Text(proof.ToText(), Text) : Problems.From(NotFound);

    private static async Task<IResult> ConsistencyAsync(long first, long second, ReadLog log, CancellationToken cancellationToken) =>
        await log.ConsistencyAsync(first, second, cancellationToken) is { } proof
            ? TypedResults.Text(string.Concat(proof.Select(hash => Convert.ToBase64String(hash) + "\n")), Text)
            : Problems.From(NotFound);

    // A tile of a width never changes.
    private static FileContentHttpResult Forever(HttpContext context, byte[] content)
    {
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(content, Bytes);
    }
}

/// <summary>Number and width of a tile in its address: <c>x001/x234/067</c>, and <c>.p/W</c> behind it for a tile that is not full.</summary>
internal readonly record struct TilePlace(long Number, int Width)
{
    private const int MostGroups = 5;

    public static bool TryRead(string text, out TilePlace place)
    {
        place = default;
        var width = ReadLog.TileWidth;
        var parts = text.Split('/');
        if (parts is [.. var before, var last] && before is [.., var full] && full.EndsWith(".p", StringComparison.Ordinal))
        {
            if (!int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out width) || width is < 1 or >= ReadLog.TileWidth || last[0] == '0')
            {
                return false;
            }

            parts = [.. before[..^1], full[..^2]];
        }

        if (parts.Length > MostGroups)
        {
            return false;
        }

        var number = 0L;
        for (var group = 0; group < parts.Length; group++)
        {
            var isLast = group == parts.Length - 1;
            var digits = isLast ? parts[group] : parts[group].StartsWith('x') ? parts[group][1..] : "";
            if (digits.Length != 3 || !digits.All(char.IsAsciiDigit))
            {
                return false;
            }

            number = number * 1000 + int.Parse(digits, CultureInfo.InvariantCulture);
        }

        place = new TilePlace(number, width);
        return true;
    }
}
