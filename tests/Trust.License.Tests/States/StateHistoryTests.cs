using Trust.License.Data;
using Trust.License.States;
using Trust.Testing;

namespace Trust.License.Tests.States;

/// <summary>What its state was on a day, as known on another.</summary>
public sealed class StateHistoryTests
{
    private static readonly StateHistory.KnownVersion First = new(1, "one", new DateOnly(2026, 1, 10), new DateOnly(2026, 1, 10), new DateOnly(2026, 12, 31), At(2026, 1, 10));
    private static readonly StateHistory.KnownVersion Second = new(2, "two", new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 1), new DateOnly(2027, 12, 31), At(2026, 6, 3));

    private static readonly StateChangeRecord[] Changes =
    [
        Change(LicenceState.Suspended, effective: At(2026, 3, 1), recorded: At(2026, 3, 5)),
        Change(LicenceState.Valid, effective: At(2026, 3, 20), recorded: At(2026, 3, 20)),
        Change(LicenceState.Annulled, effective: At(2026, 1, 10), recorded: At(2026, 8, 1)),
    ];

    [Theory]
    [InlineData("2026-01-09", "2026-12-01", null, 0)]
    [InlineData("2026-02-01", "2026-01-09", null, 0)]
    [InlineData("2026-02-01", "2026-02-01", "valid", 1)]
    [InlineData("2026-03-02", "2026-03-04", "valid", 1)]
    [InlineData("2026-03-02", "2026-03-05", "suspended", 1)]
    [InlineData("2026-03-19", "2026-07-01", "suspended", 1)]
    [InlineData("2026-03-20", "2026-07-01", "valid", 1)]
    [InlineData("2026-06-01", "2026-06-02", "valid", 1)]
    [InlineData("2026-06-01", "2026-06-03", "valid", 2)]
    [InlineData("2028-01-01", "2026-07-31", "expired", 2)]
    [InlineData("2026-03-02", "2026-07-31", "suspended", 1)]
    [InlineData("2026-03-02", "2026-08-01", "annulled", 1)]
    [InlineData("2026-07-01", "2026-08-01", "annulled", 2)]
    [InlineData("2028-01-01", "2026-08-01", "annulled", 2)]
    [Requirement("LIC-04")]
    public void State_on_a_day_as_known_on_another(string on, string known, string? state, int version)
    {
        var answer = StateHistory.Of([First, Second], Changes, DateOnly.ParseExact(on, "yyyy-MM-dd"), DateOnly.ParseExact(known, "yyyy-MM-dd"));
        Assert.Equal((state, version), (answer?.State, answer?.Version ?? 0));
    }

    [Fact]
    public void Days_are_those_of_the_province()
    {
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 16, 0, 0, TimeSpan.Zero), ProvinceDay.Start(new DateOnly(2026, 3, 1)));
        Assert.Equal(new DateOnly(2026, 3, 1), ProvinceDay.Of(new DateTimeOffset(2026, 2, 28, 16, 0, 0, TimeSpan.Zero)));
        Assert.Equal(new DateOnly(2026, 2, 28), ProvinceDay.Of(new DateTimeOffset(2026, 2, 28, 15, 59, 59, TimeSpan.Zero)));
    }

    [Fact]
    public void Nothing_follows_a_final_state_and_every_other_has_its_followers()
    {
        foreach (var state in Enum.GetValues<LicenceState>())
        {
            var after = LicenceStates.After(state);
            Assert.Equal(state is LicenceState.Valid or LicenceState.Suspended, after.Count > 0);
            Assert.DoesNotContain(state, after);
            Assert.DoesNotContain(LicenceState.Issuing, after);
        }
    }

    private static DateTimeOffset At(int year, int month, int day) => new(year, month, day, 2, 0, 0, TimeSpan.Zero);

    private static StateChangeRecord Change(LicenceState to, DateTimeOffset effective, DateTimeOffset recorded) => new()
    {
        Id = Guid.NewGuid(),
        LicenceId = Guid.Empty,
        From = LicenceState.Valid,
        To = to,
        EffectiveAt = effective,
        RecordedAt = recorded,
        AuthorityCode = "",
        AuthorityName = "",
        Basis = "",
        Reason = "",
        Document = "",
        PersonName = "",
        LogIndex = 0,
    };
}
