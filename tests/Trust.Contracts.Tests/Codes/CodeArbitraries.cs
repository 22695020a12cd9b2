using FsCheck;
using FsCheck.Fluent;
using Trust.Contracts.Codes;

namespace Trust.Contracts.Tests.Codes;

/// <summary>Random valid codes, and single-character changes of them.</summary>
internal static class CodeArbitraries
{
    public const string CreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    public const string LicenceAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static Arbitrary<CitizenIdNumber> Citizens() => Arb.From(
        from division in Gen.Choose(110000, 999999)
        from day in Gen.Choose(0, 60000)
        from sequence in Gen.Choose(0, 999)
        let body = $"{division:000000}{new DateOnly(1850, 1, 1).AddDays(day):yyyyMMdd}{sequence:000}"
        select CitizenIdNumber.Parse(body + CitizenIdNumber.CheckCharacter(body)));

    public static Arbitrary<UnifiedSocialCreditCode> CreditCodes() => Arb.From(Credit());

    public static Arbitrary<LicenceIdentifier> Licences() => Arb.From(
        from authority in Credit()
        from issuer in Credit()
        from sequence in Gen.Choose(1, 999)
        from length in Gen.Choose(1, 32)
        from serial in Gen.ArrayOf(Gen.Elements(LicenceAlphabet.ToCharArray()), length)
        from version in Gen.Choose(1, 998)
        select LicenceIdentifier.Mint(LicenceTypeCode.Of(authority, sequence), issuer, new string(serial), version));

    public static Arbitrary<MobileNumber> Mobiles() => Arb.From(
        from head in Gen.Choose(13, 19)
        from tail in Gen.Choose(0, 999_999_999)
        select MobileNumber.Parse($"{head}{tail:000000000}"));

    public static Arbitrary<Change> Changes() => Arb.From(
        from place in Gen.Choose(0, 1000)
        from step in Gen.Choose(1, 1000)
        select new Change(place, step));

    private static Gen<UnifiedSocialCreditCode> Credit() =>
        from head in Gen.ArrayOf(Gen.Elements(CreditAlphabet.ToCharArray()), 16)
        let organisation = new string(head) + UnifiedSocialCreditCode.OrganisationCheckCharacter(head.AsSpan(8))
        select UnifiedSocialCreditCode.Parse(organisation + UnifiedSocialCreditCode.CheckCharacter(organisation));
}

/// <summary>Replaces one character by another one of an alphabet.</summary>
internal sealed record Change(int Place, int By)
{
    public string Apply(string text, string alphabet, int first = 0)
    {
        var place = first + (Place % (text.Length - first));
        var old = alphabet.IndexOf(text[place], StringComparison.Ordinal);
        if (old < 0)
            return text + "!";

        var changed = alphabet[(old + 1 + (By % (alphabet.Length - 1))) % alphabet.Length];
        return string.Concat(text.AsSpan(0, place), changed.ToString(), text.AsSpan(place + 1));
    }

    public static string Widen(string text) =>
        string.Concat(text.Select(c => c is >= '!' and <= '~' ? (char)(c + 0xFEE0) : c));
}
