using Trust.License.Data;

namespace Trust.License.Looking;

/// <summary>Rows of the list that a holder sees: who looked at the licence, and how.</summary>
internal static class LicenceUses
{
    /// <summary>A row; the caller saves it.</summary>
    public static LicenceUseRecord Of(LicenceVersionRecord version, LicenceUseKind kind, DateTimeOffset now, string? by) => Of(version.LicenceId, version.Number, kind, now, by);

    public static LicenceUseRecord Of(Guid licenceId, int number, LicenceUseKind kind, DateTimeOffset now, string? by) =>
        new() { Id = Guid.CreateVersion7(now), LicenceId = licenceId, Number = number, At = now, Kind = kind, By = by };
}
