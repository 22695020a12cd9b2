namespace Trust.License.States;

/// <summary>Names of states in reports, lists and the log; they never change meaning.</summary>
internal static class StateNames
{
    public const string Valid = "valid";
    public const string Suspended = "suspended";
    public const string Annulled = "annulled";
    public const string Cancelled = "cancelled";
    public const string Revoked = "revoked";
    public const string Transferred = "transferred";

    /// <summary>A newer version took its place.</summary>
    public const string Superseded = "superseded";
    public const string Voided = "voided";

    /// <summary>Computed from the dates, never recorded.</summary>
    public const string Expired = "expired";
    public const string NotYetValid = "not-yet-valid";
    public const string Unknown = "unknown";

    /// <summary>States out of which no way leads back, so that an old list is as good as a new one.</summary>
    public static bool IsFinal(string state) => state is Annulled or Cancelled or Revoked or Transferred or Superseded or Voided;

    /// <summary>The state that counts on a day: a final one before all else, then the dates, then the recorded one.</summary>
    public static string OnDay(string recorded, DateOnly? from, DateOnly? to, DateOnly day) =>
        IsFinal(recorded) ? recorded
        : to < day ? Expired
        : from > day ? NotYetValid
        : recorded;
}
