using Trust.License.Data;

namespace Trust.License.States;

/// <summary>Which state follows which (licence life of the national type documents), and how each is written.</summary>
internal static class LicenceStates
{
    private static readonly IReadOnlyList<LicenceState> Endings = [LicenceState.Annulled, LicenceState.Cancelled, LicenceState.Revoked, LicenceState.Transferred];

    /// <summary>States that may follow; none after a final one.</summary>
    public static IReadOnlyList<LicenceState> After(LicenceState state) => state switch
    {
        LicenceState.Valid => [LicenceState.Suspended, .. Endings],
        LicenceState.Suspended => [LicenceState.Valid, .. Endings],
        _ => [],
    };

    public static bool IsFinal(LicenceState state) => Endings.Contains(state);

    /// <summary>As APIs, lists and the log write it.</summary>
    public static string Name(LicenceState state) => state.ToString().ToLowerInvariant();

    /// <summary>Reads what an API call says; only states that somebody decides on.</summary>
    public static LicenceState? Read(string? name) =>
        new[] { LicenceState.Valid, LicenceState.Suspended }.Concat(Endings).Select(state => (LicenceState?)state).FirstOrDefault(state => Name(state!.Value) == name);

    /// <summary>National code list of licence states (01 valid … 07 revoked); 99 where the list has none.</summary>
    public static string NationalCode(string state) => state switch
    {
        StateNames.Valid => "01",
        StateNames.Suspended => "02",
        StateNames.Annulled => "03",
        StateNames.Cancelled => "04",
        StateNames.Expired => "05",
        StateNames.Transferred => "06",
        StateNames.Revoked => "07",
        _ => "99",
    };

    /// <summary>The state that counts on a day: a final one before all else, then a newer version, then the dates.</summary>
    public static string OnDay(LicenceState recorded, int version, int current, DateOnly from, DateOnly? to, DateOnly day) =>
        StateNames.OnDay(version < current && !IsFinal(recorded) ? StateNames.Superseded : Name(recorded), from, to, day);
}
