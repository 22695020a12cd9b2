namespace Trust.Identity.Data;

/// <summary>Pauses that double.</summary>
internal static class Backoff
{
    /// <param name="failures">How often it has failed, from 1.</param>
    /// <param name="first">Pause after the first.</param>
    /// <param name="longest">Never longer.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest)
    {
        // 2^30 first pauses are longer than any bound, and no number overflows.
        var pause = first * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        return pause < longest ? pause : longest;
    }
}
