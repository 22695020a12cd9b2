using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Trust.Hosting.Data;

/// <summary>Times as both databases keep them: offset zero, cut to microseconds.</summary>
public static class Microseconds
{
    private const long TicksEach = TimeSpan.TicksPerMicrosecond;

    /// <summary>The same instant with offset zero, cut (not rounded) to microseconds, so that it is equal after a round trip.</summary>
    /// <param name="time">Any time.</param>
    public static DateTimeOffset Cut(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TicksEach), TimeSpan.Zero);

    /// <summary>The present time as it will be stored.</summary>
    /// <param name="time">Clock.</param>
    public static DateTimeOffset GetUtcMicroseconds(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return Cut(time.GetUtcNow());
    }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    /// <param name="time">Any time.</param>
    public static long ToUnixMicroseconds(DateTimeOffset time) => (Cut(time).UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TicksEach;

    /// <summary>The instant so many microseconds after 1970-01-01T00:00:00Z.</summary>
    /// <param name="microseconds">Microseconds, may be negative.</param>
    public static DateTimeOffset FromUnixMicroseconds(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TicksEach);
}

/// <summary>SQLite has no time type: an INTEGER of microseconds sorts and compares, text with offsets does not.</summary>
internal sealed class SqliteTimeConverter() : ValueConverter<DateTimeOffset, long>(
    time => Microseconds.ToUnixMicroseconds(time), stored => Microseconds.FromUnixMicroseconds(stored));

/// <summary>PostgreSQL keeps microseconds, and Npgsql takes only offset zero.</summary>
internal sealed class PostgresTimeConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(
    time => Microseconds.Cut(time), stored => stored.ToUniversalTime());
