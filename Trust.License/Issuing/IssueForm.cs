using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Contracts.License;
using Trust.License.Types;

namespace Trust.License.Issuing;

/// <summary>What an official or a system says when a licence is to be issued.</summary>
internal sealed record IssueForm
{
    public required string TypeCode { get; init; }

    /// <summary>Credit code of the issuing authority.</summary>
    public required string IssuerCode { get; init; }

    public required string HolderName { get; init; }

    /// <summary>001 credit code, 111 citizen number.</summary>
    public required string HolderCodeType { get; init; }

    public required string HolderCode { get; init; }

    /// <summary>Printed number (证照编号).</summary>
    public required string Number { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public DateOnly? ValidFrom { get; init; }

    /// <summary>Left out: what the type says.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Business items by metadata short name.</summary>
    public IReadOnlyDictionary<string, string> Items { get; init; } = new Dictionary<string, string>();

    /// <summary>Never the holder.</summary>
    public override string ToString() => $"{TypeCode} by {IssuerCode}";

    /// <summary>The form with surrounding spaces gone and the dates of the type.</summary>
    public IssueForm Normal(LicenceType type) => this with
    {
        HolderName = HolderName.Trim(),
        HolderCode = HolderCode.Trim().ToUpperInvariant(),
        Number = Number.Trim(),
        ValidFrom = ValidFrom ?? IssuedOn,
        ValidTo = ValidTo ?? (type.ValidYears is { } years ? (ValidFrom ?? IssuedOn).AddYears(years).AddDays(-1) : null),
        Items = Items.Where(item => item.Value.Trim().Length > 0).ToDictionary(item => item.Key, item => item.Value.Trim()),
    };

    /// <summary>The normal form, or why it is refused; all faults at once.</summary>
    public Result<IssueForm> Check(LicenceType type, DateOnly today)
    {
        var form = Normal(type);
        List<FormFault> faults = [.. form.Faults(type, today)];
        return faults.Count == 0 ? form : LicenseErrors.DataInvalid with { Detail = string.Join(' ', faults.Select(fault => fault.Text)) };
    }

    /// <summary>What is wrong with a normal form.</summary>
    public IEnumerable<FormFault> Faults(LicenceType type, DateOnly today)
    {
        if (HolderName.Length is < 2 or > 100 || HolderName.Any(char.IsControl))
        {
            yield return new(nameof(HolderName), "The holder's name has 2 to 100 characters.");
        }

        if (!type.HolderCodeTypes.Contains(HolderCodeType))
        {
            yield return new(nameof(HolderCodeType), $"A licence of this type is not issued to holders with a code of type {(HolderCodeType.Length <= 3 ? HolderCodeType : "?")}.");
        }
        else if (!(HolderCodeType == "001" ? UnifiedSocialCreditCode.TryParse(HolderCode, out _) : CitizenIdNumber.TryParse(HolderCode, out _)))
        {
            yield return new(nameof(HolderCode), "The holder's code is no code of its type.");
        }

        if (Number.Length is < 4 or > 40 || !Number.All(character => char.IsAsciiLetterOrDigit(character) || character == '-'))
        {
            yield return new(nameof(Number), "The number has 4 to 40 letters, digits and hyphens.");
        }

        if (IssuedOn > today || ValidFrom < IssuedOn.AddYears(-1) || ValidTo < ValidFrom)
        {
            yield return new(nameof(IssuedOn), "The dates do not follow one another: issued (not after today), valid from, valid to.");
        }

        foreach (var field in type.Fields)
        {
            if (field.Fault(Items.GetValueOrDefault(field.Name), HolderCodeType) is { } fault)
            {
                yield return new(field.Name, $"{field.Name} ({field.Label}) {fault}");
            }
        }

        foreach (var name in Items.Keys.Where(name => type.Field(name) is null))
        {
            yield return new("", $"{(name.Length <= 40 ? name : name[..40])} is no item of this type.");
        }
    }
}

/// <summary>A fault of a form.</summary>
/// <param name="Field">Property, or short name of the item; empty where it belongs to none.</param>
/// <param name="Text">One English sentence.</param>
internal sealed record FormFault(string Field, string Text);
