using Microsoft.AspNetCore.Mvc.Rendering;
using Trust.License.Types;
using Trust.Web;

namespace Trust.License.Areas.License.Pages.Check;

/// <summary>The form for number and printed secret, on two pages.</summary>
internal sealed class NumberForm(LicenceTypeCatalogue types)
{
    public NumberInput Input { get; init; } = new();

    /// <summary>Whether it is the one thing to do on its page.</summary>
    public bool IsAlone { get; init; }

    public IEnumerable<SelectListItem> Types => types.All.Select(type => new SelectListItem(Words.IsEnglish ? type.NameEn : type.Name, type.Code));
}

/// <summary>What is typed there.</summary>
internal sealed class NumberInput
{
    public string? Type { get; set; }

    public string? Number { get; set; }

    public string? Secret { get; set; }

    /// <summary>Never what was typed.</summary>
    public override string ToString() => nameof(NumberInput);
}
