using Trust.License.Checking;
using Trust.License.States;
using Trust.License.Types;

namespace Trust.License.Looking;

/// <summary>What somebody who looks at a licence learns: with its QR code type, masked holder, issuer and state; with its holder's code or its printed secret everything.</summary>
internal sealed record SeenLicence
{
    public required LicenceType Type { get; init; }

    /// <summary>Name of the holder; masked where not everything is shown.</summary>
    public required string Holder { get; init; }

    /// <summary>Printed number; null where not everything is shown.</summary>
    public string? Number { get; init; }

    /// <summary>Code of the holder; only after the printed secret.</summary>
    public string? HolderCode { get; init; }

    /// <summary>Business items by label; only after the printed secret.</summary>
    public IReadOnlyList<(LicenceField Field, string Value)> Items { get; init; } = [];

    public required string IssuerName { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public DateOnly? ValidTo { get; init; }

    public required int Version { get; init; }

    public required int CurrentVersion { get; init; }

    /// <summary>One of <see cref="StateNames"/>, the dates looked at.</summary>
    public required string State { get; init; }

    /// <summary>The change that led to the state; null for one that only dates or a new version brought.</summary>
    public SeenChange? Change { get; init; }

    public required long LogIndex { get; init; }

    public Force Force => State == StateNames.Valid ? Force.InForce : Force.NotInForce;
}

/// <summary>Since when a state counts and who decided it.</summary>
internal sealed record SeenChange(DateTimeOffset EffectiveAt, string AuthorityName, string? Document);

/// <summary>How a holder's name is shown to strangers.</summary>
internal static class MaskedName
{
    /// <summary>The first character, and the last where there are more than two: 林**, 澜江市******公司 would tell too much.</summary>
    public static string Of(string name)
    {
        var characters = name.EnumerateRunes().ToList();
        return characters.Count <= 2
            ? $"{characters[0]}*"
            : $"{characters[0]}{new string('*', Math.Min(characters.Count - 2, 8))}{characters[^1]}";
    }
}
