using System.Globalization;

namespace Trust.Web;

/// <summary>Dates and times as people read them, in China Standard Time (UTC+8, GB/T 7408.1), in the language of the request.</summary>
public static class Moments
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>A day: 2026年11月23日, or 23 November 2026.</summary>
    /// <param name="time">Any offset.</param>
    public static string Day(DateTimeOffset time) =>
        Format(time, "yyyy'年'M'月'd'日'", "d MMMM yyyy");

    /// <summary>A day without a time of day.</summary>
    /// <param name="day">The day.</param>
    public static string Day(DateOnly day) => Day(new DateTimeOffset(day, TimeOnly.MinValue, China));

    /// <summary>Day and minute: 2026年11月23日 14:32, or 23 November 2026, 14:32.</summary>
    /// <param name="time">Any offset.</param>
    public static string Minute(DateTimeOffset time) =>
        Format(time, "yyyy'年'M'月'd'日' HH:mm", "d MMMM yyyy, HH:mm");

    /// <summary>Short form for tables: 2026-11-23 14:32.</summary>
    /// <param name="time">Any offset.</param>
    public static string Compact(DateTimeOffset time) => Format(time, "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm");

    private static string Format(DateTimeOffset time, string chinese, string english) =>
        time.ToOffset(China).ToString(Words.IsEnglish ? english : chinese, CultureInfo.GetCultureInfo(Words.IsEnglish ? "en-GB" : "zh-CN"));
}
