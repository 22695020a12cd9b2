using System.Globalization;
using Trust.Contracts;

namespace Trust.Identity.Api;

/// <summary>A part of a list.</summary>
/// <typeparam name="T">Entry.</typeparam>
/// <param name="Items">The entries.</param>
/// <param name="Next">Where the next part begins; null on the last one.</param>
internal sealed record ApiPage<T>(IReadOnlyList<T> Items, string? Next = null);

/// <summary>Bounds of lists.</summary>
internal static class Paging
{
    public const int Usual = 50;
    public const int Most = 100;

    public static readonly TrustError Invalid = new("identity.page-invalid", ErrorKind.Invalid, "A part of a list has 1 to 100 entries and begins where the part before it said.");

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>A moment as a place in a list: RFC 3339 with microseconds, without characters that addresses escape.</summary>
    public static string? Of(DateTimeOffset? moment) => moment?.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The moment that a place names; false for a text that names none.</summary>
    public static bool TryRead(string? text, out DateTimeOffset? moment)
    {
        var read = DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var found);
        moment = read ? found : null;
        return read || text is null;
    }
}
