namespace Trust.Identity.Codes;

/// <summary>Codes by SMS (<c>Trust:Identity:Codes</c>). The limits bound what strangers can make us send and guess.</summary>
internal sealed class SmsCodeSettings
{
    public int LifeMinutes { get; set; } = 5;

    /// <summary>Tries of one code.</summary>
    public int Tries { get; set; } = 5;

    /// <summary>Seconds between two codes to one number.</summary>
    public int ResendSeconds { get; set; } = 60;

    /// <summary>Codes to one number in 24 hours.</summary>
    public int PerNumberAndDay { get; set; } = 10;

    /// <summary>Codes that one network may ask for in an hour. Where offices share one address, more.</summary>
    public int PerSourceAndHour { get; set; } = 20;

    /// <summary>Codes of the whole installation in a minute: what an attack from many networks may cost.</summary>
    public int InTotalAndMinute { get; set; } = 600;

    public IEnumerable<(string Name, int Value, int Least, int Most)> Ranges() =>
    [
        (nameof(LifeMinutes), LifeMinutes, 1, 10),
        (nameof(Tries), Tries, 1, 10),
        (nameof(ResendSeconds), ResendSeconds, 1, 600),
        (nameof(PerNumberAndDay), PerNumberAndDay, 1, 100),
        (nameof(PerSourceAndHour), PerSourceAndHour, 1, 100_000),
        (nameof(InTotalAndMinute), InTotalAndMinute, 1, 1_000_000),
    ];
}
