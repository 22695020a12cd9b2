namespace Trust.License.States;

/// <summary>Days as people here mean them: UTC+8, all year.</summary>
internal static class ProvinceDay
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateOnly Of(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(Offset).Date);

    public static DateTimeOffset Start(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Offset).ToUniversalTime();

    /// <summary>The last microsecond of a day.</summary>
    public static DateTimeOffset End(DateOnly day) => Start(day.AddDays(1)).AddMicroseconds(-1);
}
