namespace Trust.Crypto;

/// <summary>Times as certificates, revocation lists and seals have them: whole seconds of UTC.</summary>
public static class WholeSeconds
{
    /// <summary>The same instant with offset zero, cut (not rounded) to its second.</summary>
    /// <param name="time">Any time.</param>
    public static DateTimeOffset Cut(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
