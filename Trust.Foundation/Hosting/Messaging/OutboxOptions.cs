using Trust.Hosting.Startup;

namespace Trust.Hosting.Messaging;

/// <summary>Pace of the outbox.</summary>
public sealed class OutboxOptions : ITrustOptions
{
    /// <inheritdoc/>
    public static string Section => "Trust:Outbox";

    /// <summary>Seconds between two looks at an outbox in which nothing is due.</summary>
    public double PollSeconds { get; set; } = 0.5;

    /// <summary>Aggregates of one destination served at the same time.</summary>
    public int Parallelism { get; set; } = 4;

    /// <summary>Pause in seconds after the first failure; it doubles with each further one, and is spread by a random factor of 0.5 to 1.5.</summary>
    public double FirstRetrySeconds { get; set; } = 0.5;

    /// <summary>Longest pause in seconds after a failure.</summary>
    public double LongestRetrySeconds { get; set; } = 120;

    /// <inheritdoc/>
    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (PollSeconds is not (>= 0.01 and <= 60))
        {
            report.Add("Trust:Outbox:PollSeconds", "must be 0.01 to 60.");
        }

        if (Parallelism is not (>= 1 and <= 64))
        {
            report.Add("Trust:Outbox:Parallelism", "must be 1 to 64.");
        }

        if (FirstRetrySeconds is not (>= 0.01 and <= 60) || LongestRetrySeconds is not (>= 0.01 and <= 3600))
        {
            report.Add("Trust:Outbox", "has a retry pause outside 0.01 s to 1 min (first) or 1 h (longest).");
        }
    }

    internal TimeSpan PauseAfter(int failures)
    {
        var seconds = Math.Min(FirstRetrySeconds * Math.Pow(2, Math.Min(failures, 30) - 1), LongestRetrySeconds);
        return TimeSpan.FromSeconds(seconds * (0.5 + Random.Shared.NextDouble()));
    }
}
