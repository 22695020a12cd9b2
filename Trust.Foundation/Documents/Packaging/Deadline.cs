namespace Trust.Documents.Packaging;

/// <summary>A moment after which work on a file stops. Shared by everything that is done with that file.</summary>
public sealed class Deadline
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly TimeSpan _budget;

    private Deadline(TimeProvider time, TimeSpan budget)
    {
        _time = time;
        _start = time.GetTimestamp();
        _budget = budget;
    }

    /// <summary>True once the time is used up.</summary>
    public bool Passed => _time.GetElapsedTime(_start) > _budget;

    /// <summary>Starts now.</summary>
    /// <param name="budget">Wall time allowed.</param>
    /// <param name="time">Source of time; the system's when null.</param>
    public static Deadline In(TimeSpan budget, TimeProvider? time = null) => new(time ?? TimeProvider.System, budget);
}
