namespace Trust.Identity.Registration;

/// <summary>Registration and the question to the population registry (<c>Trust:Identity:Registration</c>).</summary>
internal sealed class RegistrationSettings
{
    /// <summary>Minutes in which a filled-in form waits for its code.</summary>
    public int FormMinutes { get; set; } = 30;

    /// <summary>Seconds until the registry is asked again after its first failure; doubled with each further one.</summary>
    public int RetrySeconds { get; set; } = 5;

    public int LongestRetrySeconds { get; set; } = 300;

    /// <summary>How often a person may correct what the registry refused, in 24 hours: nobody tries out other people's data.</summary>
    public int CorrectionsADay { get; set; } = 5;

    public IEnumerable<(string Name, int Value, int Least, int Most)> Ranges() =>
    [
        (nameof(FormMinutes), FormMinutes, 5, 120),
        (nameof(RetrySeconds), RetrySeconds, 1, 3600),
        (nameof(LongestRetrySeconds), LongestRetrySeconds, 1, 86_400),
        (nameof(CorrectionsADay), CorrectionsADay, 1, 100),
    ];
}
