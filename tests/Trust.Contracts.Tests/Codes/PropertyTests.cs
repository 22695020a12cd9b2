using FsCheck.Xunit;
using Trust.Contracts.Codes;

namespace Trust.Contracts.Tests.Codes;

[Properties(Arbitrary = [typeof(CodeArbitraries)], MaxTest = 300)]
public sealed class PropertyTests
{
    [Property]
    internal bool Citizen_number_survives_a_round_trip(CitizenIdNumber number) =>
        CitizenIdNumber.TryParse(number.Reveal(), out var again) && again == number && again.Reveal() == number.Reveal();

    [Property]
    internal bool Citizen_number_with_one_changed_character_is_refused(CitizenIdNumber number, Change change) =>
        !CitizenIdNumber.TryParse(change.Apply(number.Reveal(), "0123456789X"), out _);

    [Property]
    internal bool Full_width_citizen_number_is_the_same(CitizenIdNumber number) =>
        CitizenIdNumber.TryParse($"　{Change.Widen(number.Reveal())} ", out var again) && again == number;

    [Property]
    internal bool Text_of_a_citizen_number_never_holds_it(CitizenIdNumber number) =>
        Hides(number.ToString(), number.Reveal()) && Hides($"{number}", number.Reveal()) && Hides(string.Join(',', new object[] { number }), number.Reveal());

    [Property]
    internal bool Credit_code_survives_a_round_trip(UnifiedSocialCreditCode code) =>
        UnifiedSocialCreditCode.TryParse(code.Value, out var again) && again == code;

    [Property]
    internal bool Credit_code_with_one_changed_character_is_not_valid(UnifiedSocialCreditCode code, Change change) =>
        UnifiedSocialCreditCode.Check(change.Apply(code.Value, CodeArbitraries.CreditAlphabet), out _) != CreditCodeCheck.Valid;

    [Property]
    internal bool Full_width_credit_code_is_the_same(UnifiedSocialCreditCode code) =>
        UnifiedSocialCreditCode.TryParse(Change.Widen(code.Value), out var again) && again == code;

    [Property]
    internal bool Licence_identifier_survives_a_round_trip(LicenceIdentifier identifier) =>
        LicenceIdentifier.TryParse(identifier.Value, out var again) && again == identifier
        && LicenceIdentifier.Mint(again.Type, again.Issuer!.Value, again.Serial, again.Version) == identifier;

    [Property]
    internal bool Licence_identifier_with_one_changed_character_is_refused(LicenceIdentifier identifier, Change change) =>
        !LicenceIdentifier.TryParse(change.Apply(identifier.Value, CodeArbitraries.LicenceAlphabet, LicenceIdentifier.Root.Length + 1), out _);

    [Property]
    internal bool Next_version_is_one_more_of_the_same_licence(LicenceIdentifier identifier) =>
        identifier.Next() is var next && next.Version == identifier.Version + 1 && next.Serial == identifier.Serial
        && next.Type == identifier.Type && next.Issuer == identifier.Issuer && LicenceIdentifier.TryParse(next.Value, out _);

    [Property]
    internal bool Typed_licence_identifier_may_be_full_width(LicenceIdentifier identifier) =>
        LicenceIdentifier.TryParseTyped(Change.Widen(identifier.Value), out var again) && again == identifier
        && !LicenceIdentifier.TryParse(Change.Widen(identifier.Value), out _);

    [Property]
    internal bool Mobile_number_survives_a_round_trip(MobileNumber number) =>
        MobileNumber.TryParse(number.Reveal(), out var again) && again == number
        && MobileNumber.TryParse(Change.Widen(number.Reveal()), out var wide) && wide == number;

    [Property]
    internal bool Text_of_a_mobile_number_never_holds_it(MobileNumber number) =>
        Hides(number.ToString(), number.Reveal()) && Hides($"{number}", number.Reveal()[3..]);

    [Property]
    internal bool Hostile_text_never_throws(string? text)
    {
        foreach (var hostile in new[] { text, text + "\ud800", text + "\uffff", new string('1', 10_000) + text })
        {
            _ = CitizenIdNumber.TryParse(hostile, out _);
            _ = CitizenIdNumber.TryImport15(hostile, out _);
            _ = UnifiedSocialCreditCode.Check(hostile, out _);
            _ = LicenceTypeCode.TryParse(hostile, out _);
            _ = LicenceIdentifier.TryParseTyped(hostile, out _);
            _ = RegionCode.TryParse(hostile, out _);
        }

        return !MobileNumber.TryParse(text + "\ud800", out _);
    }

    private static bool Hides(string shown, string whole) => !shown.Contains(whole, StringComparison.OrdinalIgnoreCase) && shown.Contains('*', StringComparison.Ordinal);
}
